package verify

import (
	"strings"
	"testing"

	"footnote/internal/article"
)

func TestClauses(t *testing.T) {
	const quote = "Haley called on Moscow to stop protecting Assad, and said the US wants to work with Russia."
	p := article.Loose("a", quote)
	e := New(nil).Evidence([]*article.Passage{p})
	for claim, hung := range map[string]string{
		quote: "",
		"Haley called on Moscow to stop protecting Assad.":                                                     "",
		"Haley, who wants to work with Russia, called on Moscow to stop protecting Assad.":                     "",
		"Haley called on Moscow to stop protecting Assad because the generals had lost their patience.":        "because the generals had lost their patience",
		"Haley called on Moscow to stop protecting Assad, and the rest was invented by scribes.":               "and the rest was invented by scribes",
		"While markets fell sharply in Asia, Haley called on Moscow to stop protecting Assad.":                 "While markets fell sharply in Asia",
		"Haley called on Moscow to stop protecting Assad – a demand that senators applauded – and the US too.": "a demand that senators applauded",
	} {
		c, v := e.Claim(Draft{Text: claim, Quotes: []Quote{{Passage: 1, Text: quote}}})
		if hung == "" && !v.Supported {
			t.Errorf("%q was refused: %q", claim, v.Reasons)
		}
		if hung != "" && (c.Text() != "" || !strings.Contains(strings.Join(v.Reasons, "\n"), hung)) {
			t.Errorf("%q: reasons %q do not name %q", claim, v.Reasons, hung)
		}
	}
}
