package extract

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

type arow struct {
	x grounds
	y bool
	e *example
	n float64 // how much the row counts
}

type logit struct {
	w, mu, sd grounds
	b         float64
}

func (l *logit) score(x *grounds) float64 {
	s := l.b
	for f := range x {
		s += l.w[f] * (x[f] - l.mu[f]) / l.sd[f]
	}
	return s
}

func fitLogit(rows []arow, l2 float64, off map[int]bool) *logit {
	const nf = groundCount
	l := &logit{}
	for _, r := range rows {
		for f, v := range r.x {
			l.mu[f] += v / float64(len(rows))
		}
	}
	for _, r := range rows {
		for f, v := range r.x {
			l.sd[f] += (v - l.mu[f]) * (v - l.mu[f]) / float64(len(rows))
		}
	}
	for f := range l.sd {
		l.sd[f] = math.Sqrt(l.sd[f])
		if l.sd[f] < 1e-6 {
			l.sd[f] = 1
		}
	}
	mo, ve := make([]float64, nf+1), make([]float64, nf+1)
	for it := 1; it <= 300; it++ {
		g := make([]float64, nf+1)
		for i := range rows {
			r := &rows[i]
			d := 1 / (1 + math.Exp(-l.score(&r.x)))
			if r.y {
				d -= 1
			}
			d *= r.n / float64(len(rows))
			for f, v := range r.x {
				g[f] += d * (v - l.mu[f]) / l.sd[f]
			}
			g[nf] += d
		}
		for f := range g {
			gr := g[f]
			if f < nf {
				if off[f] || f == gUnnamed {
					continue
				}
				gr += l2 * l.w[f]
			}
			mo[f] = 0.9*mo[f] + 0.1*gr
			ve[f] = 0.99*ve[f] + 0.01*gr*gr
			st := 0.03 * (mo[f] / (1 - math.Pow(0.9, float64(it)))) / (math.Sqrt(ve[f]/(1-math.Pow(0.99, float64(it)))) + 1e-8)
			if f < nf {
				l.w[f] -= st
			} else {
				l.b -= st
			}
		}
	}
	return l
}

func auc(score []float64, y []bool) float64 {
	ix := make([]int, len(score))
	for i := range ix {
		ix[i] = i
	}
	slices.SortFunc(ix, func(a, b int) int { return cmp.Compare(score[a], score[b]) })
	pos, neg, sum := 0.0, 0.0, 0.0
	for i := 0; i < len(ix); {
		j := i
		for j < len(ix) && score[ix[j]] == score[ix[i]] {
			j++
		}
		p, n := 0.0, 0.0
		for k := i; k < j; k++ {
			if y[ix[k]] {
				p++
			} else {
				n++
			}
		}
		sum += p*neg + p*n/2
		pos += p
		neg += n
		i = j
	}
	return sum / (pos * neg)
}

var al2 = flag.Float64("al2", 0.01, "")

func weighAll(ex []*example, m *softmax) []arow {
	var rows []arow
	for _, e := range ex {
		if len(e.cands) == 0 {
			continue
		}
		for i := range e.cands {
			e.cands[i].score = m.rank(&e.cands[i].x)
		}
		b := best(m, e, false)
		rows = append(rows, arow{weigh(&e.q, &e.cands[b]), e.Answerable, e, 1})
	}
	return rows
}

// elsewhere asks the questions of articles that are not theirs: none can be answered.
func elsewhereRows(ex []*example, m *softmax, count float64) []arow {
	var rows []arow
	for i, e := range ex {
		if i%2 == 1 || len(e.far) == 0 {
			continue
		}
		for j := range e.far {
			e.far[j].score = m.rank(&e.far[j].x)
		}
		b := 0
		for j := range e.far {
			if e.far[j].score > e.far[b].score {
				b = j
			}
		}
		rows = append(rows, arow{weigh(&e.q, &e.far[b]), false, e, count})
	}
	return rows
}

var iters = 300

var writeFlag = flag.Bool("write", false, "")

var augFlag = flag.Float64("aug", 0.3, "")

