package retrieval

import (
	"context"
	"crypto/sha256"
	"fmt"

	"footnote/internal/article"
	"footnote/internal/retrieval/vector"
)

// batch is how many texts an embedder is handed at once: few enough for a slow server's
// time-out and for progress to be seen, many enough to be quick.
const batch = 64

// embedding is the making of every passage's vector.
type embedding struct {
	Options
	texts  map[[32]byte]string
	keys   [][32]byte // each passage's
	known  map[[32]byte][]float32
	size   int // length of the known vectors; 0: none known yet
	report *Report
}

// vectors returns a store of every passage's vector, from the cache where it can and
// from the embedder where it must. A cache that fails costs time, not the store.
func vectors(ctx context.Context, passages []*article.Passage, o Options, r *Report) (*vector.Store, error) {
	e := &embedding{Options: o, texts: map[[32]byte]string{}, known: map[[32]byte][]float32{}, report: r}
	for _, p := range passages {
		t := embeddable(p)
		k := sha256.Sum256([]byte(t))
		e.keys = append(e.keys, k)
		e.texts[k] = t
	}
	e.recall(ctx)
	if err := e.complete(ctx); err != nil {
		return nil, err
	}
	e.prune(ctx)
	all := make([][]float32, len(e.keys))
	for i, k := range e.keys {
		all[i] = e.known[k]
	}
	return vector.New(ctx, all)
}

// embeddable is the text that stands for a passage: the passage under its title.
func embeddable(p *article.Passage) string {
	if p.Number == 0 || p.Article.Title == "" {
		return p.Text
	}
	return p.Article.Title + "\n\n" + p.Text
}

// recall takes from the cache the vectors that can be used.
func (e *embedding) recall(ctx context.Context) {
	if e.Cache == nil {
		return
	}
	cached, err := e.Cache.Get(ctx, e.Embedder.Name(), e.keys)
	if err != nil {
		e.note("the vector cache can't be read, so every passage is embedded again: %v", err)
		return
	}
	e.size = commonLength(cached)
	for k, v := range cached {
		if e.texts[k] == "" {
			continue
		}
		if vector.Usable(v, e.size) {
			e.known[k] = v
		} else {
			e.report.Bad++
		}
	}
	e.report.Unchanged = len(e.known)
	if e.report.Bad > 0 {
		e.note("%d cached vectors were damaged and are made again", e.report.Bad)
	}
}

// commonLength is the length that most vectors have; of two as common, the smaller.
func commonLength(vectors map[[32]byte][]float32) int {
	counts := map[int]int{}
	for _, v := range vectors {
		counts[len(v)]++
	}
	best := 0
	for n, c := range counts {
		if c > counts[best] || c == counts[best] && n < best {
			best = n
		}
	}
	return best
}

// complete makes the vectors that are missing, and caches them batch by batch, so that
// what was made before a failure is kept.
func (e *embedding) complete(ctx context.Context) error {
	missing := e.missing()
	total := len(missing)
	for len(missing) > 0 {
		e.progress(total-len(missing), total)
		n := min(batch, len(missing))
		made, err := e.embed(ctx, missing[:n])
		if err != nil {
			return err
		}
		missing = missing[n:]
		if size := commonLength(made); size != 0 && size != e.size {
			missing = append(missing, e.forget(size)...)
			total = len(missing) + n
		}
		e.add(ctx, made)
	}
	e.progress(total, total)
	return nil
}

// missing is the keys without a vector, each once, in the passages' order.
func (e *embedding) missing() [][32]byte {
	var out [][32]byte
	seen := map[[32]byte]bool{}
	for _, k := range e.keys {
		if e.known[k] == nil && !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	return out
}

// forget drops the known vectors, whose length the embedder no longer makes, and
// returns their keys in the passages' order.
func (e *embedding) forget(size int) [][32]byte {
	old := e.known
	e.known, e.size = map[[32]byte][]float32{}, size
	var out [][32]byte
	for _, k := range e.keys {
		if old[k] != nil {
			delete(old, k)
			out = append(out, k)
		}
	}
	if len(out) > 0 {
		e.note("%d cached vectors have another length than %s makes now, and are made again", len(out), e.Embedder.Name())
	}
	e.report.Unchanged = 0
	e.report.Bad += len(out)
	return out
}

// embed makes the vectors of some texts; one that is no direction is left out.
func (e *embedding) embed(ctx context.Context, keys [][32]byte) (map[[32]byte][]float32, error) {
	texts := make([]string, len(keys))
	for i, k := range keys {
		texts[i] = e.texts[k]
	}
	made, err := e.Embedder.Embed(ctx, texts)
	if err != nil {
		return nil, err
	}
	if len(made) != len(texts) {
		return nil, fmt.Errorf("%s gave %d vectors for %d texts", e.Embedder.Name(), len(made), len(texts))
	}
	out := make(map[[32]byte][]float32, len(made))
	for i, v := range made {
		if vector.Usable(v, len(v)) {
			out[keys[i]] = v
		}
	}
	return out, nil
}

// add takes made vectors in, and caches them.
func (e *embedding) add(ctx context.Context, made map[[32]byte][]float32) {
	for k, v := range made {
		e.known[k] = v
	}
	e.report.Embedded += len(made)
	if e.Cache == nil || len(made) == 0 {
		return
	}
	if err := e.Cache.Put(ctx, e.Embedder.Name(), made); err != nil {
		e.note("new vectors can't be cached, so they are made again at the next start: %v", err)
		e.Cache = nil
	}
}

// prune forgets cached vectors of texts that the corpus no longer has.
func (e *embedding) prune(ctx context.Context) {
	if e.Cache == nil || !e.Prune {
		return
	}
	keep := make(map[[32]byte]bool, len(e.keys))
	for _, k := range e.keys {
		keep[k] = true
	}
	n, err := e.Cache.Prune(ctx, e.Embedder.Name(), keep)
	if err != nil {
		e.note("old vectors can't be removed from the cache: %v", err)
	}
	e.report.Removed = n
}

func (e *embedding) progress(done, total int) {
	if e.Progress != nil && total > 0 {
		e.Progress(done, total)
	}
}

func (e *embedding) note(format string, args ...any) {
	e.report.Notes = append(e.report.Notes, fmt.Sprintf(format, args...))
}
