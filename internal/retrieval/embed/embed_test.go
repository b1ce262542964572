package embed

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func one(t *testing.T, s string) []float32 {
	t.Helper()
	vs, err := New().Embed(context.Background(), []string{s})
	if err != nil || len(vs) != 1 {
		t.Fatalf("%d vectors, %v", len(vs), err)
	}
	return vs[0]
}

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// Vectors are kept across runs under Name: when this test fails, the name must change.
func TestVectorsOfThisVersionNeverChange(t *testing.T) {
	h := sha256.New()
	for _, x := range one(t, "Tillerson met Lavrov in Moscow; the U.S. envoy's talks, talks, talks.") {
		fmt.Fprintf(h, "%.5f ", x)
	}
	got := fmt.Sprintf("%s %x", New().Name(), h.Sum(nil)[:8])
	if want := "footnote-hash-v1 88f52e1d0edbfb04"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEmbedGivesUnitVectors(t *testing.T) {
	for _, s := range []string{"gas", "gas attack", "日本", "a very long word: " + fmt.Sprint(make([]int, 500))} {
		v := one(t, s)
		if len(v) != dimensions {
			t.Fatalf("%q: %d dimensions", s, len(v))
		}
		if n := math.Sqrt(cosine(v, v)); math.Abs(n-1) > 1e-5 {
			t.Errorf("%q has length %v", s, n)
		}
	}
	for _, s := range []string{"", "the of and", "… !"} {
		if v := one(t, s); cosine(v, v) != 0 {
			t.Errorf("%q, without content, has a direction", s)
		}
	}
}

func TestATextsVectorDependsOnNothingElse(t *testing.T) {
	e := New()
	alone := one(t, "chemical attack")
	vs, err := e.Embed(context.Background(), []string{"peace talks", "chemical attack", "", "chemical attack"})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 3} {
		if diff := cmp.Diff(alone, vs[i]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNearness(t *testing.T) {
	for _, tt := range []struct{ text, near, far string }{
		{"Tillerson", "tilerson", "Putin"},
		{"Shayrat air base", "shyrat airbase", "Security Council"},
		{"they attacked", "attacks", "diplomacy"},
		{"gas attack in Syria", "attack", "election"},
	} {
		v := one(t, tt.text)
		if near, far := cosine(v, one(t, tt.near)), cosine(v, one(t, tt.far)); near < far+0.2 {
			t.Errorf("%q: %q at %.2f, %q at %.2f", tt.text, tt.near, near, tt.far, far)
		}
	}
}

func TestQueryWeights(t *testing.T) {
	q := New().EmbedQuery("Tillerson attack", func(stem string) float64 {
		if stem == "attack" {
			return 0.1
		}
		return 5
	})
	if a, b := cosine(q, one(t, "Tillerson")), cosine(q, one(t, "attack")); a < b+0.5 {
		t.Errorf("the heavy word is at %.2f, the light one at %.2f", a, b)
	}
}

func TestEmbedConcurrently(t *testing.T) {
	e := New()
	want := one(t, "chemical attack in Syria")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			vs, err := e.Embed(context.Background(), []string{"chemical attack in Syria"})
			if err != nil || !cmp.Equal(want, vs[0]) {
				t.Errorf("got another vector, %v", err)
			}
		})
	}
	wg.Wait()
}

func TestEmbedEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New().Embed(ctx, []string{"gas"}); err == nil {
		t.Error("embedded without time left")
	}
}
