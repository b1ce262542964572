package retrieval

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval/embed"
)

// squad is questions about articles that the project does not hold; the tests that
// measure with it skip where it is absent.
const squad = "../../../shared/data/squad"

type question struct {
	Question   string
	Answerable bool
	Evidence   []evidenceText
}

type evidenceText struct{ Article, Text string }

// right reports whether p is a passage that answers the question.
func (q question) right(p *article.Passage) bool {
	return p.Number > 0 && slices.ContainsFunc(q.Evidence, func(e evidenceText) bool {
		return e.Article == p.Article.Slug && strings.Contains(p.Text, e.Text)
	})
}

// article is the article that the question is about.
func (q question) article() string { return q.Evidence[0].Article }

func openSquad(t testing.TB, o Options) (*Index, []question) {
	t.Helper()
	if _, err := os.Stat(squad); err != nil {
		t.Skipf("the questions to measure with are not here: %v", err)
	}
	c, err := article.Load(context.Background(), squad+"/corpus")
	if err != nil {
		t.Fatal(err)
	}
	if o.Embedder == nil {
		o.Embedder = embed.New()
	}
	x, _, err := Open(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return x, readQuestions(t, squad+"/questions.jsonl")
}

// readQuestions is the answerable questions of a file.
func readQuestions(t testing.TB, path string) []question {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var qs []question
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		if q.Answerable && len(q.Evidence) > 0 {
			qs = append(qs, q)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return qs
}

// tally counts at which rank the right passage stood.
type tally struct{ n, at1, at4, at10, mrr float64 }

func (t *tally) add(rank int) { // from 1; 0: not found
	t.n++
	if rank == 0 || rank > 10 {
		return
	}
	t.at10++
	t.mrr += 1 / float64(rank)
	if rank <= 4 {
		t.at4++
	}
	if rank == 1 {
		t.at1++
	}
}

func (t tally) plus(o tally) tally {
	return tally{t.n + o.n, t.at1 + o.at1, t.at4 + o.at4, t.at10 + o.at10, t.mrr + o.mrr}
}

func (t tally) log(tb testing.TB, name string) {
	tb.Helper()
	tb.Logf("%-38s %.3f  %.3f  %.3f  %.3f", name, t.at1/t.n, t.at4/t.n, t.at10/t.n, t.mrr/t.n)
}

const header = "ranking                                hit@1  hit@4  hit@10 MRR@10"
