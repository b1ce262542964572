package retrieval

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval/embed"

	"github.com/google/go-cmp/cmp"
)

// corpusOf makes a corpus of one article with a passage for each text.
func corpusOf(texts ...string) *article.Corpus {
	a := &article.Article{Slug: "story", Title: "A story", Header: "Title: A story\n"}
	for i, s := range append([]string{a.Header}, texts...) {
		a.Passages = append(a.Passages, article.Passage{
			ID: fmt.Sprintf("story#%d", i), Number: i, Text: s, Article: a,
			Sentences: []article.Sentence{{Span: article.Span{End: len(s)}}},
		})
	}
	return &article.Corpus{Articles: []*article.Article{a}}
}

// counting is the offline embedder, which counts the texts that it is handed and can be
// told to fail or to misbehave.
type counting struct {
	*embed.Hash
	texts atomic.Int64
	fail  error
	size  int // when not 0, the length to cut vectors to
}

func (c *counting) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if c.fail != nil {
		return nil, c.fail
	}
	c.texts.Add(int64(len(texts)))
	vs, err := c.Hash.Embed(ctx, texts)
	for i := range vs {
		if c.size > 0 {
			vs[i] = vs[i][:c.size]
		}
	}
	return vs, err
}

func mustOpen(t testing.TB, c *article.Corpus, o Options) (*Index, Report) {
	t.Helper()
	x, r, err := Open(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return x, r
}

func TestOpenNeverEmbedsAnUnchangedPassageTwice(t *testing.T) {
	e := &counting{Hash: embed.New()}
	o := Options{Embedder: e, Cache: &memory{}, Prune: true}
	steps := []struct {
		name   string
		texts  []string
		want   Report
		handed int64
	}{
		{"at first", []string{"gas attack", "peace talks"}, Report{Passages: 3, Embedded: 3}, 3},
		{"again", []string{"gas attack", "peace talks"}, Report{Passages: 3, Unchanged: 3}, 3},
		{"one more", []string{"gas attack", "veto", "peace talks"}, Report{Passages: 4, Embedded: 1, Unchanged: 3}, 4},
		{"two gone", []string{"veto"}, Report{Passages: 2, Unchanged: 2, Removed: 2}, 4},
		{"one twice", []string{"veto", "oil", "oil"}, Report{Passages: 4, Embedded: 1, Unchanged: 2}, 5},
	}
	for _, s := range steps {
		_, got := mustOpen(t, corpusOf(s.texts...), o)
		if diff := cmp.Diff(s.want, got); diff != "" {
			t.Errorf("%s: %s", s.name, diff)
		}
		if e.texts.Load() != s.handed {
			t.Errorf("%s: %d texts embedded so far, want %d", s.name, e.texts.Load(), s.handed)
		}
	}
}

func TestOpenTellsItsProgress(t *testing.T) {
	var texts []string
	for i := range 2*batch + 5 {
		texts = append(texts, fmt.Sprintf("passage number %d", i))
	}
	var told []int
	mustOpen(t, corpusOf(texts...), Options{Progress: func(done, total int) {
		if total != len(texts)+1 {
			t.Errorf("a total of %d", total)
		}
		told = append(told, done)
	}})
	if want := []int{0, batch, 2 * batch, len(texts) + 1}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestOpenMakesDamagedVectorsAgain(t *testing.T) {
	inf := float32(math.Inf(1))
	damage := map[string]func(v []float32) []float32{
		"not a number":  func(v []float32) []float32 { return append([]float32{inf - inf}, v[1:]...) },
		"infinite":      func(v []float32) []float32 { return append([]float32{inf}, v[1:]...) },
		"all zero":      func(v []float32) []float32 { return make([]float32, len(v)) },
		"cut short":     func(v []float32) []float32 { return v[:7] },
		"empty":         func([]float32) []float32 { return nil },
		"twice as long": func(v []float32) []float32 { return append(slices.Clone(v), v...) },
	}
	c := corpusOf("gas attack", "peace talks", "veto power")
	for name, harm := range damage {
		t.Run(name, func(t *testing.T) {
			cache := &memory{}
			o := Options{Cache: cache}
			before, _ := mustOpen(t, c, o)
			key := slices.SortedFunc(maps.Keys(cache.vectors), func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) })[0]
			whole := cache.vectors[key]
			cache.vectors[key] = harm(whole)

			after, got := mustOpen(t, c, o)
			want := Report{Passages: 4, Embedded: 1, Unchanged: 3, Bad: 1, Notes: []string{"1 cached vectors were damaged and are made again"}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(whole, cache.vectors[key]); diff != "" {
				t.Error("the cache is not healed:", diff)
			}
			if diff := cmp.Diff(ranking(t, before, "gas"), ranking(t, after, "gas")); diff != "" {
				t.Error("the ranking changed:", diff)
			}
		})
	}
}

func TestOpenMakesAllAgainWhenTheEmbedderMakesAnotherLength(t *testing.T) {
	cache := &memory{}
	e := &counting{Hash: embed.New(), size: 9}
	mustOpen(t, corpusOf("gas attack", "peace talks"), Options{Embedder: e, Cache: cache})
	e.size = 11
	_, got := mustOpen(t, corpusOf("gas attack", "peace talks", "veto"), Options{Embedder: e, Cache: cache})
	want := Report{Passages: 4, Embedded: 4, Bad: 3,
		Notes: []string{"3 cached vectors have another length than footnote-hash-v1 makes now, and are made again"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// broken is a Cache whose every method fails.
type broken struct{}

var errDisk = errors.New("disk on fire")

func (broken) Get(context.Context, string, [][32]byte) (map[[32]byte][]float32, error) {
	return nil, errDisk
}
func (broken) Put(context.Context, string, map[[32]byte][]float32) error     { return errDisk }
func (broken) Prune(context.Context, string, map[[32]byte]bool) (int, error) { return 0, errDisk }

func TestOpenWorksWithoutItsCache(t *testing.T) {
	x, r := mustOpen(t, corpusOf("gas attack", "peace talks"), Options{Cache: broken{}, Prune: true})
	if r.Embedded != 3 || len(r.Notes) != 2 || !strings.Contains(r.Notes[0], errDisk.Error()) {
		t.Errorf("got %+v", r)
	}
	if got := ranking(t, x, "peace"); got[0] != "story#2" {
		t.Errorf("got %v", got)
	}
}

func TestOpenSearchesByWordsWhenTheEmbedderFails(t *testing.T) {
	down := errors.New("connection refused")
	x, r := mustOpen(t, corpusOf("gas attack", "peace talks"), Options{Embedder: &counting{Hash: embed.New(), fail: down}})
	if len(r.Notes) != 1 {
		t.Errorf("notes: %q", r.Notes)
	}
	got, err := x.Search(context.Background(), "peace talks", 5)
	if err != nil {
		t.Fatal(err)
	}
	if got.Degraded != "vector search is unavailable: connection refused" {
		t.Errorf("degraded: %q", got.Degraded)
	}
	if len(got.Hits) == 0 || got.Hits[0].Passage.ID != "story#2" || got.Hits[0].Vector != 0 {
		t.Errorf("got %+v", got.Hits)
	}
}

func TestOpenEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Open(ctx, corpusOf("gas"), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func ranking(t testing.TB, x *Index, question string) []string {
	t.Helper()
	r, err := x.Search(context.Background(), question, 100)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, h.Passage.ID)
	}
	return ids
}
