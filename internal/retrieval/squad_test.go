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
)

const squad = "../../../shared/data/squad"

type question struct {
	ID, Question string
	Answerable   bool
	Evidence     []struct{ Article, Text string }
}

func loadSquad(t testing.TB) (*article.Corpus, []question) {
	c, err := article.Load(context.Background(), squad+"/corpus")
	if err != nil {
		t.Skip(err)
	}
	f, err := os.Open(squad + "/questions.jsonl")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var qs []question
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var q question
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		if q.Answerable {
			qs = append(qs, q)
		}
	}
	return c, qs
}

func (q question) right(p *article.Passage) bool {
	return slices.ContainsFunc(q.Evidence, func(e struct{ Article, Text string }) bool {
		return e.Article == p.Article.Slug && p.Number > 0 && strings.Contains(p.Text, e.Text)
	})
}

func TestSquad(t *testing.T) {
	c, qs := loadSquad(t)
	x, _, err := Open(context.Background(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var h1, h4, h10 int
	for _, q := range qs {
		r, _ := x.Search(context.Background(), q.Question, 10)
		i := slices.IndexFunc(r.Hits, func(h Hit) bool { return q.right(h.Passage) })
		if i == 0 {
			h1++
		}
		if i >= 0 && i < 4 {
			h4++
		}
		if i >= 0 {
			h10++
		}
	}
	n := float64(len(qs))
	t.Logf("%d questions: @1 %.4f @4 %.4f @10 %.4f", len(qs), float64(h1)/n, float64(h4)/n, float64(h10)/n)
}
