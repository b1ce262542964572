package verify

import (
	"strings"
	"testing"

	"footnote/internal/article"
)

func passage(id, text string) *article.Passage {
	p := &article.Passage{ID: id, Text: text, Article: &article.Article{Title: "Russian Federation challenges United States to prove chemical attack in Syria"}}
	at := 0
	for _, s := range strings.SplitAfter(text, ". ") {
		p.Sentences = append(p.Sentences, article.Sentence{Span: article.Span{Start: at, End: at + len(strings.TrimRight(s, " "))}})
		at += len(s)
	}
	return p
}

func TestVerbatim(t *testing.T) {
	p := passage("a#1", "Trump praised Putin. He smiled.\xff ..")
	for _, tt := range []struct {
		name       string
		start, end int
		ok         bool
	}{
		{"a sentence", 0, 20, true},
		{"past the end", 0, 900, false},
		{"before the start", -1, 5, false},
		{"empty", 5, 5, false},
		{"backwards", 9, 5, false},
		{"not UTF-8", 21, 32, false},
		{"no words", 32, 35, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, ok := Verbatim(1, p, article.Span{Start: tt.start, End: tt.end})
			if ok {
				if !tt.ok || c.Text() != p.Text[tt.start:tt.end] || c.Citations()[0].Quote != c.Text() || c.Score() != 1 {
					t.Fatalf("got %+v", c)
				}
			} else if tt.ok {
				t.Fatal("was refused")
			}
		})
	}
	if _, ok := Verbatim(1, nil, article.Span{End: 1}); ok {
		t.Error("a claim of no passage was made")
	}
}

func TestRecorded(t *testing.T) {
	p := passage("a#1", "Trump praised Putin throughout the campaign.")
	cite := Citation{Number: 3, Passage: p, Quote: "praised Putin", Start: 6, End: 19}
	c, err := Recorded("Trump spoke well of Putin.", 0.7, []Citation{cite})
	if err != nil || c.Citations()[0] != cite || c.Score() != 0.7 {
		t.Fatalf("got %+v, %v", c, err)
	}
	altered := cite
	altered.Quote = "praised Obama"
	for name, cites := range map[string][]Citation{"no citation": nil, "altered quote": {altered}, "one altered": {cite, altered}} {
		if c, err := Recorded("Trump spoke well of Putin.", 0.7, cites); err == nil {
			t.Errorf("%s: made %+v", name, c)
		}
	}
}

func TestFootnotes(t *testing.T) {
	p, q := passage("a#1", "One thing is. Another is not."), passage("b#1", "One thing is.")
	claims := []Claim{verbatim(t, p, 0, 13), verbatim(t, p, 14, 29), verbatim(t, q, 0, 9)}
	claims[1], _ = claims[1].Also(p, article.Span{End: 13})
	want := [][]int{{1}, {2, 1}, {3}}
	var notes Footnotes
	for i, c := range claims {
		c, ok := notes.Add(c)
		if !ok {
			t.Fatalf("claim %d was taken for a repetition", i)
		}
		for j, cite := range c.Citations() {
			if cite.Number != want[i][j] {
				t.Errorf("claim %d, citation %d is numbered %d, want %d", i, j, cite.Number, want[i][j])
			}
		}
	}
	if _, ok := notes.Add(verbatim(t, q, 0, 13)); ok {
		t.Error("the same sentence was let in twice")
	}
}

func verbatim(t *testing.T, p *article.Passage, start, end int) Claim {
	t.Helper()
	c, ok := Verbatim(1, p, article.Span{Start: start, End: end})
	if !ok {
		t.Fatalf("%q can't be quoted", p.Text[start:end])
	}
	return c
}
