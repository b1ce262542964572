package article

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// show writes blocks as "kind: text", with "¶" for a line break.
func show(body string, blocks []block) []string {
	var out []string
	for _, b := range blocks {
		kind := map[blockKind]string{paragraph: "p", heading: "h", verbatim: "v"}[b.kind]
		out = append(out, kind+": "+strings.NewReplacer("\r\n", "¶", "\n", "¶").Replace(body[b.Start:b.End]))
	}
	return out
}

func TestMarkdownBlocks(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"paragraphs", "One\ntwo.\n\n\n  Three.  \n", []string{"p: One¶two.", "p: Three."}},
		{"carriage returns", "One\r\ntwo.\r\n\r\nThree.\r\n", []string{"p: One¶two.", "p: Three."}},
		{"headings", "# One #\n\nTwo\n===\n\n###### Three\nFour.", []string{"h: One", "h: Two", "h: Three", "p: Four."}},
		{"an empty heading", "#\n\nText.", []string{"p: Text."}},
		{"list", "- one\n- two\n  more\n\n  three\n", []string{"p: one", "p: two¶  more", "p: three"}},
		{"nested list", "1. one\n   - two\n2. three\n", []string{"p: one", "p: two", "p: three"}},
		{"quotation", "> One\n> two.\n>\n> Three.\n", []string{"p: One¶> two.", "p: Three."}},
		{"code", "    indented\n\n```go\nfenced\n```\n", []string{"v: indented", "v: fenced"}},
		{"empty code", "```\n```\nText.", []string{"p: Text."}},
		{"raw HTML", "<div>\nwords\n</div>\n\n<!-- hidden\n-->\n\nText.", []string{"v: <div>¶words¶</div>", "p: Text."}},
		{"rule", "One.\n\n***\n\nTwo.", []string{"p: One.", "p: Two."}},
		{"definitions", "[a]: https://example.org\n\n[^1]: A note.\n\n[b] is cited: so.", []string{"v: [a]: https://example.org", "v: [^1]: A note.", "p: [b] is cited: so."}},
		{"a bullet that is not Markdown", "  • Leroy Wright", []string{"p: • Leroy Wright"}},
		{"inline marks stay", "Some *words* and [a link](x).", []string{"p: Some *words* and [a link](x)."}},
		{"nothing", " \n\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, show(tt.body, markdownBlocks(newMarkdownParser(), tt.body))); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlainBlocks(t *testing.T) {
	long := strings.Repeat("word ", 30) + "end."
	tests := []struct {
		name, body string
		want       []string
	}{
		{"paragraphs", "One\ntwo.\n \t\nThree.\n", []string{"p: One¶two.", "p: Three."}},
		{"carriage returns", "One.\r\n\r\nTwo.\r\n", []string{"p: One.", "p: Two."}},
		{"unwrapped lines", long + "\n" + long, []string{"p: " + long, "p: " + long}},
		{"a short line among long ones", "Headline\n" + long + "\n\nwrapped\nlines", []string{"p: Headline", "p: " + long, "p: wrapped¶lines"}},
		{"Markdown means nothing", "# One\n- two", []string{"p: # One¶- two"}},
		{"nothing", "\n \n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			blocks := plainBlocks(tt.body)
			if diff := cmp.Diff(tt.want, show(tt.body, blocks)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			var spans []Span
			for _, b := range blocks {
				spans = append(spans, b.Span)
			}
			checkCover(t, tt.body, spans, unicode.IsSpace)
		})
	}
}

func TestTooDeep(t *testing.T) {
	tests := []struct {
		body string
		want int
	}{
		{"", -1},
		{strings.Repeat("> ", 100) + "x", -1},
		{strings.Repeat("> ", 101) + "x", 0},
		{"One.\n\n" + strings.Repeat(">", 101), 2},
		{strings.Repeat("- ", 101) + "x", 0},
		{strings.Repeat("1. ", 101) + "x", 0},
		{strings.Repeat("-", 500), -1}, // a rule
		{strings.Repeat("1", 500), -1}, // a number
		{strings.Repeat("a > b - ", 500), -1},
		{strings.Repeat("> quoted\n", 500), -1},
	}
	for _, tt := range tests {
		if got := tooDeep(tt.body); got != tt.want {
			t.Errorf("tooDeep(%.30q) is %d, want %d", tt.body, got, tt.want)
		}
	}
}

func TestTrimSpan(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""}, {" \t\n", ""}, {"a", "a"}, {"\u00a0 é \u2028", "é"}, {"a b", "a b"},
	}
	for _, tt := range tests {
		s := trimSpan(tt.text, Span{0, len(tt.text)})
		if got := tt.text[s.Start:s.End]; got != tt.want {
			t.Errorf("trimSpan(%q) is %q, want %q", tt.text, got, tt.want)
		}
	}
}
