// Package embed owns the offline embedder: words and pieces of words hashed into a
// fixed number of dimensions. It needs no model, no download and no corpus, so that a
// text's vector depends on nothing but the text. It never ranks.
package embed

import (
	"context"
	"math"
	"sync"

	"footnote/internal/text"
)

// The shape of a vector. A change of any of these is a change of Name.
const (
	name       = "footnote-hash-v1"
	dimensions = 128
	gram       = 3 // letters in a piece of a word, its marked ends included
	pieces     = 1 // the worth of all of a word's pieces beside the word itself
)

// Hash embeds a text as the sum of its words' directions, each a few dimensions picked
// by a hash of the word's stem and of its pieces, so that a mistyped word still points
// most of its way.
type Hash struct {
	mu    sync.Mutex
	stems map[string]string // of the words embedded so far
}

// New returns an embedder; it is safe for concurrent use.
func New() *Hash { return &Hash{stems: map[string]string{}} }

// Name identifies the embedder and its version.
func (h *Hash) Name() string { return name }

// Embed returns a unit vector for each text; a zero vector for a text without words.
func (h *Hash) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([][]float32, len(texts))
	for i, s := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = vector(text.TokensWith(s, h.stem), func(string) float64 { return 1 })
	}
	return out, nil
}

// EmbedQuery embeds a query with each word weighted, by its rarity in the corpus for
// example. Documents are not weighted: their vectors must outlive the corpus.
func (h *Hash) EmbedQuery(query string, weight func(stem string) float64) []float32 {
	return vector(text.Tokens(query), weight)
}

func (h *Hash) stem(fold string) string {
	s, ok := h.stems[fold]
	if !ok {
		s = text.Stem(fold)
		h.stems[fold] = s
	}
	return s
}

func vector(tokens []text.Token, weight func(stem string) float64) []float32 {
	counts := map[string]int{}
	folds := map[string]string{}
	var order []string
	for _, t := range tokens {
		if t.Stop {
			continue
		}
		if counts[t.Stem]++; counts[t.Stem] == 1 {
			order = append(order, t.Stem)
			folds[t.Stem] = t.Fold
		}
	}
	v := make([]float32, dimensions)
	for _, s := range order {
		w := weight(s) * (1 + math.Log(float64(counts[s])))
		addWord(v, s, folds[s], w)
	}
	normalise(v)
	return v
}

func addWord(v []float32, stem, fold string, weight float64) {
	add(v, hash("w", stem), weight)
	marked := "<" + fold + ">"
	n := max(1, len(marked)-gram+1)
	each := weight * pieces / math.Sqrt(float64(n))
	for i := range n {
		add(v, hash("g", marked[i:min(i+gram, len(marked))]), each)
	}
}

// add spreads a feature over four dimensions with signs, which halves the noise of
// collisions that one dimension would have.
func add(v []float32, h uint64, weight float64) {
	w := float32(weight / 2)
	for range 4 {
		i := h % dimensions
		if h>>15&1 == 0 {
			v[i] += w
		} else {
			v[i] -= w
		}
		h >>= 16
	}
}

// hash is FNV-1a of kind and s, with a finishing mix (MurmurHash3's) since FNV's high
// bits are weak for short strings.
func hash(kind, s string) uint64 {
	h := uint64(14695981039346656037)
	for _, part := range [2]string{kind, s} {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func normalise(v []float32) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	k := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= k
	}
}
