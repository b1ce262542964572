package vector

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
)

func open(t *testing.T, vectors ...[]float32) *Store {
	t.Helper()
	s, err := New(context.Background(), vectors)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func search(t *testing.T, s *Store, v []float32, n int) string {
	t.Helper()
	ms, err := s.Search(context.Background(), v, n)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "%d:%.2f ", m.Doc, m.Similarity)
	}
	return strings.TrimSpace(b.String())
}

var nan = float32(math.NaN())

func TestSearch(t *testing.T) {
	vectors := [][]float32{{1, 0}, {0, 3}, {3, 4}, {-2, 0}}
	tests := []struct {
		name    string
		vectors [][]float32
		query   []float32
		n       int
		want    string
	}{
		{"nearest first, by direction alone", vectors, []float32{5, 0}, 4, "0:1.00 2:0.60 1:0.00 3:-1.00"},
		{"at most n", vectors, []float32{0, 1}, 2, "1:1.00 2:0.80"},
		{"more asked for than there are", vectors, []float32{0, 1}, 99, "1:1.00 2:0.80 0:0.00 3:0.00"},
		{"none asked for", vectors, []float32{0, 1}, 0, ""},
		{"a query without direction", vectors, []float32{0, 0}, 2, ""},
		{"a query of another length", vectors, []float32{1, 0, 0}, 2, ""},
		{"a query that is not a number", vectors, []float32{nan, 1}, 2, ""},
		{"unusable vectors are near nothing", [][]float32{{0, 1}, {0, 0}, {nan, 1}, nil, {1}, {0, 2}}, []float32{0, 1}, 9, "0:1.00 5:1.00"},
		{"no vectors", nil, []float32{0, 1}, 3, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := search(t, open(t, tt.vectors...), tt.query, tt.n); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The library returns ties in no order and cuts them anywhere; a ranking must not.
func TestTiesComeInOrder(t *testing.T) {
	vectors := [][]float32{{0, 1}}
	for range 200 {
		vectors = append(vectors, []float32{1, 0})
	}
	s := open(t, vectors...)
	for range 20 {
		if got := search(t, s, []float32{1, 0}, 3); got != "1:1.00 2:1.00 3:1.00" {
			t.Fatalf("got %q", got)
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := open(t, []float32{1, 0}).Search(ctx, []float32{1, 0}, 1); err == nil {
		t.Error("a search without time left found something")
	}
}

func TestUsable(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, tt := range []struct {
		v    []float32
		size int
		want bool
	}{
		{[]float32{0, 1}, 2, true}, {[]float32{0, 1}, 3, false}, {[]float32{0, 0}, 2, false},
		{[]float32{nan, 1}, 2, false}, {[]float32{inf, 1}, 2, false}, {nil, 0, false},
		{[]float32{math.MaxFloat32, math.MaxFloat32}, 2, false}, {[]float32{1e-40, 0}, 2, false},
	} {
		if got := Usable(tt.v, tt.size); got != tt.want {
			t.Errorf("Usable(%v, %d) = %v", tt.v, tt.size, got)
		}
	}
}
