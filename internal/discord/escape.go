package discord

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

const (
	// maxMarks is how many combining marks may follow one another: Hebrew and Tibetan
	// need up to four, a stack of fifty is vandalism.
	maxMarks = 4
	// maxRunes is the longest grapheme kept whole: the longest emoji in use has ten code
	// points, while joiners can chain thousands into one.
	maxRunes = 32

	zeroWidthSpace = "\u200b"
	replacement    = "\ufffd"
)

// escape makes text of a corpus, a member or a model harmless in a message: it reads the
// same, but nothing in it is markup, a mention, a link, an invite, an emoji of a server
// or a timestamp, and nothing in it turns the direction of writing or leaves its line.
func escape(s string) string { return strings.Join(units(s), "") }

// units is escape before its pieces are joined: a message may be cut between any two.
func units(s string) []string {
	s = clean(s)
	out := make([]string, 0, len(s))
	prev := ""
	for seg := graphemes.FromString(s); seg.Next(); {
		g := seg.Value()
		out = append(out, escapeGrapheme(s[:seg.Start()], prev, g, s[seg.End():]))
		prev = g
	}
	return out
}

// escapeGrapheme escapes g, which stands between before and after; prev is the grapheme
// before it. Discord takes a backslash before any punctuation for an escape.
func escapeGrapheme(before, prev, g, after string) string {
	switch g[0] {
	case '\\', '*', '_', '~', '`', '|', '[', ']', '#', '>':
		return `\` + g
	case '/': // "://", "discord.gg/…", "</command:1>"
		return `\` + g
	case '<': // "<@1>", "<#1>", "<:name:1>", "<t:1>": servers look for these in the raw text
		return `\` + g + zeroWidthSpace
	case '@':
		if names(after, "everyone") || names(after, "here") {
			return g + zeroWidthSpace
		}
	case ':': // ":smile:"
		if after != "" && after[0] != ' ' {
			return `\` + g
		}
	case '-', '+': // a list
		if (prev == "" || prev == " ") && (after == "" || after[0] == ' ') {
			return `\` + g
		}
	case '.': // a numbered list
		if (after == "" || after[0] == ' ') && numbered(before) {
			return `\` + g
		}
	}
	return g
}

func names(s, word string) bool {
	return len(s) >= len(word) && strings.EqualFold(s[:len(word)], word)
}

// numbered reports whether s ends in a word of nothing but digits.
func numbered(s string) bool {
	rest := strings.TrimRight(s, "0123456789")
	return len(rest) < len(s) && (rest == "" || rest[len(rest)-1] == ' ')
}

// clean makes s one line of printable text: white space of any kind becomes one space,
// and what is invisible, turns the direction of writing, or piles up is left out.
func clean(s string) string {
	var b strings.Builder
	marks := 0
	for _, r := range strings.ToValidUTF8(s, replacement) {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			r = ' '
		case hidden(r):
			continue
		}
		if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		if marks <= maxMarks {
			b.WriteRune(r)
		}
	}
	return wholeGraphemes(strings.Join(strings.Fields(b.String()), " "))
}

// hidden reports characters without a shape of their own. The joiners stay: emoji and
// several scripts need them.
func hidden(r rune) bool {
	if r == '\u200c' || r == '\u200d' {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// wholeGraphemes replaces the graphemes of s that are too long to be meant.
func wholeGraphemes(s string) string {
	if utf8.RuneCountInString(s) == len(s) {
		return s
	}
	var b strings.Builder
	for seg := graphemes.FromString(s); seg.Next(); {
		if g := seg.Value(); utf8.RuneCountInString(g) <= maxRunes {
			b.WriteString(g)
		} else {
			b.WriteString(replacement)
		}
	}
	return b.String()
}

// size is the length of s as Discord may count it, in UTF-16 units: never less than its
// number of characters.
func size(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// excerpt is the beginning of s, escaped, in at most limit units, cut between words
// where there are any.
func excerpt(s string, limit int) string { return shorten(units(s), limit) }

// label is the beginning of s in at most limit units, for places that know no markup:
// buttons, choices, titles.
func label(s string, limit int) string {
	var parts []string
	for seg := graphemes.FromString(clean(s)); seg.Next(); {
		parts = append(parts, seg.Value())
	}
	return shorten(parts, limit)
}

func shorten(parts []string, limit int) string {
	const ellipsis = "…"
	pieces := wrap(parts, limit)
	switch len(pieces) {
	case 0:
		return ""
	case 1:
		return pieces[0]
	}
	return wrap(parts, limit-size(ellipsis))[0] + ellipsis
}

// wrap joins parts into pieces of at most limit units each, broken at spaces where there
// are any and between parts where there are none.
func wrap(parts []string, limit int) []string {
	var out []string
	for len(parts) > 0 {
		n := fitting(parts, limit)
		if n < len(parts) {
			if at := lastSpace(parts[:n+1]); at > 0 {
				n = at
			}
		}
		out = append(out, strings.TrimSpace(strings.Join(parts[:n], "")))
		for parts = parts[n:]; len(parts) > 0 && parts[0] == " "; {
			parts = parts[1:]
		}
	}
	return out
}

// fitting is how many of the first parts fit within limit, at least one.
func fitting(parts []string, limit int) int {
	total := 0
	for i, p := range parts {
		if total += size(p); total > limit {
			return max(i, 1)
		}
	}
	return len(parts)
}

func lastSpace(parts []string) int {
	for i := len(parts) - 1; i > 0; i-- {
		if parts[i] == " " {
			return i
		}
	}
	return 0
}
