package retrieval

import (
	"context"

	"footnote/internal/retrieval/lexical"
	"footnote/internal/text"
)

// Search ranks the passages for a query and returns the k best, fewer when fewer match.
// It fails only when ctx ends.
func (x *Index) Search(ctx context.Context, query string, k int) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	tokens := x.Tokens(query)
	r := Result{Query: query}
	for i, m := range x.words.Search(clauses(tokens), k) {
		r.Hits = append(r.Hits, Hit{
			Passage: x.passages[m.Doc], Rank: i + 1, Score: m.Score, Lexical: i + 1,
			Matched: x.matched(query, tokens, m.Doc),
		})
	}
	return r, nil
}

func clauses(tokens []text.Token) []lexical.Clause {
	var out []lexical.Clause
	for _, t := range tokens {
		if !t.Stop {
			out = append(out, lexical.Clause{{Stems: []string{t.Stem}, Weight: 1}})
		}
	}
	return out
}

// matched is the words of the query that the passage holds, as the query wrote them.
func (x *Index) matched(query string, tokens []text.Token, doc int) []string {
	p := x.passages[doc]
	held := map[string]bool{}
	for _, t := range x.Tokens(p.Article.Title + "\n" + p.Text) {
		held[t.Stem] = held[t.Stem] || !t.Stop
	}
	var out []string
	for _, t := range tokens {
		if !t.Stop && held[t.Stem] {
			out = append(out, query[t.Start:t.End])
		}
	}
	return out
}
