package discord

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// What a server of Discord, or a client that shows a message, would act on. In text that
// is not ours nothing may match.
var active = []*regexp.Regexp{
	regexp.MustCompile(`<@[!&]?\d+>|<#\d+>|</[^:]+:\d+>|<id:\w+>`), // mentions
	regexp.MustCompile(`(?i)@everyone|@here`),
	regexp.MustCompile(`<a?:\w+:\d+>|<t:-?\d+(:\w)?>`),                                     // emoji of a server, timestamps
	regexp.MustCompile(`(?i)(https?|steam|discord)://`),                                    // links
	regexp.MustCompile(`(?i)discord(app)?(\.com/invite|\.gg)/`),                            // invites
	regexp.MustCompile(`(^|[^\\])(\*|_|~~|\|\||` + "`" + `)`),                              // markup
	regexp.MustCompile(`(^|[^\\])\]\(`),                                                    // masked links
	regexp.MustCompile(`(?m)^ *(#|>|-#|[-*+] |\d+\. )`),                                    // headings, quotes, subtext, lists
	regexp.MustCompile(`(^|[^\\]):[A-Za-z0-9_+-]+:`),                                       // emoji by name
	regexp.MustCompile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]"), // direction, invisible
	regexp.MustCompile(`[\x00-\x1f\x7f]`),
}

