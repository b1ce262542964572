package answer

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"footnote/internal/answer/verify"
	"footnote/internal/retrieval"
)

// DefaultPassages is how many passages are retrieved when a Request does not say.
const DefaultPassages = 8

// Request is one question. ID is the caller's own and comes back on the Answer.
// History is the conversation so far, oldest turn first; empty for a question that
// stands alone. K is how many passages to retrieve; 0: DefaultPassages.
type Request struct {
	ID       string
	Question string
	History  []Turn
	K        int
	// Understood is told how a follow-up was understood, before any claim is shown; may be nil.
	Understood func(question string)
}

// Turn is one earlier question of a conversation and the claims shown in answer to
// it (none: an abstention). Question is as it was understood, when that differs.
type Turn struct {
	Question string
	Claims   []string
}

// Turn is the answer as a later question may refer back to it.
func (a Answer) Turn() Turn {
	t := Turn{Question: a.question()}
	for _, c := range a.Claims {
		t.Claims = append(t.Claims, c.Text())
	}
	return t
}

// Service answers questions: search, then a model when there is one, else extraction.
// Searcher and Extractor are required; so is Verifier with a Model. It may be used from
// several goroutines at once if its parts may, and must not be copied.
type Service struct {
	Searcher  Searcher
	Extractor interface { // extract.Extractor, or a fake
		Extract(question string, res retrieval.Result) Extraction
	}
	Verifier *verify.Verifier
	Model    Model // nil: extractive answers only
	// Judge, when there is one, takes a second look at a written answer: its claims,
	// verified one by one, are then shown all at once, after it.
	Judge Model
	// Timeout bounds the models' whole part in one answer; 0: DefaultTimeout.
	Timeout time.Duration
	Log     *slog.Logger     // nil: slog.Default
	Now     func() time.Time // nil: time.Now

	overBudget daily
}

// Ask answers req. Every claim goes to show, in order, as soon as it is verified; show
// may be nil. Whatever becomes of the model, the answer is a verified one, if need be
// extracted, or an abstention, with a notice that says so; an error is returned only
// when there is not even that: ctx has ended, or the search failed.
func (s *Service) Ask(ctx context.Context, req Request, show func(verify.Claim)) (Answer, error) {
	start := s.now()
	a := Answer{ID: req.ID, Question: req.Question, Mode: Extract}
	err := s.answer(ctx, req, &a, show)
	a.Elapsed = s.now().Sub(start)
	return a, err
}

func (s *Service) answer(ctx context.Context, req Request, a *Answer, show func(verify.Claim)) error {
	k := req.K
	if k <= 0 {
		k = DefaultPassages
	}
	s.understand(ctx, a, req.History)
	if a.Understood != "" && req.Understood != nil {
		req.Understood(a.Understood)
	}
	res, err := s.Searcher.Search(ctx, a.question(), k)
	if err != nil {
		return fmt.Errorf("search the corpus: %w", err)
	}
	a.Passages = res.Hits
	if res.Degraded != "" {
		s.log().Warn("searched with less than everything", "why", res.Degraded)
		a.note("Part of the search was not available, so something may have been missed.")
	}
	if s.Model == nil || len(res.Hits) == 0 || !s.write(ctx, a, show) {
		s.extract(a, res, show)
	}
	return ctx.Err()
}

// extract fills a with the sentences that answer, and shows them.
func (s *Service) extract(a *Answer, res retrieval.Result, show func(verify.Claim)) {
	x := s.Extractor.Extract(a.question(), res)
	a.Mode, a.Answered, a.Confidence, a.Reason = Extract, x.Answered, x.Confidence, x.Reason
	if !x.Answered {
		return
	}
	a.Claims = x.Claims
	if show == nil {
		return
	}
	for _, c := range x.Claims {
		show(c)
	}
}

// question is the question to work on: as understood, else as asked.
func (a *Answer) question() string {
	if a.Understood != "" {
		return a.Understood
	}
	return a.Question
}

// note adds a notice; an empty one is none.
func (a *Answer) note(notice string) {
	if notice != "" {
		a.Notices = append(a.Notices, notice)
	}
}

func (s *Service) timeout() time.Duration {
	if s.Timeout > 0 {
		return s.Timeout
	}
	return DefaultTimeout
}

func (s *Service) log() *slog.Logger {
	if s.Log != nil {
		return s.Log
	}
	return slog.Default()
}

func (s *Service) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}
