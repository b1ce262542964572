package retrieval

import (
	"context"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// rankOf is the rank of the right passage among a result's, from 1; 0 for none.
func rankOf(q question, hits []Hit) int {
	return 1 + slices.IndexFunc(hits, func(h Hit) bool { return q.right(h.Passage) })
}

// TestRankingMeasured puts the ways of ranking beside each other (run with -v for the
// table), and fails when the ranking that is used has become worse.
func TestRankingMeasured(t *testing.T) {
	x, qs := openSquad(t, Options{})
	exs := examples(x, qs)
	t.Log(header)
	ranked(exs, func(r row) float64 { return fused(r.lexical) }).log(t, "words alone")
	ranked(exs, func(r row) float64 { return fused(r.vector) }).log(t, "vectors alone")
	ranked(exs, func(r row) float64 { return fused(r.lexical) + fused(r.vector) }).log(t, "both, by reciprocal rank fusion")
	crossValidate(exs, func(i int) bool { return i != fMeta }).log(t, "all evidence, other articles' weights")
	ranked(exs, func(r row) float64 { return r.score(&weights) }).log(t, "all evidence, weights as shipped")

	shipped := searched(t, x, qs, func(q string) string { return q })
	shipped.log(t, "Search, as asked")
	searched(t, x, qs, strings.ToLower).log(t, "Search, in lower case")
	searched(t, x, qs, mistyper()).log(t, "Search, up to two words mistyped")
	y, _ := openSquad(t, Options{Aliases: storyAliases(t)})
	searched(t, y, qs, func(q string) string { return q }).log(t, "Search, with the story's aliases")
	if floor := 0.82; shipped.at1/shipped.n < floor {
		t.Errorf("the right passage is first for %.3f of the questions, below %.2f", shipped.at1/shipped.n, floor)
	}
}

// fused is what a rank is worth in reciprocal rank fusion; 0 for none.
func fused(rank int) float64 {
	if rank == 0 {
		return 0
	}
	return 1 / float64(rankOffset+rank)
}

func searched(t *testing.T, x *Index, qs []question, write func(string) string) tally {
	t.Helper()
	var out tally
	for _, q := range qs {
		r, err := x.Search(context.Background(), write(q.Question), 10)
		if err != nil {
			t.Fatal(err)
		}
		out.add(rankOf(q, r.Hits))
	}
	return out
}

// mistyper swaps, drops or changes a letter in up to two of a question's longer words,
// and lowers its case; the same ones every time.
func mistyper() func(string) string {
	r := rand.New(rand.NewSource(1))
	return func(question string) string {
		words := strings.Fields(strings.ToLower(question))
		for range 2 {
			i := r.Intn(len(words))
			if len(words[i]) >= 5 {
				words[i] = mistype(r, []byte(words[i]))
			}
		}
		return strings.Join(words, " ")
	}
}

func mistype(r *rand.Rand, w []byte) string {
	at := 1 + r.Intn(len(w)-3)
	switch r.Intn(3) {
	case 0:
		w[at], w[at+1] = w[at+1], w[at]
	case 1:
		w = slices.Delete(w, at, at+1)
	default:
		w[at] = byte('a' + r.Intn(26))
	}
	return string(w)
}
