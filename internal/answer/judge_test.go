package answer_test

import (
	"net/http"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/openai/openaitest"
)

// two writes the honest claim and another true one.
func two(r openaitest.Request) string {
	c := truth(r)
	whole := "US Ambassador to the United Nations, Nikki Haley, called on Moscow to stop protecting Assad, and said the US wants to work with Russian Federation toward a political solution for Syria."
	return openaitest.Claims(c, openaitest.Claim{Text: whole, Quotes: []openaitest.Quote{{Passage: c.Quotes[0].Passage, Quote: whole}}})
}

func TestJudge(t *testing.T) {
	const one, other = "Nikki Haley called", "US Ambassador to"
	for name, tc := range map[string]struct {
		judge   openaitest.Reply
		claims  []string // beginnings of those shown
		dropped int
		notices int
		mode    answer.Mode
	}{
		"all stand":          {openaitest.Says(`{"verdicts":[{"claim":1,"supported":true,"why":"x"},{"claim":2,"supported":true}]}`), []string{one, other}, 0, 0, answer.Written},
		"the first falls":    {openaitest.Says(`{"verdicts":[{"claim":1,"supported":false,"why":"not said"},{"claim":2,"supported":true}]}`), []string{other}, 1, 0, answer.Written},
		"all fall":           {openaitest.Says(`{"verdicts":[{"claim":1,"supported":false},{"claim":2,"supported":false}]}`), []string{""}, 2, 1, answer.Extract},
		"in a fence":         {openaitest.Says("```json\n{\"verdicts\":[{\"claim\":2,\"supported\":false}]}\n```"), []string{one}, 1, 0, answer.Written},
		"one has no verdict": {openaitest.Says(`{"verdicts":[{"claim":2},{"claim":7,"supported":false}]}`), []string{one, other}, 0, 0, answer.Written},
		"wrong types":        {openaitest.Says(`{"verdicts":"all good"}`), []string{one, other}, 0, 1, answer.Written},
		"prose":              {openaitest.Says("Looks good to me!"), []string{one, other}, 0, 1, answer.Written},
		"fails":              {openaitest.Fails(500, ""), []string{one, other}, 0, 1, answer.Written},
		"refuses":            {openaitest.Refuses("no"), []string{one, other}, 0, 1, answer.Written},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := written(t, double(t, openaitest.Writes(two)))
			s.Judge = written(t, double(t, tc.judge)).Model
			a := ask(t, s, answer.Request{Question: haley})
			if len(a.Claims) != len(tc.claims) || len(a.Dropped) != tc.dropped || len(a.Notices) != tc.notices || a.Mode != tc.mode {
				t.Fatalf("got %+v", a)
			}
			for i, c := range a.Claims {
				if !strings.HasPrefix(c.Text(), tc.claims[i]) || c.Citations()[0].Number != i+1 {
					t.Errorf("claim %d is %q with footnote %d", i, c.Text(), c.Citations()[0].Number)
				}
			}
		})
	}
}

// TestJudgedBeforeShown sees what the judge is shown, and that nobody else is before it.
func TestJudgedBeforeShown(t *testing.T) {
	shown := 0
	s := written(t, double(t, openaitest.Writes(two)))
	judge := double(t, func(w http.ResponseWriter, r openaitest.Request) {
		if shown != 0 {
			t.Error("a claim was shown before it was judged")
		}
		for _, want := range []string{"claim 1\nNikki Haley called on Moscow", "source of claim 1\nUS Ambassador", "claim 2\n"} {
			if !strings.Contains(r.User, want) {
				t.Errorf("%q is not in what the judge is shown:\n%s", want, r.User)
			}
		}
		openaitest.Says(`{"verdicts":[]}`)(w, r)
	})
	s.Judge = written(t, judge).Model
	a, err := s.Ask(t.Context(), answer.Request{Question: haley}, func(verify.Claim) { shown++ })
	if err != nil || shown != 2 || a.Usage.Prompt != 1400 {
		t.Errorf("%d shown, %d tokens, %v", shown, a.Usage.Prompt, err)
	}
}
