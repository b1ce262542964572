package extract_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"footnote/internal/answer/extract"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

func TestStory(t *testing.T) {
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
	x := extract.New(idx)
	f, _ := os.Open("../../../evals/story.jsonl")
	sc := bufio.NewScanner(f)
	type tally struct{ n, best, first, abst int }
	by := map[string]*tally{}
	for sc.Scan() {
		var q struct {
			Kind, Question string
			Answerable     bool
			Evidence       []struct{ Text string }
		}
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		res, _ := idx.Search(context.Background(), q.Question, 8)
		e := x.Extract(q.Question, res)
		if by[q.Kind] == nil {
			by[q.Kind] = &tally{}
		}
		b := by[q.Kind]
		b.n++
		right, text := false, ""
		if len(e.Claims) > 0 {
			text = e.Claims[0].Text()
			for _, ev := range q.Evidence {
				right = right || strings.Contains(text, ev.Text) || strings.Contains(ev.Text, text)
			}
		}
		mark := "ok "
		if q.Answerable {
			if right {
				b.best++
			}
			if right && e.Answered {
				b.first++
			} else {
				mark = "BAD"
			}
		} else if !e.Answered {
			b.abst++
		} else {
			mark = "BAD"
		}
		t.Logf("%s %.2f %-5v right=%-5v %s | %s | %.90s | %s", mark, e.Confidence, e.Answered, right, q.Kind, q.Question, text, e.Reason)
	}
	for k, b := range by {
		t.Logf("TOTAL %-12s n %d best %d first %d abstained %d", k, b.n, b.best, b.first, b.abst)
	}
}
