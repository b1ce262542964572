package verify

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// labelled is a line of evals/claims.jsonl: a claim about the story, whether the story
// says so, and what a model would quote for it.
type labelled struct {
	ID, Claim, Kind string
	Supported       bool
	Quotes          []string
}

// community is a verifier that knows the aliases of the corpus.
func community(t testing.TB) *Verifier {
	f, err := os.Open("../../../corpus/aliases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := retrieval.ParseAliases("aliases.txt", f)
	if err != nil {
		t.Fatal(err)
	}
	return New(a.Others)
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
	f, err := os.Open("../../../evals/claims.jsonl")
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

// tally counts how a judge does on the labelled claims.
type tally struct{ kept, dropped, stopped, through int }

func judge(t *testing.T, supported func(labelled) Verdict) tally {
	var n tally
	for _, l := range labels(t) {
		v := supported(l)
		switch {
		case l.Supported && v.Supported:
			n.kept++
		case l.Supported:
			n.dropped++
			t.Logf("%s dropped: %q: %s", l.ID, l.Claim, strings.Join(v.Reasons, "; "))
		case v.Supported:
			n.through++
			t.Logf("%s let through (%s): %q", l.ID, l.Kind, l.Claim)
		default:
			n.stopped++
		}
		if !v.Supported && len(v.Reasons) == 0 {
			t.Errorf("%s: refused without a reason: %q", l.ID, l.Claim)
		}
	}
	t.Logf("of the true, %d kept and %d dropped; of the false, %d stopped and %d let through", n.kept, n.dropped, n.stopped, n.through)
	return n
}

// hold fails when more than a twentieth of the true claims is dropped, or a greater share
// of the false let through than given.
func (n tally) hold(t *testing.T, through float64) {
	t.Helper()
	if n.kept+n.dropped < 100 || n.stopped+n.through < 100 {
		t.Errorf("only %d true and %d false claims are labelled", n.kept+n.dropped, n.stopped+n.through)
	}
	if 20*n.dropped > n.kept+n.dropped {
		t.Errorf("%d of %d true claims were dropped", n.dropped, n.kept+n.dropped)
	}
	if float64(n.through) > through*float64(n.stopped+n.through) {
		t.Errorf("%d of %d false claims were let through", n.through, n.stopped+n.through)
	}
}

// TestStoryDrafts holds the labelled claims against the quotes that a model would give.
func TestStoryDrafts(t *testing.T) {
	passages := story(t)
	e := community(t).Evidence(passages)
	judge(t, func(l labelled) Verdict {
		_, v := e.Claim(l.draft(t, passages))
		return v
	}).hold(t, 0.02)
}

// TestStoryFind holds them against the whole story, quotes unsaid.
func TestStoryFind(t *testing.T) {
	e := community(t).Evidence(story(t))
	judge(t, func(l labelled) Verdict {
		_, v := e.Find(l.Claim)
		return v
	}).hold(t, 0.03)
}
