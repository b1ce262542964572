package extract

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// storyExamples are the project's own questions that reach the fitted part.
func storyExamples(t *testing.T) []*example {
	c, err := article.Load(context.Background(), "../../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	al, err := os.Open("../../../corpus/aliases.txt")
	if err != nil {
		t.Fatal(err)
	}
	aliases, err := retrieval.ParseAliases("aliases.txt", al)
	if err != nil {
		t.Fatal(err)
	}
	idx, _, err := retrieval.Open(context.Background(), c, retrieval.Options{Aliases: aliases})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("../../../evals/story.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []*example
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		e := &example{}
		if err := json.Unmarshal(sc.Bytes(), e); err != nil {
			t.Fatal(err)
		}
		e.res, _ = idx.Search(context.Background(), e.Question, 8)
		e.q = analyze(e.Question, idx)
		if fd, _ := e.q.field(); fd != "" || intentOf(e.Question, &e.q) != wantsAnswer {
			continue
		}
		e.cands = candidates(&e.q, newMatcher(&e.q, idx), e.res.Hits)
		for i := range e.cands {
			ok := false
			for _, ev := range e.Evidence {
				x := e.cands[i].text()
				ok = ok || strings.Contains(x, ev.Text) || strings.Contains(ev.Text, x)
			}
			e.right = append(e.right, ok)
		}
		out = append(out, e)
	}
	return out
}

func TestStoryFit(t *testing.T) {
	if *fitDir == "" {
		t.Skip("no -fit")
	}
	ex, _ := loadExamples(t, *fitDir)
	st := storyExamples(t)
	m := fitSoftmax(ex, *l2Flag, nil)
	base := append(weighAll(ex, m), elsewhereRows(ex, m, *augFlag)...)
	rows := weighAll(st, m)
	for _, w := range []float64{0, 3} {
		score := make([]float64, len(rows))
		var y []bool
		const k = 8
		for f := 0; f < k; f++ {
			tr := append([]arow(nil), base...)
			for i, r := range rows {
				if i%k != f && w > 0 {
					r.n = w
					tr = append(tr, r)
				}
			}
			l := fitLogit(tr, *al2, goffs())
			for i := range rows {
				if i%k == f {
					score[i] = l.score(&rows[i].x)
				}
			}
		}
		for _, r := range rows {
			y = append(y, r.y)
		}
		fmt.Printf("story weight %.0f: AUC %.4f\n", w, auc(score, y))
		for _, th := range []float64{-1.2, -1, -0.8, -0.6, -0.4, -0.2, 0} {
			var tp, p, tn, n float64
			for i := range y {
				if y[i] {
					p++
					tp += is(score[i] >= th)
				} else {
					n++
					tn += is(score[i] < th)
				}
			}
			by, of := map[string]float64{}, map[string]float64{}
			for i := range y {
				of[rows[i].e.Kind]++
				by[rows[i].e.Kind] += is(score[i] >= th)
			}
			fmt.Printf("   th %.1f answered %.3f abstained %.3f", th, tp/p, tn/n)
			for _, k := range []string{"plain", "paraphrased", "mistyped", "chat", "lookalike", "offtopic"} {
				fmt.Printf(" %s %.2f", k, by[k]/of[k])
			}
			fmt.Println()
		}
	}
}
