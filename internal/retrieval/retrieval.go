// Package retrieval turns a question into ranked passages. It never writes an answer.
//
// A question's words are looked for together with their families, their aliases and
// what a mistyped one was meant to be. BM25 and vectors each put their best passages
// forward; these are ranked by weighing the evidence in each (see features), with the
// two searches' own verdicts among it. The ranking is the same every time.
package retrieval

import (
	"context"

	"footnote/internal/article"
)

// Hit is one ranked passage and why it ranked.
type Hit struct {
	Passage *article.Passage
	Rank    int      // from 1
	Score   float64  // higher is better; comparable within one result only
	Lexical int      // its rank by BM25, from 1; 0: not among those
	Vector  int      // its rank by vectors, from 1; 0: not among those
	Matched []string // the words of the query found in it, as the query wrote them
}

// Result is the ranking for one query.
type Result struct {
	Query    string
	Hits     []Hit
	Degraded string // "" or one line saying what was left out ("vector search is unavailable: …")
}

// Embedder turns texts into vectors of one fixed length. Name identifies the model
// and its version: vectors of different names are never compared.
type Embedder interface {
	Name() string
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Cache keeps vectors across runs, by embedder and the SHA-256 of the text embedded.
// Get returns only the vectors that it has. A missing or damaged entry is not an error.
// Prune forgets the embedder's vectors whose keys are not in keep and says how many.
type Cache interface {
	Get(ctx context.Context, embedder string, keys [][32]byte) (map[[32]byte][]float32, error)
	Put(ctx context.Context, embedder string, vectors map[[32]byte][]float32) error
	Prune(ctx context.Context, embedder string, keep map[[32]byte]bool) (removed int, err error)
}

// Options says how an index is opened. The zero value is BM25 with the offline embedder
// and nothing kept.
type Options struct {
	Embedder Embedder // nil: the offline one
	Cache    Cache    // nil: every passage is embedded at every start
	Aliases  *Aliases // nil: none
	// Prune also removes from the cache the vectors of texts that the corpus no longer has.
	Prune bool
	// Progress, when set, is told how many of the passages to embed are done.
	Progress func(done, total int)
}

// Report says what opening an index did.
type Report struct {
	Passages  int
	Embedded  int // vectors made now
	Unchanged int // vectors found in the cache
	Removed   int // vectors of texts no longer in the corpus, removed from the cache
	Bad       int // vectors in the cache that could not be used, and were made again
	// Notes are lines for the operator about what went wrong without stopping the index.
	Notes []string
}
