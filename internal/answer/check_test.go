package answer_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/retrieval"
)

func checker(t testing.TB) *answer.Checker {
	body, err := os.ReadFile("../../corpus/russia-challenges-us-over-syria.md")
	if err != nil {
		t.Fatal(err)
	}
	return &answer.Checker{Searcher: indexed(t, t.TempDir(), body), Prover: verify.New(nil)}
}

func TestCheckAgainstTheCorpus(t *testing.T) {
	c := checker(t)
	for _, tt := range []struct {
		claim, cites, reason string // cites: words of the first citation; "" when unsupported
	}{
		{"More than 80 people were killed.", "80 people were killed", ""},
		{"80 people were killed.", "", "the passage says more than 80, the claim 80"},
		{"Haley called on Moscow to stop protecting Assad.", "called on Moscow", ""},
		{"Russia blocked a Western effort. Haley called on Moscow to stop protecting Assad.", "blocked a Western effort", ""},
		{"Russia blocked a Western effort. Haley called on Moscow to keep protecting Assad.", "", `the passage says "stop"`},
		{`Trump called Assad "an animal" on Fox Business Network.`, "", "Trump is not named here"},
		{"The moon is made of green cheese.", "", "no passage speaks of it"},
		{"?!", "", "the claim has no words"},
		{"", "", "the claim has no words"},
		{strings.Repeat("Haley called on Moscow to stop protecting Assad. ", 9), "", "only the first 8 sentences were checked"},
	} {
		t.Run(tt.claim, func(t *testing.T) {
			got, err := c.Check(t.Context(), tt.claim)
			if err != nil {
				t.Fatal(err)
			}
			consistent(t, got)
			if got.Supported != (tt.cites != "") {
				t.Fatalf("supported is %v: %v", got.Supported, got.Reasons)
			}
			if got.Supported && !strings.Contains(got.Citations[0].Quote, tt.cites) {
				t.Errorf("cites %q, want %q", got.Citations[0].Quote, tt.cites)
			}
			if !strings.Contains(strings.Join(got.Reasons, "; "), tt.reason) {
				t.Errorf("reasons are %q, want %q", got.Reasons, tt.reason)
			}
		})
	}
}

func TestCheckAgainstTexts(t *testing.T) {
	c := &answer.Checker{Prover: verify.New(nil)}
	texts := []string{"The bridge opened in 1932. It is 503 metres long.", "Its toll was removed in May 1990."}
	for claim, want := range map[string]bool{
		"The bridge opened in 1932.":                                true,
		"The toll was removed in 1990.":                             true,
		"The bridge opened in 1945 and closed again in the winter.": false,
		"Napoleon crossed the Alps with his army of elephants.":     false,
	} {
		got := c.Against(claim, texts)
		consistent(t, got)
		if got.Supported != want {
			t.Errorf("%q: supported is %v, score %.2f, %q", claim, got.Supported, got.Score, got.Reasons)
		}
	}
	if got := c.Against("The bridge opened.", nil); got.Supported {
		t.Error("a claim was supported by no passage at all")
	}
}

// consistent checks what holds for every checked claim.
func consistent(t *testing.T, c answer.Checked) {
	t.Helper()
	if c.Supported != (c.Score >= 0.5) || c.Supported != (len(c.Reasons) == 0) {
		t.Errorf("supported %v with score %v and reasons %q", c.Supported, c.Score, c.Reasons)
	}
	if c.Supported && len(c.Citations) == 0 || !c.Supported && len(c.Citations) > 0 {
		t.Errorf("supported %v with %d citations", c.Supported, len(c.Citations))
	}
	for i, q := range c.Citations {
		if q.Number != i+1 || q.Passage.Text[q.Start:q.End] != q.Quote {
			t.Errorf("citation %d is %+v", i, q)
		}
	}
}

func TestCheckedJSON(t *testing.T) {
	doc, err := json.Marshal(answer.Checked{ID: "7", Claim: "No."})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"7","claim":"No.","supported":false,"score":0,"citations":[],"reasons":[]}`
	if string(doc) != want {
		t.Errorf("got  %s\nwant %s", doc, want)
	}
}

type brokenSearcher struct{}

func (brokenSearcher) Search(context.Context, string, int) (retrieval.Result, error) {
	return retrieval.Result{}, errors.New("broken")
}

func TestCheckSaysThatTheSearchFailed(t *testing.T) {
	c := &answer.Checker{Searcher: brokenSearcher{}, Prover: verify.New(nil)}
	if _, err := c.Check(t.Context(), "A claim."); err == nil || err.Error() != "search the corpus: broken" {
		t.Errorf("error is %v", err)
	}
}
