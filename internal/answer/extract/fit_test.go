package extract

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval"
)

var fitDir = flag.String("fit", "", "fit weights.go anew on the corpus/ and questions.jsonl of this folder")

// example is a question of the set that is fitted on.
type example struct {
	Question   string
	Answerable bool
	Evidence   []struct{ Article, Text string }
	Answer     []string

	article   string // that it is about; for one without evidence, that of its neighbours
	q         query
	cands     []candidate // of the passages found
	elsewhere []candidate // of those found in other articles: none of them answers
	right     []bool      // by candidate
}

// holds reports whether c is the evidence or holds the answer.
func (e *example) holds(c *candidate) bool {
	quote := c.hit.Passage.Text[c.span().Start:c.span().End]
	for _, ev := range e.Evidence {
		if ev.Article == c.hit.Passage.Article.Slug && (strings.Contains(quote, ev.Text) || strings.Contains(ev.Text, quote)) {
			return true
		}
	}
	for _, a := range e.Answer {
		if strings.Contains(strings.ToLower(quote), strings.ToLower(a)) {
			return true
		}
	}
	return false
}

func loadExamples(t *testing.T, dir string) []*example {
	c, err := article.Load(t.Context(), filepath.Join(dir, "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	index, _, err := retrieval.Open(t.Context(), c, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []*example
	about := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		e := &example{}
		if err := json.Unmarshal(lines.Bytes(), e); err != nil {
			t.Fatal(err)
		}
		if len(e.Evidence) > 0 {
			about = e.Evidence[0].Article
		}
		e.article = about
		e.find(t, index)
		out = append(out, e)
	}
	return out
}

// find searches for the example's question and measures the candidates.
func (e *example) find(t *testing.T, index *retrieval.Index) {
	res, err := index.Search(t.Context(), e.Question, 40)
	if err != nil {
		t.Fatal(err)
	}
	var other []retrieval.Hit
	for _, h := range res.Hits {
		if h.Passage.Article.Slug != e.article && len(other) < 10 {
			other = append(other, h)
		}
	}
	e.q = analyze(e.Question, index)
	m := newMatcher(&e.q, index)
	e.cands = candidates(&e.q, m, res.Hits[:min(10, len(res.Hits))])
	e.elsewhere = candidates(&e.q, m, other)
	for i := range e.cands {
		e.right = append(e.right, e.holds(&e.cands[i]))
	}
}

// ranked is the best of cands by the weights w.
func ranked(cands []candidate, w *features) *candidate {
	for i := range cands {
		cands[i].score = cands[i].x.dot(w)
	}
	return first(cands)
}

// fitWeights maximises the likelihood of the right candidates against the others of
// their question, with a ridge.
func fitWeights(ex []*example) features {
	var rows [][]float64
	for _, e := range ex {
		for i := range e.cands {
			rows = append(rows, e.cands[i].x[:])
		}
	}
	sd := deviations(rows)
	w := descend(featureCount, 150, 0.05, func(w, g []float64) {
		n := 0.0
		for _, e := range ex {
			n += e.pull(w, g, sd)
		}
		for f := range g {
			g[f] = g[f]/n + 0.005*w[f]
		}
	})
	var out features
	for f := range out {
		out[f] = w[f] / sd[f]
	}
	return out
}

// pull adds the gradient of one example's loss to g; it is 0 where nothing is right.
func (e *example) pull(w, g, sd []float64) (counted float64) {
	p := make([]float64, len(e.cands))
	all, right := 0.0, 0.0
	for i := range p {
		s := 0.0
		for f, v := range e.cands[i].x {
			s += w[f] * v / sd[f]
		}
		p[i] = math.Exp(s)
		all += p[i]
		if e.right[i] {
			right += p[i]
		}
	}
	if right == 0 {
		return 0
	}
	for i := range p {
		d := p[i] / all
		if e.right[i] {
			d -= p[i] / right
		}
		for f, v := range e.cands[i].x {
			g[f] += d * v / sd[f]
		}
	}
	return 1
}

// trial is a best sentence and whether the question could be answered.
type trial struct {
	g          grounds
	answerable bool
	count      float64
}

// trials asks every question of its own article and, where count is above 0, every
// other one of the other articles, counting so much.
func trials(ex []*example, w *features, count float64) []trial {
	var out []trial
	for i, e := range ex {
		if c := ranked(e.cands, w); c != nil {
			out = append(out, trial{weigh(&e.q, c), e.Answerable, 1})
		}
		if c := ranked(e.elsewhere, w); c != nil && count > 0 && i%2 == 0 {
			out = append(out, trial{weigh(&e.q, c), false, count})
		}
	}
	return out
}

// elsewhereCount is how much a question asked of the wrong articles counts.
const elsewhereCount = 0.3

// fitDoubts is logistic regression with a ridge.
func fitDoubts(ts []trial) grounds {
	var rows [][]float64
	for i := range ts {
		rows = append(rows, ts[i].g[:])
	}
	sd := deviations(rows)
	w := descend(groundCount, 300, 0.03, func(w, g []float64) {
		for f, v := range byHand {
			w[f] = v * sd[f]
		}
		for i := range ts {
			s := 0.0
			for f, v := range ts[i].g {
				s += w[f] * v / sd[f]
			}
			d := ts[i].count * (1/(1+math.Exp(-s)) - is(ts[i].answerable)) / float64(len(ts))
			for f, v := range ts[i].g {
				g[f] += d * v / sd[f]
			}
		}
		for f := range g {
			if f != gOne {
				g[f] += 0.01 * w[f]
			}
		}
		for f := range byHand {
			g[f] = 0
		}
	})
	var out grounds
	for f := range out {
		out[f] = w[f] / sd[f]
	}
	for f, v := range byHand {
		out[f] = v
	}
	return out
}

// byHand are set by hand, for want of evidence where we fit: hardly a question there asks
// who did what "he" did, and none had aliases, without which a word that the corpus
// lacks is often only another word for one that it has.
var byHand = map[int]float64{gUnnamed: -3, gUnknown: -0.9}

// deviations is each column's standard deviation; 1 for one that never changes.
func deviations(rows [][]float64) []float64 {
	out := make([]float64, len(rows[0]))
	for f := range out {
		sum, squares := 0.0, 0.0
		for _, r := range rows {
			sum += r[f]
			squares += r[f] * r[f]
		}
		n := float64(len(rows))
		if out[f] = math.Sqrt(max(0, squares/n-sum*sum/n/n)); out[f] < 1e-6 {
			out[f] = 1
		}
	}
	return out
}

// descend minimises by Adam (Kingma and Ba 2015): gradient adds that at w to g, zeroed.
func descend(size, rounds int, rate float64, gradient func(w, g []float64)) []float64 {
	w, m, v := make([]float64, size), make([]float64, size), make([]float64, size)
	for round := 1; round <= rounds; round++ {
		g := make([]float64, size)
		gradient(w, g)
		for f := range w {
			m[f] = 0.9*m[f] + 0.1*g[f]
			v[f] = 0.99*v[f] + 0.01*g[f]*g[f]
			mean := m[f] / (1 - math.Pow(0.9, float64(round)))
			square := v[f] / (1 - math.Pow(0.99, float64(round)))
			w[f] -= rate * mean / (math.Sqrt(square) + 1e-8)
		}
	}
	return w
}

// TestFit fits the weights: go test ./internal/answer/extract -run TestFit -fit FOLDER -v.
// It first says how well they do on articles that they were not fitted on, then writes weights.go.
func TestFit(t *testing.T) {
	if *fitDir == "" {
		t.Skip("no -fit FOLDER")
	}
	ex := loadExamples(t, *fitDir)
	crossValidate(t, ex)
	w := fitWeights(ex)
	d := fitDoubts(trials(ex, &w, elsewhereCount))
	var b strings.Builder
	b.WriteString("package extract\n\n// weights are what each feature of a sentence is worth, as log-odds of being the\n" +
		"// sentence that answers rather than another one; written by TestFit.\nvar weights = features{\n")
	writeNamed(t, &b, "features.go", "f", w[:])
	b.WriteString("}\n\n// doubts are what each ground is worth, as log-odds of the best sentence's being an\n" +
		"// answer rather than not; written by TestFit, where some are set by hand.\nvar doubts = grounds{\n")
	writeNamed(t, &b, "doubt.go", "g", d[:])
	b.WriteString("}\n")
	src, err := format.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("weights.go", src, 0o644); err != nil {
		t.Fatal(err)
	}
}

// writeNamed writes values under the names of the constants, in order, that file declares with a prefix.
func writeNamed(t *testing.T, b *strings.Builder, file, prefix string, values []float64) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t(`+prefix+`[A-Z]\w*)(?:\s+= iota)?(?:\s+//.*)?$`).FindAllSubmatch(src, -1)
	if len(names) != len(values) {
		t.Fatalf("%s: %d names for %d values", file, len(names), len(values))
	}
	for i, v := range values {
		fmt.Fprintf(b, "%s: %.3g,\n", names[i][1], v)
	}
}
