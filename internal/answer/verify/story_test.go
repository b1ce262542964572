package verify

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"footnote/internal/article"
)

// labelled is a line of evals/claims.jsonl: a claim about the story, whether the story
// says so, and what a model would quote for it.
type labelled struct {
	ID, Claim, Kind string
	Supported       bool
	Quotes          []string
}

func story(t testing.TB) []*article.Passage {
	c, err := article.Load(t.Context(), "../../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	var out []*article.Passage
	for _, a := range c.Articles {
		for i := range a.Passages {
			out = append(out, &a.Passages[i])
		}
	}
	return out
}

func labels(t testing.TB) []labelled {
	f, err := os.Open(cmp.Or(os.Getenv("CLAIMS"), "../../../evals/claims.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []labelled
	for s := bufio.NewScanner(f); s.Scan(); {
		var l labelled
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

func (l labelled) draft(t testing.TB, passages []*article.Passage) Draft {
	d := Draft{Text: l.Claim}
	for _, q := range l.Quotes {
		for i, p := range passages {
			if strings.Contains(p.Text, q) {
				d.Quotes = append(d.Quotes, Quote{Passage: i + 1, Text: q})
				break
			}
		}
	}
	if len(d.Quotes) != len(l.Quotes) {
		t.Fatalf("%s: a quote is in no passage: %q", l.ID, l.Quotes)
	}
	return d
}

func TestStory(t *testing.T) {
	passages := story(t)
	e := New(nil).Evidence(passages)
	var dropped, kept, through int
	for _, l := range labels(t) {
		_, v := e.Claim(l.draft(t, passages))
		switch {
		case l.Supported && !v.Supported:
			dropped++
			t.Logf("dropped %s %s: %q: %s", l.ID, l.Kind, l.Claim, strings.Join(v.Reasons, "; "))
		case l.Supported:
			kept++
		case v.Supported:
			through++
			t.Logf("through %s %s: %q (%.2f)", l.ID, l.Kind, l.Claim, v.Score)
		}
	}
	t.Logf("true: %d kept, %d dropped; false: %d let through", kept, dropped, through)
}

func TestFindStory(t *testing.T) {
	passages := story(t)
	e := New(nil).Evidence(passages)
	var n [2][2]int
	for _, l := range labels(t) {
		_, v := e.Find(l.Claim)
		w, _ := e.Check(l.Claim)
		i, j := 0, 0
		if v.Supported == l.Supported {
			i = 1
		} else {
			t.Logf("%v %q %q", l.Supported, l.Claim, v.Reasons)
		}
		if w.Supported == l.Supported {
			j = 1
		}
		if l.Supported {
			n[0][0] += i
			n[0][1] += j
		} else {
			n[1][0] += i
			n[1][1] += j
		}
	}
	t.Log("true/false right: find, check", n)
}
