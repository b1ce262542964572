package verify

import (
	"slices"
	"sync"
	"testing"

	"footnote/internal/article"
)

func prepared1(s string) *prepared { return New(nil).prepare(article.Loose("a", s)) }

func TestPrepareCutsSentences(t *testing.T) {
	p := prepared1("Russia blocked it. Haley called on Moscow.")
	if len(p.sentences) != 2 || p.sentences[0].negates {
		t.Fatalf("sentences are %+v", p.sentences)
	}
	if got := p.sentences[1].phrase(p.sentences[1].words()); got != "Haley called on Moscow" {
		t.Errorf("the second sentence is %q", got)
	}
	bare := New(nil).prepare(&article.Passage{Text: "No sentences are known. Not one."})
	if len(bare.sentences) != 1 || !bare.sentences[0].negates {
		t.Errorf("a passage without sentences has %+v", bare.sentences)
	}
	wrong := New(nil).prepare(&article.Passage{Text: "Short.", Sentences: []article.Sentence{{Span: article.Span{Start: -3, End: 900}}}})
	if len(wrong.sentences) != 1 {
		t.Errorf("a passage with a wrong sentence has %+v", wrong.sentences)
	}
	if empty := prepared1(""); len(empty.sentences) != 0 {
		t.Errorf("an empty passage has %+v", empty.sentences)
	}
}

func TestBest(t *testing.T) {
	p := prepared1("alpha beta gamma delta alpha epsilon zeta eta theta beta")
	for _, tt := range []struct {
		keys   []string
		window int32
		want   int
	}{
		{nil, 5, 0},
		{[]string{"alpha"}, 5, 1},
		{[]string{"alpha", "beta"}, 2, 2},
		{[]string{"alpha", "theta"}, 5, 2},
		{[]string{"alpha", "theta"}, 4, 1},
		{[]string{"gamma", "beta", "eta"}, 3, 2},
		{[]string{"omega"}, 5, 0},
	} {
		if got := p.best(cutKeys(tt.keys), tt.window); got != tt.want {
			t.Errorf("best(%q, %d) = %d, want %d", tt.keys, tt.window, got, tt.want)
		}
	}
}

func cutKeys(ws []string) []string {
	var out []string
	for _, w := range ws {
		out = append(out, cut(w)[0].key)
	}
	return out
}

func TestTogether(t *testing.T) {
	p := []*prepared{prepared1("alpha beta gamma delta epsilon"), prepared1("zeta alpha zeta")}
	for _, tt := range []struct {
		a, b   string
		within int32
		want   bool
	}{
		{"alpha", "beta", 1, true}, {"beta", "alpha", 1, true}, {"alpha", "epsilon", 3, false}, {"alpha", "epsilon", 4, true},
		{"alpha", "zeta", 1, true}, {"alpha", "alpha", 9, false}, {"zeta", "zeta", 2, true}, {"beta", "zeta", 9, false},
	} {
		if got := together(p, cut(tt.a)[0].key, cut(tt.b)[0].key, tt.within); got != tt.want {
			t.Errorf("together(%s, %s, %d) = %v", tt.a, tt.b, tt.within, got)
		}
	}
}

func TestOverlaps(t *testing.T) {
	p := prepared1("Russia blocked the effort. Haley praised the Russian effort. Nothing else.")
	if got := p.overlaps(cut("The effort of Russia was blocked, Russia said.")); !slices.Equal(got, []int{3, 2, 0}) {
		t.Errorf("overlaps are %v", got)
	}
	if got := prepared1("").overlaps(cut("anything")); len(got) != 0 {
		t.Errorf("with nothing: %v", got)
	}
}

func TestHolds(t *testing.T) {
	p := []*prepared{prepared1("One diplomat praised Tillerson on 5 May.")}
	for s, want := range map[string]bool{
		"diplomats": true, "diplomacy": true, "5": true, "1": true, "may": true, "6": false, "war": false,
		"in Tillerman": false, "of Tillerson": true,
	} {
		ws := cut(s)
		if got := holds(ws[len(ws)-1], p); got != want {
			t.Errorf("holds(%q) = %v", s, got)
		}
	}
}

func TestTelling(t *testing.T) {
	for s, want := range map[string]bool{
		"the": false, "the of": false, "Assad": false, "the war": true, "Leroy Wright": true, "": false, "…": false, "a B3": true,
	} {
		if got := telling(s); got != want {
			t.Errorf("telling(%q) = %v", s, got)
		}
	}
}

// TestCacheIsBounded and shared: many passages through one verifier, from many goroutines.
func TestCacheIsBounded(t *testing.T) {
	v := New(nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range cachedPassages {
				p := article.Loose("a", "Haley called on Moscow to stop.")
				_, verdict := v.Claim(Draft{"Haley called on Moscow to stop.", []Quote{{1, "called on Moscow to stop"}}}, []*article.Passage{p})
				if !verdict.Supported {
					t.Errorf("round %d: %q", i, verdict.Reasons)
				}
			}
		})
	}
	wg.Wait()
	if n := len(v.cache.prepared); n > cachedPassages {
		t.Errorf("%d passages are cached", n)
	}
	for i := range cachedStems + 10 {
		v.stem(string(rune('a'+i%26)) + string(rune(0x400+i)))
	}
	if n := len(v.cache.stems); n > cachedStems {
		t.Errorf("%d stems are cached", n)
	}
}

// TestCacheTellsPassagesApart: a passage read anew is another, even under the same id.
func TestCacheTellsPassagesApart(t *testing.T) {
	v := New(nil)
	before := &article.Passage{ID: "a#1", Text: "Haley called on Moscow to stop."}
	after := &article.Passage{ID: "a#1", Text: "Haley called on Tehran to stop."}
	for p, claim := range map[*article.Passage]string{before: "Haley called on Moscow to stop.", after: "Haley called on Tehran to stop."} {
		if _, verdict := v.Claim(Draft{claim, []Quote{{1, p.Text}}}, []*article.Passage{p}); !verdict.Supported {
			t.Errorf("%q: %q", claim, verdict.Reasons)
		}
	}
}
