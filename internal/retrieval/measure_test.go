package retrieval

import (
	"context"
	"slices"
	"testing"
)

// rankOf is the rank of the right passage among a result's, from 1; 0 for none.
func rankOf(q question, hits []Hit) int {
	return 1 + slices.IndexFunc(hits, func(h Hit) bool { return q.right(h.Passage) })
}

func TestRankingOfSquad(t *testing.T) {
	x, qs := openSquad(t, Options{})
	var full tally
	for _, q := range qs {
		r, err := x.Search(context.Background(), q.Question, 10)
		if err != nil {
			t.Fatal(err)
		}
		full.add(rankOf(q, r.Hits))
	}
	t.Log(header)
	full.row(t, "all evidence (weights fitted here)")
}
