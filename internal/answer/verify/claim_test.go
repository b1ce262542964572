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
		fails      string
	}{
		{"a sentence", 0, 20, ""},
		{"past the end", 0, 900, "not within"},
		{"before the start", -1, 5, "not within"},
		{"empty", 5, 5, "not within"},
		{"backwards", 9, 5, "not within"},
		{"not UTF-8", 21, 32, "not words"},
		{"no words", 32, 35, "not words"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Verbatim(Place{p, article.Span{Start: tt.start, End: tt.end}})
			if tt.fails == "" {
				if err != nil || c.Text() != p.Text[tt.start:tt.end] || c.Citations()[0].Quote != c.Text() || c.Score() != 1 {
					t.Fatalf("got %+v, %v", c, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.fails) {
				t.Fatalf("error %v, want %q", err, tt.fails)
			}
		})
	}
	if _, err := Verbatim(Place{}); err == nil {
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
	at := func(p *article.Passage, start, end int) Place { return Place{p, article.Span{Start: start, End: end}} }
	claims := [][]Place{{at(p, 0, 13)}, {at(p, 14, 29), at(p, 0, 13)}, {at(q, 0, 9)}}
	want := [][]int{{1}, {2, 1}, {3}}
	var notes Footnotes
	for i, places := range claims {
		c, err := Verbatim(places[0], places[1:]...)
		if err != nil {
			t.Fatal(err)
		}
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
	again, err := Verbatim(at(q, 0, 13))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := notes.Add(again); ok {
		t.Error("the same sentence was let in twice")
	}
}
