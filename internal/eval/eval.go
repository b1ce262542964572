// Package eval owns measuring: it asks every question of a set and judges what comes
// back against the evidence that the set names. It knows an answer only from outside,
// as a member would see it, and changes nothing in how answers are made.
package eval

import (
	"context"
	"fmt"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// depth is how many ranks of a search are judged.
const depth = 10

// Answerer is what is measured: answer.Service, or a fake.
type Answerer interface {
	Ask(ctx context.Context, req answer.Request, show func(verify.Claim)) (answer.Answer, error)
}

// Extractor offers the best sentence even where it is not sure: answer.Extractor.
type Extractor interface {
	Extract(question string, res retrieval.Result) answer.Extraction
}

// Subject is what a run measures. Answerer and Searcher are required; an Extractor
// adds the figure that does not depend on abstaining.
type Subject struct {
	Corpus    *article.Corpus
	Answerer  Answerer
	Searcher  answer.Searcher
	Extractor Extractor
}

// Outcome is what came back for one question, judged.
type Outcome struct {
	Question Question
	Located  bool // the evidence, or the articles named, are in the corpus
	Rank     int  // of the first passage with the evidence, from 1; 0: not among the first ten
	Answered bool
	First    bool // the first citation overlaps the evidence
	Any      bool // some citation does
	Quoted   bool // some cited quote contains the answer
	Offered  bool // there is an Extractor, and it was asked
	Best     bool // the sentence that it puts first overlaps the evidence
	// Confidence is the answerer's own.
	Confidence float64
	Elapsed    time.Duration
	Violations []string // invariants broken, in words; always empty in a sound build
	Got        string   // the first quote, or why there is none
}

// Run asks every question, one after another so that their times can be compared, and
// reports. progress, which may be nil, is told how many are done. It fails when a
// question cannot be asked at all, or when ctx ends.
func Run(ctx context.Context, s Subject, questions []Question, progress func(done, total int)) (Report, error) {
	outcomes := make([]Outcome, 0, len(questions))
	for i, q := range questions {
		o, err := s.ask(ctx, q)
		if err != nil {
			return Report{}, fmt.Errorf("question %s: %w", q.ID, err)
		}
		outcomes = append(outcomes, o)
		if progress != nil {
			progress(i+1, len(questions))
		}
	}
	return newReport(outcomes), nil
}

// ask asks one question and judges what comes back.
func (s Subject) ask(ctx context.Context, q Question) (Outcome, error) {
	o := Outcome{Question: q}
	res, err := s.Searcher.Search(ctx, q.Question, depth)
	if err != nil {
		return o, err
	}
	a, err := s.Answerer.Ask(ctx, answer.Request{ID: q.ID, Question: q.Question}, nil)
	if err != nil {
		return o, err
	}
	right := locate(s.Corpus, q)
	o.Located = len(right) > 0
	o.Rank = rank(right, res.Hits)
	o.judge(a, right)
	if s.Extractor != nil {
		o.Offered = true
		if claims := s.Extractor.Extract(q.Question, res).Claims; len(claims) > 0 {
			o.Best = right.cited(claims[0].Citations()[0])
		}
	}
	return o, nil
}

// rank is the rank of the first hit that holds what is right, from 1; 0 for none.
func rank(right targets, hits []retrieval.Hit) int {
	for i, h := range hits[:min(len(hits), depth)] {
		if right.overlap(h.Passage, h.Passage.Span) {
			return i + 1
		}
	}
	return 0
}

// judge fills in what an answer amounts to.
func (o *Outcome) judge(a answer.Answer, right targets) {
	o.Answered, o.Confidence, o.Elapsed = a.Answered, a.Confidence, a.Elapsed
	o.Got = "abstained: " + a.Reason
	first := true
	for _, claim := range a.Claims {
		for _, c := range claim.Citations() {
			hit := right.cited(c)
			if first {
				o.First, o.Got, first = hit, c.Quote, false
			}
			o.Any = o.Any || hit
			o.Quoted = o.Quoted || containsAny(c.Quote, o.Question.Answer)
		}
	}
	o.Violations = violations(a)
}

// violations are the ways in which an answer breaks what every answer promises.
func violations(a answer.Answer) []string {
	var out []string
	retrieved := map[*article.Passage]bool{}
	for _, h := range a.Passages {
		retrieved[h.Passage] = true
	}
	if a.Answered != (len(a.Claims) > 0) {
		out = append(out, fmt.Sprintf("answered is %t with %d claims", a.Answered, len(a.Claims)))
	}
	for i, claim := range a.Claims {
		if len(claim.Citations()) == 0 {
			out = append(out, fmt.Sprintf("claim %d has no citation", i+1))
		}
		for _, c := range claim.Citations() {
			switch {
			case !retrieved[c.Passage]:
				out = append(out, fmt.Sprintf("claim %d cites a passage that was not retrieved", i+1))
			case c.Start < 0 || c.Start >= c.End || c.End > len(c.Passage.Text) || c.Passage.Text[c.Start:c.End] != c.Quote:
				out = append(out, fmt.Sprintf("claim %d quotes what does not stand at bytes %d to %d of %s", i+1, c.Start, c.End, c.Passage.ID))
			}
		}
	}
	return out
}
