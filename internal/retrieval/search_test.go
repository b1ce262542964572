package retrieval

import (
	"context"
	"testing"

	"footnote/internal/article"
)

func TestSearchRanksThePassageWithTheWordsFirst(t *testing.T) {
	a := &article.Article{Slug: "syria", Title: "Russia challenges the US"}
	for i, s := range []string{"Title: Russia challenges the US", "Lavrov spoke in Moscow.", "Tillerson was chief executive of Exxon."} {
		a.Passages = append(a.Passages, article.Passage{ID: "syria#" + string(rune('0'+i)), Number: i, Text: s, Article: a})
	}
	x, _, err := Open(context.Background(), &article.Corpus{Articles: []*article.Article{a}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Search(context.Background(), "Where did Tillerson work, at Exxon?", 2)
	if err != nil || len(r.Hits) == 0 || r.Hits[0].Passage.ID != "syria#2" {
		t.Fatalf("got %+v, %v", r, err)
	}
	if got := r.Hits[0].Matched; len(got) != 2 || got[0] != "Tillerson" {
		t.Errorf("matched %q", got)
	}
}
