package lexical

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// index makes documents of "title | body" lines.
func index(lines ...string) *Index {
	var docs []Document
	for _, l := range lines {
		title, body, _ := strings.Cut(l, "|")
		docs = append(docs, Document{Title: strings.Fields(title), Body: strings.Fields(body)})
	}
	return New(docs)
}

// ask makes a clause of each word; alternatives have a slash between, the stems of one
// alternative a plus, and all but a clause's first are worth half.
func ask(s string) []Clause {
	var q []Clause
	for _, w := range strings.Fields(s) {
		var c Clause
		for i, a := range strings.Split(w, "/") {
			c = append(c, Alternative{Stems: strings.Split(a, "+"), Weight: 1 - 0.5*float64(min(i, 1))})
		}
		q = append(q, c)
	}
	return q
}

func found(ms []Match) string {
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "%d ", m.Doc)
	}
	return strings.TrimSpace(b.String())
}

func TestSearch(t *testing.T) {
	tests := []struct {
		name  string
		docs  []string
		query string
		want  string
	}{
		{"the rarer word counts more", []string{"|war war", "|war envoy", "|war peace", "|envoy"}, "peace envoy", "2 3 1"},
		{"a word twice counts more, but not twice", []string{"|gas", "|gas gas", "|gas air"}, "gas", "1 0 2"},
		{"a short passage before a long one", []string{"|gas a b c d e f", "|gas a b", "|x"}, "gas", "1 0"},
		{"a word in the title counts, less than in the body", []string{"gas|x", "|gas", "|x"}, "gas", "1 0"},
		{"equal scores in order of number", []string{"|gas", "|gas", "|x", "|gas"}, "gas", "0 1 3"},
		{"an alternative is worth its weight", []string{"|us envoy", "|america envoy", "|x", "|y"}, "us/america", "0 1"},
		{"the best alternative counts, not the sum", []string{"|us america", "|us us", "|x x", "|y y", "|america z"}, "us/america", "1 0 4"},
		{"stems in a row", []string{"|secur council", "|council secur", "|secur the council", "|x"}, "secur+council", "0"},
		{"nothing matches", []string{"|gas"}, "peace", ""},
		{"no query", []string{"|gas"}, "", ""},
		{"no documents", nil, "gas", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(index(tt.docs...).Search(ask(tt.query), 10)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The score of one word, by the formula of BM25F written out.
func TestScoreIsBM25F(t *testing.T) {
	x := index("gas|gas gas air", "|air air air air air")
	idf := math.Log(1 + (2-1+0.5)/(1+0.5))
	tf := 2/(1-0.6+0.6*3/4) + 0.3*1
	want := idf * tf * (1.2 + 1) / (1.2 + tf)
	if got := x.Scores(ask("gas"))[0]; math.Abs(got-want) > 1e-12 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestIDF(t *testing.T) {
	x := index("|secur council", "|secur", "|council secur")
	if a, b := x.IDF("council"), x.IDF("secur"); a <= b {
		t.Errorf("a rarer stem's IDF %v is not above %v", a, b)
	}
	if a, b := x.IDF("secur", "council"), x.IDF("council"); a <= b {
		t.Errorf("the IDF of stems in a row %v is not above %v", a, b)
	}
	if got := x.IDF("absent"); got < x.IDF("council") || math.IsInf(got, 0) {
		t.Errorf("an absent stem's IDF is %v", got)
	}
}

func TestWithin(t *testing.T) {
	x := index("war|gas", "war|air", "|gas air", "|x")
	for _, tt := range []struct {
		stems    string
		from, to int
		want     bool
	}{
		{"gas", 0, 1, true}, {"gas", 1, 2, false}, {"gas", 1, 3, true}, {"gas air", 0, 2, true},
		{"war", 0, 2, false}, {"gas", 3, 4, false}, {"gas", 2, 2, false},
	} {
		var ids []uint32
		for _, s := range strings.Fields(tt.stems) {
			id, ok := x.ID(s)
			if !ok {
				t.Fatalf("%q has no number", s)
			}
			ids = append(ids, id)
		}
		if got := x.Within(ids, tt.from, tt.to); got != tt.want {
			t.Errorf("%q within [%d,%d): %v", tt.stems, tt.from, tt.to, got)
		}
	}
}

func TestBestIsASort(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 200 {
		scores := make([]float64, r.Intn(60))
		var all []Match
		for i := range scores {
			scores[i] = float64(r.Intn(8))
			if scores[i] > 0 {
				all = append(all, Match{i, scores[i]})
			}
		}
		slices.SortStableFunc(all, func(a, b Match) int { return int(b.Score - a.Score) })
		n := r.Intn(20)
		if diff := cmp.Diff(found(all[:min(n, len(all))]), found(Best(scores, n))); diff != "" {
			t.Fatalf("the best %d of %v: %s", n, scores, diff)
		}
	}
}
