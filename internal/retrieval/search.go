package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"footnote/internal/article"
	"footnote/internal/retrieval/lexical"
	"footnote/internal/retrieval/vector"
)

// depth is how many passages each of the two searches puts forward. A passage that is
// not among either's best is not looked at, so results are at most twice this many.
const depth = 40

// rankOffset is the constant of reciprocal rank fusion (Cormack, Clarke and Büttcher,
// "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
// 2009).
const rankOffset = 60

// candidate is a passage put forward by one of the searches or both.
type candidate struct {
	doc             int
	score           float64 // BM25
	lexical, vector int     // ranks, from 1; 0: not put forward
	article         float64 // the share of the query's weight that its article has
	total           float64
}

// Search ranks the passages for a query and returns the k best, fewer when fewer match.
// Equal scores are ordered by article and passage number. It fails only when ctx ends;
// what else goes wrong costs vectors, and Result.Degraded says so.
func (x *Index) Search(ctx context.Context, question string, k int) (Result, error) {
	r := Result{Query: question, Degraded: x.degraded}
	q := x.understand(question)
	near, err := x.nearest(ctx, question)
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	if err != nil {
		r.Degraded = fmt.Sprintf("vector search is unavailable: %v", err)
	}
	e := x.evidence(q)
	found := e.rank(e.candidates(near))
	for i, c := range found[:min(max(k, 0), len(found))] {
		r.Hits = append(r.Hits, Hit{
			Passage: x.passages[c.doc], Rank: i + 1, Score: c.total,
			Lexical: c.lexical, Vector: c.vector, Matched: e.matched(question, c.doc),
		})
	}
	return r, nil
}

// rank orders candidates by all the evidence, best first.
func (e *evidence) rank(cs []candidate) []candidate {
	articles := map[*article.Article]float64{}
	for i := range cs {
		a := e.x.passages[cs[i].doc].Article
		if _, ok := articles[a]; !ok {
			s := e.x.spans[a]
			articles[a] = e.within(s.from+1, s.to)
		}
		cs[i].article = articles[a]
		cs[i].total = e.features(cs[i]).score(&e.x.weights)
	}
	slices.SortFunc(cs, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.total, a.total), a.doc-b.doc)
	})
	return cs
}

// candidates is what the two searches put forward, and the headers of the articles that
// the query asks about, by document number.
func (e *evidence) candidates(near []vector.Match) []candidate {
	scores := e.x.words.Scores(e.q.clauses())
	byDoc := map[int]*candidate{}
	at := func(doc int) *candidate {
		if byDoc[doc] == nil {
			byDoc[doc] = &candidate{doc: doc, score: scores[doc]}
		}
		return byDoc[doc]
	}
	for i, m := range lexical.Best(scores, depth) {
		at(m.Doc).lexical = i + 1
	}
	for i, m := range near {
		at(m.Doc).vector = i + 1
	}
	for _, s := range e.x.spans {
		if s.to > s.from && e.asksAbout(s.title) {
			at(s.from)
		}
	}
	out := make([]candidate, 0, len(byDoc))
	for _, c := range byDoc {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b candidate) int { return a.doc - b.doc })
	return out
}

// weigher is an embedder that can weigh a query's words by their rarity.
type weigher interface {
	EmbedQuery(query string, weight func(stem string) float64) []float32
}

// nearest is the passages nearest to the question by vectors; none without a store.
func (x *Index) nearest(ctx context.Context, question string) ([]vector.Match, error) {
	if x.vectors == nil {
		return nil, nil
	}
	if w, ok := x.embedder.(weigher); ok {
		return x.vectors.Search(ctx, w.EmbedQuery(question, x.IDF), depth)
	}
	vs, err := x.embedQuestion(ctx, question)
	if err != nil {
		return nil, err
	}
	if len(vs) != 1 {
		return nil, fmt.Errorf("%s gave %d vectors for one text", x.embedder.Name(), len(vs))
	}
	return x.vectors.Search(ctx, vs[0], depth)
}

// patience is how long a search waits for a remote embedder: a member waits for the
// answer, and passages found by words now are better than by both too late.
const patience = 5 * time.Second

// embedQuestion gives the embedder no more than half of the time that is left.
func (x *Index) embedQuestion(ctx context.Context, question string) ([][]float32, error) {
	limit := patience
	if end, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(end)/2)
	}
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	vs, err := x.embedder.Embed(within, []string{question})
	if err != nil && within.Err() != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("%s did not answer within %v", x.embedder.Name(), limit.Round(time.Millisecond))
	}
	return vs, err
}

// matched is the words of the question that a passage answers to, as the question
// wrote them.
func (e *evidence) matched(question string, doc int) []string {
	whole := e.find(doc).whole
	var out []string
	for i, t := range e.q.terms {
		if whole[i] > 0 {
			out = append(out, question[t.Start:t.End])
		}
	}
	return out
}
