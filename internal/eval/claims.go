package eval

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
)

// Claim is one line of a set of claims: a sentence, and whether it is supported.
type Claim struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`     // figures are also given for each kind; may be empty
	Task     string   `json:"task"`     // the kind, in sets that call it so
	Response string   `json:"response"` // claims of one response are flagged together; may be empty
	Claim    string   `json:"claim"`
	Passages []string `json:"passages"` // what it is held against; none: the corpus
	// Supported is what a person says of it.
	Supported *bool `json:"supported"`
}

// Checker is what is measured: answer.Checker, or a fake.
type Checker interface {
	Check(ctx context.Context, claim string) (answer.Checked, error)
	Against(claim string, texts []string) answer.Checked
}

// judged is a claim, and what the checker said of it.
type judged struct {
	Claim
	said    answer.Checked
	elapsed time.Duration
}

// HoldsClaims reports whether the set at path is of claims, by its first line.
func HoldsClaims(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("read the set: %w", err)
	}
	defer f.Close()
	var first struct {
		Claim *string `json:"claim"`
	}
	err = json.NewDecoder(f).Decode(&first)
	return err == nil && first.Claim != nil, nil
}

// ReadClaims reads the set of claims at path: one JSON object a line, blank lines left
// out. The error names every bad line as name:line; with one there are no claims.
func ReadClaims(path string) ([]Claim, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read set of claims: %w", err)
	}
	defer f.Close()
	return readLines(f, path, func(c *Claim, _ int) string { return c.ID }, parseClaim)
}

// parseClaim reads one line and checks that it can be judged.
func parseClaim(line []byte) (Claim, error) {
	var c Claim
	if err := json.Unmarshal(line, &c); err != nil {
		return c, fmt.Errorf("not a claim as JSON: %w", err)
	}
	switch {
	case c.ID == "":
		return c, errors.New(`"id" is missing or empty`)
	case strings.TrimSpace(c.Claim) == "":
		return c, errors.New(`"claim" is missing or empty`)
	case c.Supported == nil:
		return c, errors.New(`"supported" is missing: write true or false`)
	}
	return c, nil
}

// RunClaims checks every claim, one after another so that their times can be compared.
// progress, which may be nil, is told how many are done. It fails when a claim cannot be
// checked at all, or when ctx ends.
func RunClaims(ctx context.Context, checker Checker, claims []Claim, progress func(done, total int)) (Report, error) {
	var all []judged
	for i, c := range claims {
		c.Kind = cmp.Or(c.Kind, c.Task)
		start := time.Now()
		said, err := check(ctx, checker, c)
		if err != nil {
			return Report{}, fmt.Errorf("%s: %w", c.ID, err)
		}
		all = append(all, judged{Claim: c, said: said, elapsed: time.Since(start)})
		if progress != nil {
			progress(i+1, len(claims))
		}
	}
	return claimReport(all), nil
}

func check(ctx context.Context, checker Checker, c Claim) (answer.Checked, error) {
	if len(c.Passages) == 0 {
		return checker.Check(ctx, c.Claim)
	}
	return checker.Against(c.Claim, c.Passages), ctx.Err()
}

func claimReport(all []judged) Report {
	r := Report{Violations: []string{}, Unlocated: []string{}, Failures: []Failure{}}
	byKind := map[string][]judged{}
	for _, j := range all {
		byKind[j.Kind] = append(byKind[j.Kind], j)
		r.Violations = append(r.Violations, j.violations()...)
		if j.said.Supported != *j.Supported {
			r.Failures = append(r.Failures, j.failure())
		}
	}
	r.Groups = []Group{claimGroup("", all)}
	for kind, of := range byKind {
		if kind != "" {
			r.Groups = append(r.Groups, claimGroup(kind, of))
		}
	}
	slices.SortFunc(r.Groups, func(a, b Group) int { return cmp.Compare(a.Kind, b.Kind) })
	return r
}

func claimGroup(kind string, of []judged) Group {
	return Group{Kind: kind, Questions: len(of), Figures: figuresOf(claimMetrics, of)}
}

func (j judged) failure() Failure {
	f := Failure{ID: j.ID, Kind: j.Kind, Question: j.Claim.Claim, What: "passed a false claim", Expected: "unsupported"}
	if *j.Supported {
		f.What, f.Expected = "stopped a true claim", "supported"
	}
	f.Got = fmt.Sprintf("score %.2f %s", j.said.Score, strings.Join(j.said.Reasons, "; "))
	return f
}

// violations are the broken promises in what the checker said; always none in a sound
// build.
func (j judged) violations() []string {
	var out []string
	for _, c := range j.said.Citations {
		if !stands(c) {
			out = append(out, fmt.Sprintf("%s: the quote %q does not stand in %s", j.ID, c.Quote, c.Passage.ID))
		}
	}
	return out
}

func stands(c verify.Citation) bool {
	text := c.Passage.Text
	return 0 <= c.Start && c.Start < c.End && c.End <= len(text) && text[c.Start:c.End] == c.Quote
}

// claimMetrics are what is measured of claims, in the order of the table. A response
// counts as flagged when any of its claims is judged unsupported, and as wrong when any
// is; F1, precision and recall are of flagging the wrong ones. A claim without a response
// is one of its own.
var claimMetrics = []metric[judged]{
	{"flag_f1", "F1 of flagging", responses(func(right, flagged, wrong float64) float64 { return 2 * right / (flagged + wrong) })},
	{"flag_precision", "precision of flagging", responses(func(right, flagged, _ float64) float64 { return right / max(flagged, 1) })},
	{"flag_recall", "recall of flagging", responses(func(right, _, wrong float64) float64 { return right / wrong })},
	{"true_passed", "true claims passed", share(true)},
	{"false_stopped", "false claims stopped", share(false)},
	{"claim_auc", "AUC of the score", asOutcomes(auc)},
	{"check_p50_ms", "latency p50, ms", asOutcomes(percentile(50))},
	{"check_p99_ms", "latency p99, ms", asOutcomes(percentile(99))},
	{"check_violations", "invariants broken", func(js []judged) (float64, int) {
		n := 0
		for _, j := range js {
			n += len(j.violations())
		}
		return float64(n), len(js)
	}},
}

// responses measures over responses: f gets how many were flagged rightly, flagged at all
// and wrong.
func responses(f func(right, flagged, wrong float64) float64) func([]judged) (float64, int) {
	return func(js []judged) (float64, int) {
		type response struct{ flagged, wrong bool }
		all := map[string]response{}
		for _, j := range js {
			key := cmp.Or(j.Response, j.ID)
			r := all[key]
			all[key] = response{r.flagged || !j.said.Supported, r.wrong || !*j.Supported}
		}
		var right, flagged, wrong float64
		for _, r := range all {
			if r.flagged {
				flagged++
			}
			if r.wrong {
				wrong++
			}
			if r.flagged && r.wrong {
				right++
			}
		}
		if wrong == 0 {
			return 0, 0
		}
		return f(right, flagged, wrong), len(all)
	}
}

// share is how many of the claims that are supported (or not) are judged so.
func share(supported bool) func([]judged) (float64, int) {
	return func(js []judged) (float64, int) {
		right, n := 0, 0
		for _, j := range js {
			if *j.Supported == supported {
				n++
				if j.said.Supported == supported {
					right++
				}
			}
		}
		return float64(right) / float64(n), n
	}
}

// asOutcomes measures claims as questions are: a supported claim is an answerable one.
func asOutcomes(f func([]Outcome) (float64, int)) func([]judged) (float64, int) {
	return func(js []judged) (float64, int) {
		outcomes := make([]Outcome, len(js))
		for i, j := range js {
			outcomes[i] = Outcome{Question: Question{Answerable: *j.Supported}, Confidence: j.said.Score, Elapsed: j.elapsed}
		}
		return f(outcomes)
	}
}
