package retrieval

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

var fit = flag.Bool("fit", false, "fit the weights again, print them, and what each feature is worth")

var featureNames = [featureCount]string{
	"fLexical", "fVector", "fSentence", "fNames", "fNamesNear", "fWords", "fWordsNear",
	"fLight", "fLightNear", "fNumbersNear", "fRuns", "fClose", "fDate", "fCount", "fArticle",
	"fTitle", "fHeader", "fMeta", "fLength",
}

// example is a question's candidates.
type example struct {
	article string
	rows    []row
}

// row is a candidate, and whether it is right.
type row struct {
	features
	candidate
	right bool
}

func (r row) score(w *features) float64 { return r.features.score(w) }

func examples(x *Index, qs []question) []example {
	var out []example
	for _, q := range qs {
		ex := example{article: q.article()}
		u := x.understand(q.Question)
		near, err := x.nearest(context.Background(), q.Question)
		if err != nil {
			panic(err)
		}
		e := x.evidence(u)
		for _, c := range e.rank(e.candidates(near)) {
			ex.rows = append(ex.rows, row{e.features(c), c, q.right(x.passages[c.doc])})
		}
		slices.SortFunc(ex.rows, func(a, b row) int { return a.doc - b.doc })
		out = append(out, ex)
	}
	return out
}

// ranked ranks every example's candidates by score; equal ones by document.
func ranked(exs []example, score func(row) float64) tally {
	var t tally
	for _, ex := range exs {
		order := slices.Clone(ex.rows)
		slices.SortStableFunc(order, func(a, b row) int { return cmp.Compare(score(b), score(a)) })
		t.add(1 + slices.IndexFunc(order, func(r row) bool { return r.right && score(r) != 0 }))
	}
	return t
}

// fitWeights finds weights that make the right candidates likely: gradient descent
// (Adam) on the softmax of their scores, a listwise loss, with a small L2 penalty. It
// draws nothing at random. Features not in use stay at 0.
func fitWeights(exs []example, use func(i int) bool) features {
	const epochs, group, rate, decay = 12, 64, 0.05, 1e-4
	var w, mean, square features
	steps := epochs * (len(exs)/group + 1)
	for step := 1; step <= steps; step++ {
		var g features
		for i := range group { // a prime apart, so that a group is of many articles
			exs[(step*group+i)*7919%len(exs)].gradient(&w, &g)
		}
		left := 1 - float64(step)/float64(steps+1)
		for i := range w {
			if !use(i) {
				continue
			}
			d := g[i]/group + decay*w[i]
			mean[i] = 0.9*mean[i] + 0.1*d
			square[i] = 0.999*square[i] + 0.001*d*d
			m := mean[i] / (1 - math.Pow(0.9, float64(step)))
			s := square[i] / (1 - math.Pow(0.999, float64(step)))
			w[i] -= rate * left * m / (math.Sqrt(s) + 1e-8)
		}
	}
	return w
}

// gradient adds an example's to g.
func (ex example) gradient(w, g *features) {
	p := make([]float64, len(ex.rows))
	top := math.Inf(-1)
	for i, r := range ex.rows {
		p[i] = r.score(w)
		top = max(top, p[i])
	}
	all, right := 0.0, 0.0
	for i, r := range ex.rows {
		p[i] = math.Exp(p[i] - top)
		all += p[i]
		if r.right {
			right += p[i]
		}
	}
	if right == 0 {
		return
	}
	for i, r := range ex.rows {
		d := p[i] / all
		if r.right {
			d -= p[i] / right
		}
		for j, v := range r.features {
			g[j] += d * v
		}
	}
}

// crossValidate ranks each article's questions by weights fitted on all the others'.
func crossValidate(exs []example, use func(i int) bool) tally {
	by := map[string][]example{}
	for _, ex := range exs {
		by[ex.article] = append(by[ex.article], ex)
	}
	var t tally
	for _, a := range slices.Sorted(maps.Keys(by)) {
		others := slices.DeleteFunc(slices.Clone(exs), func(ex example) bool { return ex.article == a })
		w := fitWeights(others, use)
		t = t.plus(ranked(by[a], func(r row) float64 { return r.score(&w) }))
	}
	return t
}

// TestFitWeights prints the weights for rerank.go, and the table of what the ranking
// loses without each feature:
//
//	go test ./internal/retrieval -run FitWeights -fit -v
func TestFitWeights(t *testing.T) {
	if !*fit {
		t.Skip("fits only when asked to, with -fit")
	}
	x, qs := openSquad(t, Options{})
	exs := examples(x, qs)
	all := func(i int) bool { return i != fMeta }
	t.Log(header)
	crossValidate(exs, all).log(t, "all, by articles left out")
	for i, name := range featureNames {
		if all(i) {
			crossValidate(exs, func(j int) bool { return all(j) && j != i }).log(t, "without "+name)
		}
	}
	var b strings.Builder
	for i, v := range fitWeights(exs, all) {
		fmt.Fprintf(&b, "\t%s: %.2f,\n", featureNames[i], v)
	}
	t.Log("\n" + b.String())
}
