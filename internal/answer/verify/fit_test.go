package verify

import (
	"bufio"
	"encoding/json"
	"flag"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"footnote/internal/article"
)

// marked is a sentence that a model wrote, marked by people: RAGTruth (Niu et al., ACL
// 2024).
type marked struct {
	Response, Task, Claim string
	Passages              []string
	Supported             bool

	parts []features
}

// ragtruth reads and measures the marked sentences, or skips the test.
func ragtruth(t testing.TB) []marked {
	f, err := os.Open("../../../../shared/data/ragtruth/claims.jsonl")
	if err != nil {
		t.Skip("the marked sentences are not here: ", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	known := map[string]*Evidence{}
	var out []marked
	for lines.Scan() {
		var m marked
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		key := strings.Join(m.Passages, "\x00")
		if known[key] == nil {
			known[key] = New(nil).Evidence(loose(m.Passages))
		}
		for _, s := range pieces(m.Claim) {
			m.parts = append(m.parts, known[key].search(s).features())
		}
		m.Passages = nil
		out = append(out, m)
	}
	return out
}

func loose(texts []string) []*article.Passage {
	var out []*article.Passage
	for _, s := range texts {
		out = append(out, article.Loose("given", s))
	}
	return out
}

// model is weights and a bias on top of standardised features.
type model struct {
	w    features
	bias float64
}

func (m model) logit(f features) float64 {
	z := m.bias
	for i := range f {
		z += m.w[i] * f[i]
	}
	return z
}

// unsupported is the greatest log-odds among a sentence's parts.
func (m model) unsupported(s marked) float64 {
	z := math.Inf(-1)
	for _, f := range s.parts {
		z = max(z, m.logit(f))
	}
	return z
}

// fit finds the most likely weights, a sentence being unsupported when one part is
// (noisy or), with a Gaussian prior on them, by gradient descent.
func fit(sentences []marked) model {
	const rounds, rate, prior = 300, 3.0, 60.0
	mean, sd := moments(sentences)
	var w features
	b, n := 0.0, float64(len(sentences))
	for range rounds {
		var dw features
		db := 0.0
		for _, s := range sentences {
			descend(s, mean, sd, w, b, &dw, &db)
		}
		for i := range w {
			w[i] -= rate * (dw[i] + prior*w[i]) / n
		}
		b -= rate * db / n
	}
	m := model{bias: b}
	for i := range w {
		m.w[i] = w[i] / sd[i]
		m.bias -= m.w[i] * mean[i]
	}
	return m
}

// descend adds one sentence's gradient of the negative log-likelihood.
func descend(s marked, mean, sd, w features, b float64, dw *features, db *float64) {
	ps := make([]float64, len(s.parts))
	none := 1.0 // that no part is unsupported
	for k, f := range s.parts {
		z := b
		for i := range f {
			z += w[i] * (f[i] - mean[i]) / sd[i]
		}
		ps[k] = 1 / (1 + math.Exp(-z))
		none *= 1 - ps[k]
	}
	for k, f := range s.parts {
		g := ps[k]
		if !s.Supported {
			g = -ps[k] * none / max(1-none, 1e-9)
		}
		for i := range f {
			dw[i] += g * (f[i] - mean[i]) / sd[i]
		}
		*db += g
	}
}

func moments(sentences []marked) (mean, sd features) {
	n := 0.0
	for _, s := range sentences {
		for _, f := range s.parts {
			n++
			for i := range f {
				mean[i] += f[i]
				sd[i] += f[i] * f[i]
			}
		}
	}
	for i := range mean {
		mean[i] /= n
		sd[i] = math.Sqrt(sd[i]/n-mean[i]*mean[i]) + 1e-9
	}
	return mean, sd
}

// response is the sentences of one answer: flagged when any is unsupported.
type response struct {
	task  string
	truth bool
	score float64 // the greatest log-odds of its sentences
}

func responses(sentences []marked, logit func(marked) float64) []response {
	at := map[string]int{}
	var out []response
	for _, s := range sentences {
		i, ok := at[s.Response]
		if !ok {
			i = len(out)
			at[s.Response] = i
			out = append(out, response{task: s.Task, score: math.Inf(-1)})
		}
		out[i].truth = out[i].truth || !s.Supported
		out[i].score = max(out[i].score, logit(s))
	}
	return out
}

// f1 of flagging the responses of a task that score at least the threshold.
func f1(rs []response, task string, threshold float64) float64 {
	hit, flagged, truth := 0.0, 0.0, 0.0
	for _, r := range rs {
		if r.task != task {
			continue
		}
		if r.truth {
			truth++
		}
		if r.score >= threshold {
			flagged++
			if r.truth {
				hit++
			}
		}
	}
	return 2 * hit / max(flagged+truth, 1)
}

// threshold is the one that serves both tasks best.
func threshold(rs []response) float64 {
	var scores []float64
	for _, r := range rs {
		scores = append(scores, r.score)
	}
	slices.Sort(scores)
	best, at := -1.0, 0.0
	for i := 0; i < 100; i++ {
		t := scores[i*len(scores)/100]
		if v := f1(rs, "qa", t) + f1(rs, "summary", t); v > best {
			best, at = v, t
		}
	}
	return at
}

// fold10 is which of ten parts a response's article falls into.
func fold10(response string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(response[:strings.LastIndex(response, "-")]))
	return h.Sum32() % 10
}

var fitting = flag.Bool("fit", false, "fit the model of statements anew")

// TestFit fits the model anew and cross-validates it, threshold and all, by article:
// go test -run TestFit -fit -v. Copy the weights to model.go when the features change.
func TestFit(t *testing.T) {
	if !*fitting {
		t.Skip("fits only when asked to, with -fit")
	}
	sentences := ragtruth(t)
	m := fit(sentences)
	cut := threshold(responses(sentences, m.unsupported))
	t.Logf("weights = %.3f", m.w)
	t.Logf("bias = %.3f", m.bias-cut)
	var held []response
	for k := range uint32(10) {
		var train, test []marked
		for _, s := range sentences {
			if fold10(s.Response) == k {
				test = append(test, s)
			} else {
				train = append(train, s)
			}
		}
		m := fit(train)
		cut := threshold(responses(train, m.unsupported))
		held = append(held, responses(test, func(s marked) float64 { return m.unsupported(s) - cut })...)
	}
	t.Logf("ten-fold: qa %.3f, summary %.3f", f1(held, "qa", 0), f1(held, "summary", 0))
}

// TestMarked holds the shipped weights to what they reached.
func TestMarked(t *testing.T) {
	m := model{weights, bias}
	rs := responses(ragtruth(t), m.unsupported)
	for task, floor := range map[string]float64{"qa": 0.65, "summary": 0.49} {
		if got := f1(rs, task, 0); got < floor {
			t.Errorf("%s: response-level F1 is %.3f, was %.3f", task, got, floor)
		} else {
			t.Logf("%s: response-level F1 %.3f", task, got)
		}
	}
}
