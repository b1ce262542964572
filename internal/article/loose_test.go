package article

import (
	"strings"
	"testing"
)

func TestLoose(t *testing.T) {
	for _, text := range []string{"", "One. Two is here.", "\n\nMr. Smith spoke.\n\nThen he left.\n"} {
		p := Loose("given-1", text)
		if p.Text != text || p.Article == nil || p.Article.Body != text {
			t.Errorf("Loose(%q) = %+v", text, p)
		}
		for _, s := range p.Sentences {
			if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
				t.Errorf("Loose(%q) has the sentence %v", text, s.Span)
			}
		}
	}
	if p := Loose("given-1", "A "+strings.Repeat("\xbd", 3000)); p.Text != "A \ufffd" {
		t.Errorf("bytes that are not UTF-8 became %q", p.Text)
	}
	if n := len(Loose("given-1", "Mr. Smith spoke to us. Then he left the room.").Sentences); n != 2 {
		t.Errorf("two sentences were cut into %d", n)
	}
}
