package eval_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/eval"
)

// checker says of each claim what its last word says, and breaks its promise on demand.
type checker struct{ broken bool }

func (c checker) Check(_ context.Context, claim string) (answer.Checked, error) {
	return c.Against(claim, nil), nil
}

func (c checker) Against(claim string, _ []string) answer.Checked {
	said := answer.Checked{Claim: claim, Supported: strings.HasSuffix(claim, "yes"), Score: 0.25, Reasons: []string{"it does not say so"}}
	if said.Supported {
		said.Score, said.Reasons = 0.75, nil
	}
	if c.broken {
		said.Citations = []verify.Citation{{Passage: &article.Passage{ID: "a#1", Text: "some words"}, Quote: "other words", End: 11}}
	}
	return said
}

// Four responses: r1 and r2 are wrong, r1 and r3 are flagged, so that flagging is right
// once of two times flagged and two times wrong.
const claims = `{"id":"1","response":"r1","task":"qa","claim":"true yes","supported":true,"passages":["x"]}
{"id":"2","response":"r1","task":"qa","claim":"false no","supported":false}
{"id":"3","response":"r2","task":"qa","claim":"false yes","supported":false}
{"id":"4","response":"r3","kind":"summary","claim":"true no","supported":true}

{"id":"5","response":"r4","kind":"summary","claim":"true yes","supported":true}
`

func claimSet(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "claims.jsonl")
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRunClaims(t *testing.T) {
	read, err := eval.ReadClaims(claimSet(t, claims))
	if err != nil {
		t.Fatal(err)
	}
	report, err := eval.RunClaims(t.Context(), checker{}, read, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{
		"flag_f1": 0.5, "flag_precision": 0.5, "flag_recall": 0.5,
		"true_passed": 2. / 3, "false_stopped": 0.5, "check_violations": 0,
		// of the six pairs of a true and a false claim two are in order and three tied
		"claim_auc": (2 + 3*0.5) / 6,
	} {
		got, ok := report.Groups[0].Figures.Get(name)
		if !ok || math.Abs(got.Value-want) > 1e-9 {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if len(report.Groups) != 3 || report.Groups[1].Kind != "qa" || report.Groups[2].Kind != "summary" {
		t.Errorf("groups: %v", report.Groups)
	}
	if len(report.Failures) != 2 || report.Failures[0].What != "passed a false claim" || report.Failures[1].What != "stopped a true claim" {
		t.Errorf("failures: %v", report.Failures)
	}
	floors, err := eval.ParseFloors("flag_f1>=0.5, qa/flag_recall>=0.6")
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Check(floors); err == nil || !strings.HasPrefix(err.Error(), "floor qa/flag_recall>=0.6: it is 0.500") {
		t.Errorf("the floors say %v", err)
	}
}

func TestRunClaimsCountsBrokenPromises(t *testing.T) {
	read, err := eval.ReadClaims(claimSet(t, claims))
	if err != nil {
		t.Fatal(err)
	}
	report, err := eval.RunClaims(t.Context(), checker{broken: true}, read, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := report.Groups[0].Figures.Get("check_violations"); got.Value != 5 {
		t.Errorf("%v violations, want 5", got.Value)
	}
}

func TestReadClaimsSaysWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		`{"id":"1","claim":"x"}`:                `:1: "supported" is missing`,
		`{"id":"1","supported":true}`:           `:1: "claim" is missing`,
		`{"claim":"x","supported":true}`:        `:1: "id" is missing`,
		`{"claim":`:                             `:1: not a claim as JSON`,
		claims + strings.Split(claims, "\n")[0]: `:7: the id "1" is taken by line 1`,
	} {
		if _, err := eval.ReadClaims(claimSet(t, line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", line, err, want)
		}
	}
}

func TestHoldsClaims(t *testing.T) {
	for content, want := range map[string]bool{claims: true, `{"id":"1","question":"who?","answerable":false}`: false, "": false, "x": false} {
		if got, err := eval.HoldsClaims(claimSet(t, content)); err != nil || got != want {
			t.Errorf("%q: %v, %v", content, got, err)
		}
	}
}
