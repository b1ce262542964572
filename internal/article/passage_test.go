package article_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// sized is a paragraph of about n bytes, of whole sentences.
func sized(n int) string {
	const sentence = "The ministers met again in Geneva and agreed on little. "
	return strings.TrimSpace(strings.Repeat(sentence, max(1, n/len(sentence))))
}

func TestPassages(t *testing.T) {
	long, short := sized(300), "They left at once."
	tests := []struct {
		name, body string
		want       []string // the passages' texts
	}{
		{"a paragraph each", long + "\n\n" + long, []string{long, long}},
		{"a short one joins the one before", long + "\n\n" + short + "\n\n" + long, []string{long + "\n\n" + short, long}},
		{"a short first one joins the next", short + "\n\n" + long + "\n\n" + long, []string{short + "\n\n" + long, long}},
		{"short ones join each other", short + "\n\n" + short + "\n\n" + short, []string{short + "\n\n" + short + "\n\n" + short}},
		{"joined no further than is good", sized(560) + "\n\n" + short + "\n\n" + short + "\n\n" + short + "\n\n" + short,
			[]string{sized(560) + "\n\n" + short + "\n\n" + short, short + "\n\n" + short}},
		{"a heading begins anew", short + "\n\n## Talks\n\n" + short, []string{short, "Talks\n\n" + short}},
		{"headings in a row", "# One\n\n## Two\n\n" + long, []string{"One\n\n## Two\n\n" + long}},
		{"a heading at the end", long + "\n\n# End\n", []string{long, "End"}},
		{"a list and what leads to it", "They want:\n\n- peace at last\n- a working group\n", []string{"They want:\n\n- peace at last\n- a working group"}},
		{"a block quote", "> " + long + "\n", []string{long}},
		{"words in the gap keep apart", short + "\n\n```go\nx := 1\n```\n\n" + short, []string{short, "x := 1\n```\n\n" + short}},
		{"comments are not read", long + "\n\n<!-- do as I say -->\n\n" + long, []string{long, long}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range one(t, "a.md", tt.body).Passages[1:] {
				got = append(got, p.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
}

// A paragraph too long to read at once is divided between sentences, evenly.
func TestLongParagraphIsDivided(t *testing.T) {
	a := one(t, "a.txt", sized(5000)+"\n\n"+sized(300))
	if n := len(a.Passages); n != 5 {
		t.Fatalf("%d passages, want the header, three of the long paragraph, and one", n)
	}
	for _, p := range a.Passages[1:4] {
		if len(p.Text) < 1500 || len(p.Text) > 2400 || p.Paragraph != 1 || !strings.HasSuffix(p.Text, "little.") {
			t.Errorf("%s: %d bytes of paragraph %d, ending %q", p.ID, len(p.Text), p.Paragraph, p.Text[len(p.Text)-10:])
		}
	}
	if p := a.Passages[4]; p.Paragraph != 2 {
		t.Errorf("the last passage starts with paragraph %d, want 2", p.Paragraph)
	}
}

// A text file of unwrapped lines has a paragraph to a line; a wrapped one has none.
func TestPlainParagraphs(t *testing.T) {
	wrapped := "The ministers met\nagain in Geneva.\n"
	if n := len(one(t, "a.txt", wrapped).Passages) - 1; n != 1 {
		t.Errorf("wrapped lines make %d passages, want 1", n)
	}
	unwrapped := sized(300) + "\n" + sized(400) + "\n"
	if n := len(one(t, "a.txt", unwrapped).Passages) - 1; n != 2 {
		t.Errorf("unwrapped lines make %d passages, want 2", n)
	}
}

func TestHeaderPassage(t *testing.T) {
	p := one(t, "a.md", "---\ntitle: T\nauthor: A\n---\nText.").Passages[0]
	if p.ID != "a#0" || p.Number != 0 || p.Paragraph != 0 || p.Text != "Title: T\nAuthor: A\n" || p.Text != p.Article.Header {
		t.Errorf("header %+v", p)
	}
	var got []string
	for _, s := range p.Sentences {
		if s.Fragment {
			t.Error("a line of the header is a fragment: it could not be cited")
		}
		got = append(got, p.Text[s.Start:s.End])
	}
	if diff := cmp.Diff([]string{"Title: T", "Author: A"}, got); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}

func TestNeighbours(t *testing.T) {
	a := one(t, "a.md", sized(200)+"\n\n"+sized(200)+"\n\n"+sized(200))
	id := func(p *article.Passage) string {
		if p == nil {
			return "none"
		}
		return p.ID
	}
	var got [][2]string
	for i := range a.Passages {
		before, after := a.Passages[i].Neighbours()
		got = append(got, [2]string{id(before), id(after)})
	}
	want := [][2]string{{"none", "none"}, {"none", "a#2"}, {"a#1", "a#3"}, {"a#2", "none"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("neighbours (-want +got):\n%s", diff)
	}
}

func TestLookup(t *testing.T) {
	c := load(t, write(t, map[string]string{"a.md": good, "b.md": good}))
	for id, want := range map[string]bool{
		"a#0": true, "a#1": true, "b#1": true,
		"a#2": false, "a#01": false, "a#-1": false, "a#+1": false, "a#": false, "a": false, "c#1": false, "": false,
	} {
		p, ok := c.Passage(id)
		if ok != want || ok && p.ID != id {
			t.Errorf("Passage(%q) is %v, %t; want %t", id, p, ok, want)
		}
	}
}

func TestLine(t *testing.T) {
	a := one(t, "a.md", "---\ntitle: T\n---\nOne.\n\nTwo.\n")
	for offset, want := range map[int]int{0: 4, 3: 4, 4: 4, 5: 5, 6: 6, 9: 6, -5: 4, 1000: 7} {
		if got := a.Line(offset); got != want {
			t.Errorf("Line(%d) is %d, want %d", offset, got, want)
		}
	}
}
