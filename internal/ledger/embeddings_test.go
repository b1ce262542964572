package ledger_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
	"footnote/internal/retrieval"
)

var _ retrieval.Cache = (*ledger.Embeddings)(nil)

func key(s string) [32]byte { return sha256.Sum256([]byte(s)) }

func TestEmbeddings(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	vectors := map[[32]byte][]float32{key("a"): {1, -2.5, 0}, key("b"): {math.SmallestNonzeroFloat32, 3, 4}}

	db, err := ledger.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Embeddings().Put(ctx, "hash-v1", vectors); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	cache := openIn(t, dir).Embeddings()
	keys := [][32]byte{key("a"), key("b"), key("never put")}
	got, err := cache.Get(ctx, "hash-v1", keys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(vectors, got); diff != "" {
		t.Errorf("after reopening:\n%s", diff)
	}
	if got, err := cache.Get(ctx, "hash-v2", keys); len(got) != 0 || err != nil {
		t.Errorf("another embedder got %v, %v", got, err)
	}
}

func TestEmbeddingsReplaceAndPrune(t *testing.T) {
	ctx := context.Background()
	cache := open(t).Embeddings()
	put := func(embedder string, v map[[32]byte][]float32) {
		t.Helper()
		if err := cache.Put(ctx, embedder, v); err != nil {
			t.Fatal(err)
		}
	}
	many := map[[32]byte][]float32{}
	var keys [][32]byte
	for i := range 1234 {
		k := key(strconv.Itoa(i))
		keys = append(keys, k)
		many[k] = []float32{float32(i)}
	}
	put("e", many)
	put("e", map[[32]byte][]float32{keys[7]: {-7}})
	put("other", map[[32]byte][]float32{keys[8]: {8}})

	removed, err := cache.Prune(ctx, "e", map[[32]byte]bool{keys[7]: true, keys[9]: true})
	if err != nil || removed != 1232 {
		t.Fatalf("Prune: %d, %v, want 1232", removed, err)
	}
	got, err := cache.Get(ctx, "e", keys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[[32]byte][]float32{keys[7]: {-7}, keys[9]: {9}}, got); diff != "" {
		t.Error(diff)
	}
	if got, _ := cache.Get(ctx, "other", keys); len(got) != 1 {
		t.Error("pruning one embedder took another's vectors")
	}
}

func TestEmbeddingsNeverKeepWhatIsNoVector(t *testing.T) {
	ctx := context.Background()
	cache := open(t).Embeddings()
	bad := map[[32]byte][]float32{
		key("empty"): {}, key("nan"): {1, float32(math.NaN())}, key("inf"): {float32(math.Inf(-1))},
	}
	if err := cache.Put(ctx, "e", bad); err != nil {
		t.Fatal(err)
	}
	if got, err := cache.Get(ctx, "e", [][32]byte{key("empty"), key("nan"), key("inf")}); len(got) != 0 || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestEmbeddingsDamage changes stored vectors behind the cache's back, each in its own
// way: every one is left out, none is an error, and the next Put mends it.
func TestEmbeddingsDamage(t *testing.T) {
	ctx := context.Background()
	for _, damage := range []string{
		`UPDATE embedding SET vector = x'00000000' || substr(vector, 5)`,
		`UPDATE embedding SET vector = substr(vector, 1, 4)`,
		`UPDATE embedding SET vector = substr(vector, 1, 7)`,
		`UPDATE embedding SET vector = x''`,
		`UPDATE embedding SET vector = x'0000c07f0000c07f'`, // NaN, NaN
		`UPDATE embedding SET vector = 'text'`,
		`UPDATE embedding SET checksum = checksum + 1`,
		`UPDATE embedding SET checksum = -1`,
		`UPDATE embedder SET name = 'e' WHERE name = 'old'`,
	} {
		t.Run(damage, func(t *testing.T) {
			dir := t.TempDir()
			cache := openIn(t, dir).Embeddings()
			good := map[[32]byte][]float32{key("a"): {1, 2}}
			embedder := "e"
			if err := cache.Put(ctx, "old", good); err != nil {
				t.Fatal(err)
			}
			raw(t, dir, damage)
			if got, err := cache.Get(ctx, embedder, [][32]byte{key("a")}); len(got) != 0 || err != nil {
				t.Fatalf("got %v, %v", got, err)
			}
			if err := cache.Put(ctx, embedder, good); err != nil {
				t.Fatal(err)
			}
			got, err := cache.Get(ctx, embedder, [][32]byte{key("a")})
			if diff := cmp.Diff(good, got); diff != "" || err != nil {
				t.Errorf("not mended: %v\n%s", err, diff)
			}
		})
	}
}

func BenchmarkEmbeddings(b *testing.B) {
	ctx := context.Background()
	const n, dimensions = 10_000, 256
	vectors, keys := make(map[[32]byte][]float32, n), make([][32]byte, n)
	for i := range keys {
		binary.LittleEndian.PutUint64(keys[i][:], uint64(i))
		keys[i] = sha256.Sum256(keys[i][:])
		vectors[keys[i]] = make([]float32, dimensions)
	}
	b.Run("put10k", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			cache := open(b).Embeddings()
			b.StartTimer()
			if err := cache.Put(ctx, "e", vectors); err != nil {
				b.Fatal(err)
			}
		}
	})
	cache := open(b).Embeddings()
	if err := cache.Put(ctx, "e", vectors); err != nil {
		b.Fatal(err)
	}
	b.Run("get10k", func(b *testing.B) {
		for b.Loop() {
			if got, err := cache.Get(ctx, "e", keys); len(got) != n || err != nil {
				b.Fatal(len(got), err)
			}
		}
	})
}
