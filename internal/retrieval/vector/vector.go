// Package vector owns the search by nearness of vectors. It is the one importer of
// chromem-go, which is kept in memory: vectors live on elsewhere, in the caller's cache.
package vector

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	chromem "github.com/philippgille/chromem-go"
)

// Match is a vector near the one searched for, by its number in the order given to New.
type Match struct {
	Doc        int
	Similarity float64 // cosine
}

// Store is vectors to search, all of one length. It is safe for concurrent use.
type Store struct {
	docs *chromem.Collection
	size int
}

// New makes a store of vectors, numbered from 0. A vector that Usable refuses is left
// out: it is near nothing.
func New(ctx context.Context, vectors [][]float32) (*Store, error) {
	docs, err := chromem.NewDB().CreateCollection("passages", nil, noEmbedding)
	if err != nil {
		return nil, fmt.Errorf("making the vector store: %w", err)
	}
	s := &Store{docs: docs}
	for i, v := range vectors {
		if s.size == 0 {
			s.size = len(v)
		}
		if !Usable(v, s.size) {
			continue
		}
		if err := docs.AddDocument(ctx, chromem.Document{ID: strconv.Itoa(i), Embedding: v}); err != nil {
			return nil, fmt.Errorf("storing vector %d: %w", i, err)
		}
	}
	return s, nil
}

// noEmbedding stands where chromem would otherwise call a model over the network.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors are made before they are stored")
}

// Usable reports whether v has the given length, and a direction: finite numbers, not
// all of them zero, whose squares single precision can add up.
func Usable(v []float32, size int) bool {
	if len(v) != size {
		return false
	}
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return sum > 1e-30 && sum < math.MaxFloat32 // false for a NaN, too
}

// Search returns the n vectors nearest to v, nearest first, equally near ones by
// number. It returns none for a v that is not Usable.
func (s *Store) Search(ctx context.Context, v []float32, n int) ([]Match, error) {
	// chromem returns ties in no order, and cuts them anywhere: ask for one more than
	// wanted, until what is cut off is further away than what is kept.
	if n <= 0 || !Usable(v, s.size) {
		return nil, nil
	}
	for ask := n + 1; ; ask *= 2 {
		ask = min(ask, s.docs.Count())
		if ask == 0 {
			return nil, nil
		}
		found, err := s.query(ctx, v, ask)
		if err != nil {
			return nil, err
		}
		if ask == s.docs.Count() || found[n-1].Similarity > found[ask-1].Similarity {
			return found[:min(n, len(found))], nil
		}
	}
}

func (s *Store) query(ctx context.Context, v []float32, n int) ([]Match, error) {
	found, err := s.docs.QueryEmbedding(ctx, v, n, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("searching vectors: %w", err)
	}
	if err := ctx.Err(); err != nil { // chromem stops early then, with what it has
		return nil, err
	}
	out := make([]Match, len(found))
	for i, r := range found {
		doc, err := strconv.Atoi(r.ID)
		if err != nil {
			return nil, fmt.Errorf("vector %q: %w", r.ID, err)
		}
		out[i] = Match{doc, float64(r.Similarity)}
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), a.Doc-b.Doc)
	})
	return out, nil
}
