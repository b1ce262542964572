package verify

import (
	"sync"

	"footnote/internal/article"
)

// cacheSize is how many passages stay prepared; when there are more, all are dropped.
const cacheSize = 512

// cache keeps prepared passages, since the same few are retrieved again and again.
type cache struct {
	mu       sync.Mutex
	prepared map[*article.Passage]*prepared
}

func (v *Verifier) prepared(p *article.Passage) *prepared {
	v.cache.mu.Lock()
	out, ok := v.cache.prepared[p]
	v.cache.mu.Unlock()
	if ok {
		return out
	}
	out = prepare(p)
	v.cache.mu.Lock()
	defer v.cache.mu.Unlock()
	if v.cache.prepared == nil || len(v.cache.prepared) >= cacheSize {
		v.cache.prepared = make(map[*article.Passage]*prepared)
	}
	v.cache.prepared[p] = out
	return out
}