func TestEscape(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"plain":          {`Trump's "animal" (2017), 80% – U.S.`, `Trump's "animal" (2017), 80% – U.S.`},
		"everyone":       {"hi @everyone, @HERE", "hi @\u200beveryone, @\u200bHERE"},
		"address":        {"a@b.org", "a@b.org"},
		"user":           {"<@123> <@!123>", "\\<\u200b@123\\> \\<\u200b@!123\\>"},
		"role, channel":  {"<@&1><#2>", "\\<\u200b@&1\\>\\<\u200b\\#2\\>"},
		"command":        {"</ask:1>", "\\<\u200b\\/ask\\:1\\>"},
		"custom emoji":   {"<:a:1> <a:b:2>", "\\<\u200b\\:a\\:1\\> \\<\u200ba\\:b\\:2\\>"},
		"timestamp":      {"<t:1:R>", "\\<\u200bt\\:1\\:R\\>"},
		"emoji by name":  {":smile: at 10:30", `\:smile: at 10\:30`},
		"bold":           {"**a** __b__ ~~c~~ ||d||", `\*\*a\*\* \_\_b\_\_ \~\~c\~\~ \|\|d\|\|`},
		"code":           {"```go\nx```", "\\`\\`\\`go x\\`\\`\\`"},
		"masked link":    {"[a](https://b)", `\[a\](https\:\/\/b)`},
		"invite":         {"discord.gg/abc", `discord.gg\/abc`},
		"heading":        {"# a\n## b\n-# c", `\# a \#\# b -\# c`},
		"quote":          {"> a\n>>> b", `\> a \>\>\> b`},
		"lists":          {"- a\n+ b\n1. c\n* d", `\- a \+ b 1\. c \* d`},
		"numbers":        {"version 1.2, -3 and 12.", `version 1.2, -3 and 12\.`},
		"backslash":      {`\*`, `\\\*`},
		"white space":    {" a\t\r\n\u00a0\u2028 b ", "a b"},
		"direction":      {"a\u202eb\u2066c\u200fd", "abcd"},
		"invisible":      {"a\u200bb\ufeffc\u00add", "abcd"},
		"control":        {"a\x00b\x1b[31m", `ab\[31m`},
		"not UTF-8":      {"a\xffb", "a\ufffdb"},
		"zalgo":          {"a" + strings.Repeat("\u0301", 50) + "b", "a\u0301\u0301\u0301\u0301b"},
		"accents":        {"Việt Nam, नमस्ते, שָׁלוֹם", "Việt Nam, नमस्ते, שָׁלוֹם"},
		"joined emoji":   {"👩‍👩‍👧‍👦 🇺🇸 👍🏽", "👩‍👩‍👧‍👦 🇺🇸 👍🏽"},
		"endless emoji":  {"a" + strings.Repeat("👩\u200d", 4000) + "👩 b", "a\ufffd b"},
		"split everyone": {"@every\u200bone @\u202ehere", "@\u200beveryone @\u200bhere"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := escape(tt.in); got != tt.want {
				t.Errorf("escape(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s[:min(len(s), 300)]) // the long ones have tests of their own
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := escape(s)
		checkHarmless(t, got)
		if again := clean(clean(s)); again != clean(s) {
			t.Errorf("clean is not stable: %q, then %q", clean(s), again)
		}
		parts, longest := units(s), 0
		for _, p := range parts {
			longest = max(longest, size(p))
		}
		for _, limit := range []int{1, 7, 50} {
			for _, piece := range wrap(parts, limit) {
				if !utf8.ValidString(piece) || size(piece) > max(limit, longest) {
					t.Errorf("a piece of %d units, limit %d: %q", size(piece), limit, piece)
				}
			}
		}
	})
}

func checkHarmless(t testing.TB, text string) {
	t.Helper()
	// An escaped backslash is not an escape: it is taken out before looking for what it
	// might hide.
	bare := strings.ReplaceAll(text, `\\`, "")
	for _, re := range active {
		if m := re.FindString(bare); m != "" {
			t.Errorf("%q is active (%v) in %q", m, re, text)
		}
	}
}

// Where a text is cut, no grapheme is.
func TestWrapCutsBetweenGraphemes(t *testing.T) {
	for name, s := range hostile {
		t.Run(name, func(t *testing.T) {
			whole := map[string]bool{}
			for seg := graphemes.FromString(escape(s)); seg.Next(); {
				whole[seg.Value()] = true
			}
			for _, limit := range []int{60, 100, 1000} {
				for _, piece := range wrap(units(s), limit) {
					if size(piece) > limit {
						t.Errorf("%d units, limit %d", size(piece), limit)
					}
					for seg := graphemes.FromString(piece); seg.Next(); {
						if !whole[seg.Value()] {
							t.Fatalf("%q is a part of a grapheme", seg.Value())
						}
					}
				}
			}
		})
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{
		{"", 10, ""},
		{"short", 10, "short"},
		{"exactly ten", 11, "exactly ten"},
		{"one two three", 9, "one two…"},
		{"undividedword", 5, "undi…"},
		{"👍👍👍👍", 5, "👍👍…"},
	} {
		if got := label(tt.in, tt.limit); got != tt.want {
			t.Errorf("label(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}

// hostile is text that does harm where nobody looks after it.
var hostile = map[string]string{
	"pings":      "@everyone @here <@1> <@!2> <@&3> <#4> </ask:5> <id:customize> hear this",
	"markup":     "**b** *i* __u__ ~~s~~ ||spoiler|| `code` ```go\nfence\n``` # head\n> quote\n- list\n1. list\n-# sub",
	"links":      "[free nitro](https://evil.example/a_b) https://evil.example discord.gg/abc https://discord.com/invite/abc steam://run/1",
	"emoji":      "<:a:1> <a:b:2> <t:1234567890:R> :smile: :+1:",
	"many emoji": strings.Repeat("👩‍👩‍👧‍👦🇺🇸👍🏽", 1334),
	"one emoji":  strings.Repeat("👩\u200d", 4000) + "👩 said so",
	"bidi":       "\u202egnihtemos\u202c \u2067abc\u2069 \u061cdef \u200fghi",
	"zalgo":      strings.Repeat("z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b", 300),
	"control":    "a\x00b\x1b[31mc\x07d\u0085e\u2028f\u2029g\ufeffh",
	"backslash":  strings.Repeat(`\`, 999) + "*" + `\@everyone \<@1>`,
	"long word":  strings.Repeat("Donaudampfschifffahrt", 300),
	"long":       strings.Repeat("Words and *stars* and [brackets](x) follow one another. ", 120),
	"broken":     "a\xff\xfe\xc0\x80b\xed\xa0\x80c",
	"fences":     "``` ``` `` ` ~~~ ```",
}
