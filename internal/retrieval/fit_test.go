package retrieval

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

var drop = flag.Bool("drop", false, "x")

var fit = flag.Bool("fit", false, "fit the weights again and print them, with what they are worth on articles left out")

// example is a question's candidates, as features, and which of them are right.
type example struct {
	article string
	rows    []features
	right   []bool
}

func examples(x *Index, qs []question) []example {
	var out []example
	for _, q := range qs {
		ex := example{article: q.article()}
		u := x.understand(q.Question)
		near, _ := x.nearest(context.Background(), q.Question)
		e := x.evidence(u)
		for _, c := range e.rank(x.candidates(u, near)) {
			ex.rows = append(ex.rows, e.features(c))
			ex.right = append(ex.right, q.right(x.passages[c.doc]))
		}
		out = append(out, ex)
	}
	return out
}

// fitWeights finds weights that make the right candidates likely: gradient descent
// (Adam) on the softmax of their scores, a listwise loss, with a small L2 penalty. It
// draws nothing at random. Features not in use stay at 0.
func fitWeights(exs []example, use func(i int) bool) features {
	const rounds, rate, decay = 100, 0.15, 2e-4
	var w, mean, square features
	for round := 1; round <= rounds; round++ {
		var g features
		n := 0.0
		for _, ex := range exs {
			n += ex.gradient(&w, &g)
		}
		step := rate * (1 - float64(round)/(rounds+1))
		for i := range w {
			if !use(i) {
				continue
			}
			d := g[i]/n + decay*w[i]
			mean[i] = 0.9*mean[i] + 0.1*d
			square[i] = 0.99*square[i] + 0.01*d*d
			m := mean[i] / (1 - math.Pow(0.9, float64(round)))
			s := square[i] / (1 - math.Pow(0.99, float64(round)))
			w[i] -= step * m / (math.Sqrt(s) + 1e-8)
		}
	}
	return w
}

// gradient adds an example's to g and returns 1, or 0 when it has no right candidate.
func (ex example) gradient(w, g *features) float64 {
	if !slices.Contains(ex.right, true) {
		return 0
	}
	p := make([]float64, len(ex.rows))
	top := math.Inf(-1)
	for i, r := range ex.rows {
		p[i] = r.score(w)
		top = max(top, p[i])
	}
	all, right := 0.0, 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		all += p[i]
		if ex.right[i] {
			right += p[i]
		}
	}
	for i, r := range ex.rows {
		d := p[i] / all
		if ex.right[i] {
			d -= p[i] / right
		}
		for j, v := range r {
			g[j] += d * v
		}
	}
	return 1
}

func (ex example) rank(w *features) int {
	order := make([]int, len(ex.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ex.rows[b].score(w), ex.rows[a].score(w)) })
	for rank, i := range order {
		if ex.right[i] {
			return rank + 1
		}
	}
	return 0
}

// crossValidate ranks each article's questions by weights fitted on all the others'.
func crossValidate(exs []example, use func(i int) bool) tally {
	articles := map[string]bool{}
	for _, ex := range exs {
		articles[ex.article] = true
	}
	var t tally
	for a := range articles {
		var train, test []example
		for _, ex := range exs {
			if ex.article == a {
				test = append(test, ex)
			} else {
				train = append(train, ex)
			}
		}
		w := fitWeights(train, use)
		for _, ex := range test {
			t.add(ex.rank(&w))
		}
	}
	return t
}

func TestFitWeights(t *testing.T) {
	if !*fit {
		t.Skip("run with -fit to fit the weights again")
	}
	x, qs := openSquad(t, Options{})
	exs := examples(x, qs)
	all := func(i int) bool { return i != fMeta }
	t.Log(header)
	for i := range featureCount {
		if *drop {
			crossValidate(exs, func(j int) bool { return all(j) && j != i }).row(t, "without "+fmt.Sprint(i))
		}
	}
	crossValidate(exs, all).row(t, "all, by articles left out")
	w := fitWeights(exs, all)
	var b strings.Builder
	for i, v := range w {
		fmt.Fprintf(&b, "%d: %.2f\n", i, v)
	}
	t.Log("\n" + b.String())
}