func TestAbstain(t *testing.T) {
	if *fitDir == "" {
		t.Skip("no -fit")
	}
	ex, _ := loadExamples(t, *fitDir)
	type fold struct{ train, test []arow }
	var folds []fold
	var names []string
	for _, a := range articles(ex) {
		var train, test []*example
		for _, e := range ex {
			if e.article == a {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		m := fitSoftmax(train, *l2Flag, offs())
		tr := weighAll(train, m)
		if *augFlag > 0 {
			tr = append(tr, elsewhereRows(train, m, *augFlag)...)
		}
		folds = append(folds, fold{tr, weighAll(test, m)})
		names = append(names, a)
	}
	run := func(off map[int]bool, show bool) float64 {
		var all []float64
		var ys []bool
		var ll float64
		for i, f := range folds {
			l := fitLogit(f.train, *al2, off)
			var sc []float64
			var y []bool
			for j := range f.test {
				s := l.score(&f.test[j].x)
				sc = append(sc, s)
				y = append(y, f.test[j].y)
				p := 1 / (1 + math.Exp(-s))
				if !f.test[j].y {
					p = 1 - p
				}
				ll += math.Log(p)
			}
			if show {
				fmt.Printf("  %-24s AUC %.3f\n", names[i], auc(sc, y))
			}
			all = append(all, sc...)
			ys = append(ys, y...)
		}
		bestBA, bt, tpr := 0.0, 0.0, 0.0
		for th := -1.5; th < 1.5; th += 0.02 {
			var tp, tn, p, n float64
			for i := range all {
				if ys[i] {
					p++
					tp += is(all[i] >= th)
				} else {
					n++
					tn += is(all[i] < th)
				}
			}
			if ba := (tp/p + tn/n) / 2; ba > bestBA {
				bestBA, bt, tpr = ba, th, tp/p
			}
		}
		fmt.Printf("AUC %.4f ll %.4f best BA %.4f at %.2f (answered %.3f)\n", auc(all, ys), ll/float64(len(all)), bestBA, bt, tpr)
		return auc(all, ys)
	}
	run(goffs(), true)
	if *ablate {
		for f := 0; f < groundCount; f++ {
			fmt.Printf("without %-14s ", groundNames[f])
			run(map[int]bool{f: true}, false)
		}
	}
	m := fitSoftmax(ex, *l2Flag, offs())
	rows := weighAll(ex, m)
	if *augFlag > 0 {
		rows = append(rows, elsewhereRows(ex, m, *augFlag)...)
	}
	l := fitLogit(rows, *al2, goffs())
	for f := 0; f < groundCount; f++ {
		var s []float64
		var y []bool
		for _, r := range rows {
			s = append(s, r.x[f])
			y = append(y, r.y)
		}
		fmt.Printf("  %-16s auc %.3f w %.3f\n", groundNames[f], auc(s, y), l.w[f])
	}
}

func TestDoubt(t *testing.T) {
	if *fitDir == "" {
		t.Skip("no -fit")
	}
	ex, _ := loadExamples(t, *fitDir)
	m := fitSoftmax(ex, *l2Flag, offs())
	rows := weighAll(ex, m)
	l := fitLogit(rows, *al2, nil)
	var un [3]int
	for i := range rows {
		if r := &rows[i]; r.x[gUnnamed] == 1 {
			b := best(m, r.e, false)
			switch {
			case !r.y:
				un[0]++
			case r.e.right[b]:
				un[1]++
				fmt.Println("UNNAMED RIGHT", r.e.Question, "|", r.e.cands[b].text())
			default:
				un[2]++
			}
		}
	}
	fmt.Println("UNNAMED unanswerable, right, wrong", un)
	for _, want := range []bool{false, true} {
		fmt.Println("=====", want)
		k := 0
		for i := range rows {
			r := &rows[i]
			if (r.e.article != "huguenot" && r.e.article != "normans") || r.y != want {
				continue
			}
			s := l.score(&r.x)
			if want != (s < -0.1) {
				continue
			}
			k++
			if k%3 != 0 {
				continue
			}
			b := best(m, r.e, false)
			fmt.Printf("%.2f %s\n      %s\n", s, r.e.Question, r.e.cands[b].text())
		}
	}
}

var goff = flag.String("goff", "", "")

func goffs() map[int]bool {
	m := map[int]bool{}
	for _, s := range strings.Split(*goff, ",") {
		for i, n := range groundNames {
			if n == s {
				m[i] = true
			}
		}
	}
	return m
}
