package verify

import (
	"sync"

	"footnote/internal/article"
	"footnote/internal/text"
)

// How much stays cached; when there is more, all of it is dropped.
const (
	cachedPassages = 512
	cachedStems    = 1 << 15
)

// cache keeps prepared passages, since the same few are retrieved again and again, and the
// stems of words, since they are most of the work.
type cache struct {
	mu       sync.RWMutex
	prepared map[*article.Passage]*prepared
	stems    map[string]string
}

func (v *Verifier) prepared(p *article.Passage) *prepared {
	c := &v.cache
	c.mu.RLock()
	out, ok := c.prepared[p]
	c.mu.RUnlock()
	if ok {
		return out
	}
	out = v.prepare(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.prepared == nil || len(c.prepared) >= cachedPassages {
		c.prepared = make(map[*article.Passage]*prepared)
	}
	c.prepared[p] = out
	return out
}

// stem is text.Stem, remembered.
func (v *Verifier) stem(fold string) string {
	c := &v.cache
	c.mu.RLock()
	out, ok := c.stems[fold]
	c.mu.RUnlock()
	if ok {
		return out
	}
	out = text.Stem(fold)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stems == nil || len(c.stems) >= cachedStems {
		c.stems = make(map[string]string)
	}
	c.stems[fold] = out
	return out
}
