package extract

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval"
)

var (
	fitDir = flag.String("fit", "", "the folder with corpus/ and questions.jsonl to fit on")
	l2Flag = flag.Float64("l2", 0.005, "")
	quiet  = flag.Bool("quiet", false, "")
	offF   = flag.String("off", "", "features off, comma")
)

type example struct {
	ID         string
	Question   string
	Kind       string
	Answerable bool
	Evidence   []struct{ Article, Text string }
	Answer     []string
	article    string
	q          query
	cands      []candidate
	right      []bool
	res        retrieval.Result
	far        []candidate // of other articles
	farTop     float64
}

func loadExamples(t *testing.T, dir string) ([]*example, *retrieval.Index) {
	c, err := article.Load(context.Background(), filepath.Join(dir, "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	idx, _, err := retrieval.Open(context.Background(), c, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []*example
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	last := ""
	for sc.Scan() {
		e := &example{}
		if err := json.Unmarshal(sc.Bytes(), e); err != nil {
			t.Fatal(err)
		}
		if len(e.Evidence) > 0 {
			last = e.Evidence[0].Article
		}
		e.article = last
		out = append(out, e)
	}
	for _, e := range out {
		e.res, _ = idx.Search(context.Background(), e.Question, 40)
		var far []retrieval.Hit
		for _, h := range e.res.Hits {
			if h.Passage.Article.Slug != e.article && len(far) < 10 {
				far = append(far, h)
			}
		}
		e.res.Hits = e.res.Hits[:min(10, len(e.res.Hits))]
		e.q = analyze(e.Question, idx)
		e.cands = candidates(&e.q, newMatcher(&e.q, idx), e.res.Hits)
		if len(far) > 0 {
			e.far, e.farTop = candidates(&e.q, newMatcher(&e.q, idx), far), far[0].Score
		}
		for i := range e.cands {
			e.right = append(e.right, e.isRight(&e.cands[i]))
		}
	}
	return out, idx
}

func (c *candidate) text() string {
	s := c.span()
	return c.hit.Passage.Text[s.Start:s.End]
}

func (e *example) judge(c *candidate) (strict, has bool) {
	q := strings.ToLower(c.text())
	for _, a := range e.Answer {
		has = has || strings.Contains(q, strings.ToLower(a))
	}
	sp := c.span()
	for _, ev := range e.Evidence {
		at := strings.Index(c.hit.Passage.Text, ev.Text)
		strict = strict || ev.Article == c.hit.Passage.Article.Slug && at >= 0 && at < sp.End && sp.Start < at+len(ev.Text)
	}
	return
}

func (e *example) isRight(c *candidate) bool {
	s, h := e.judge(c)
	return s || h
}

func (e *example) gold(c *candidate) bool {
	return len(e.Evidence) > 0 && strings.Contains(c.hit.Passage.Text, e.Evidence[0].Text)
}

func articles(ex []*example) []string {
	var arts []string
	seen := map[string]bool{}
	for _, e := range ex {
		if !seen[e.article] {
			seen[e.article] = true
			arts = append(arts, e.article)
		}
	}
	return arts
}

func offs() map[int]bool {
	m := map[int]bool{}
	for _, s := range strings.Split(*offF, ",") {
		for i, n := range featureNames {
			if n == s {
				m[i] = true
			}
		}
	}
	return m
}

func TestFit(t *testing.T) {
	if *fitDir == "" {
		t.Skip("no -fit")
	}
	ex, _ := loadExamples(t, *fitDir)
	n, para, reach := 0, 0, 0
	for _, e := range ex {
		if !e.Answerable {
			continue
		}
		n++
		if strings.Contains(e.res.Hits[0].Passage.Text, e.Evidence[0].Text) {
			para++
		}
		for _, r := range e.right {
			if r {
				reach++
				break
			}
		}
	}
	fmt.Printf("answerable %d para@1 %.3f reach %.3f\n", n, float64(para)/float64(n), float64(reach)/float64(n))
	cross(ex, offs())
	if *ablate {
		for f := range featureNames {
			if offs()[f] {
				continue
			}
			fmt.Printf("without %-14s", featureNames[f])
			o := offs()
			o[f] = true
			cross(ex, o)
		}
	}
	if *quiet {
		return
	}
	m := fitSoftmax(ex, *l2Flag, offs())
	for f := range m.w {
		fmt.Printf("%-12s %.3f  (%.3f)\n", featureNames[f], m.w[f]*m.sd[f], m.w[f])
	}
}

var ablate = flag.Bool("ablate", false, "")

func cross(ex []*example, off map[int]bool) {
	var n, either, strict, goldN, goldK, para, ll float64
	for _, a := range articles(ex) {
		var train, test []*example
		for _, e := range ex {
			if e.article == a {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		m := fitSoftmax(train, *l2Flag, off)
		an, ak := 0.0, 0.0
		for _, e := range test {
			if !e.Answerable {
				continue
			}
			n++
			an++
			ll += m.loglik(e)
			if b := best(m, e, false); b >= 0 {
				s, h := e.judge(&e.cands[b])
				if s || h {
					either++
					ak++
				}
				if s {
					strict++
				}
				if e.gold(&e.cands[b]) {
					para++
				}
			}
			if b := best(m, e, true); b >= 0 {
				goldN++
				if e.right[b] {
					goldK++
				}
			}
		}
		if !*ablate {
			fmt.Printf("  %-25s %.0f %.3f\n", a, an, ak/an)
		}
	}
	fmt.Printf("CV sentence@1 either %.4f strict %.4f | para %.4f | in gold paragraph %.4f | loglik %.4f\n", either/n, strict/n, para/n, goldK/goldN, ll/n)
}

type softmax struct {
	w, sd features
}

func (m *softmax) rank(x *features) float64 { return x.dot(&m.w) }

func (m *softmax) loglik(e *example) float64 {
	z, zr := 0.0, 0.0
	mx := math.Inf(-1)
	for i := range e.cands {
		mx = math.Max(mx, m.rank(&e.cands[i].x))
	}
	for i := range e.cands {
		v := math.Exp(m.rank(&e.cands[i].x) - mx)
		z += v
		if e.right[i] {
			zr += v
		}
	}
	return math.Log(math.Max(1e-4, zr/math.Max(1e-9, z)))
}

func best(m *softmax, e *example, gold bool) int {
	b, bs := -1, math.Inf(-1)
	for i := range e.cands {
		if gold && !e.gold(&e.cands[i]) {
			continue
		}
		if s := m.rank(&e.cands[i].x); s > bs {
			b, bs = i, s
		}
	}
	return b
}

func fitSoftmax(ex []*example, l2 float64, off map[int]bool) *softmax {
	m := &softmax{}
	var mean, sq features
	n := 0.0
	var use []*example
	for _, e := range ex {
		has := false
		for _, r := range e.right {
			has = has || r
		}
		if !has {
			continue
		}
		use = append(use, e)
		for i := range e.cands {
			n++
			for f, v := range e.cands[i].x {
				mean[f] += v
				sq[f] += v * v
			}
		}
	}
	for f := range mean {
		mu := mean[f] / n
		m.sd[f] = math.Sqrt(math.Max(1e-12, sq[f]/n-mu*mu))
		if m.sd[f] < 1e-5 {
			m.sd[f] = 1
		}
	}
	var w, mo, ve features
	N := float64(len(use))
	sc := make([]float64, 0, 256)
	for it := 1; it <= 150; it++ {
		var g, ws features
		for f := range w {
			ws[f] = w[f] / m.sd[f]
		}
		for _, e := range use {
			sc = sc[:0]
			mx := math.Inf(-1)
			for i := range e.cands {
				s := e.cands[i].x.dot(&ws)
				sc = append(sc, s)
				mx = math.Max(mx, s)
			}
			z, zr := 0.0, 0.0
			for i := range sc {
				sc[i] = math.Exp(sc[i] - mx)
				z += sc[i]
				if e.right[i] {
					zr += sc[i]
				}
			}
			for i := range sc {
				d := sc[i] / z
				if e.right[i] {
					d -= sc[i] / zr
				}
				if math.Abs(d) < 1e-4 {
					continue
				}
				for f, v := range e.cands[i].x {
					g[f] += d * v
				}
			}
		}
		for f := range w {
			gr := g[f]/m.sd[f]/N + l2*w[f]
			if off[f] {
				continue
			}
			mo[f] = 0.9*mo[f] + 0.1*gr
			ve[f] = 0.99*ve[f] + 0.01*gr*gr
			w[f] -= 0.05 * (mo[f] / (1 - math.Pow(0.9, float64(it)))) / (math.Sqrt(ve[f]/(1-math.Pow(0.99, float64(it)))) + 1e-8)
		}
	}
	for f := range w {
		m.w[f] = w[f] / m.sd[f]
	}
	return m
}
