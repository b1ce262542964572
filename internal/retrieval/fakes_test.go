package retrieval

import (
	"context"
	"maps"
	"sync"
)

// memory is a Cache that lasts as long as the test.
type memory struct {
	mu      sync.Mutex
	vectors map[[32]byte][]float32
}

func (m *memory) Get(_ context.Context, _ string, keys [][32]byte) (map[[32]byte][]float32, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[[32]byte][]float32{}
	for _, k := range keys {
		if v, ok := m.vectors[k]; ok {
			out[k] = v
		}
	}
	return out, nil
}

func (m *memory) Put(_ context.Context, _ string, vectors map[[32]byte][]float32) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.vectors == nil {
		m.vectors = map[[32]byte][]float32{}
	}
	maps.Copy(m.vectors, vectors)
	return nil
}

func (m *memory) Prune(_ context.Context, _ string, keep map[[32]byte]bool) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.vectors)
	maps.DeleteFunc(m.vectors, func(k [32]byte, _ []float32) bool { return !keep[k] })
	return before - len(m.vectors), nil
}
