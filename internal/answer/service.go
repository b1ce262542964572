package answer

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
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

// Verifier passes or refuses a draft, given the passages retrieved for its question:
// verify.Verifier. The Claim is worth showing only when the Verdict says supported.
type Verifier interface {
	Claim(d verify.Draft, retrieved []*article.Passage) (verify.Claim, verify.Verdict)
}

// Model writes text: openai.Client, or a double. Chat asks for a reply to one system
// and one user message, shaped by a JSON schema where the server can do that, and
// returns the tokens used.
//
// text receives the reply piece by piece. attempt counts from 1; it goes up when a
// broken stream is asked for anew, and what came before is then void. An empty piece
// announces an attempt before it costs anything. text returns false to end the reply
// there, which is not an error.
//
// An error may have a method Reason() string, one of the Reason constants, by which
// the member is told in a sentence what happened.
type Model interface {
	Name() string
	Chat(ctx context.Context, system, user string, schema []byte, text func(attempt int, piece string) bool) (prompt, completion int, err error)
}

// Service answers questions: search, then a model when there is one, else extraction.
// Searcher and Extractor are required; so is Verifier with a Model. Its methods may
// be called from several goroutines at once if those of its parts may.
type Service struct {
	Searcher  Searcher
	Extractor interface { // *Extractor, or a fake
		Extract(question string, res retrieval.Result) Extraction
	}
	Verifier Verifier
	Model    Model // nil: extractive answers only
	// Timeout bounds the model's whole part in one answer; 0: DefaultTimeout.
	Timeout time.Duration
	Log     *slog.Logger     // nil: slog.Default
	Now     func() time.Time // nil: time.Now
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
	res, err := s.Searcher.Search(ctx, a.question(), k)
	if err != nil {
		return fmt.Errorf("search the corpus: %w", err)
	}
	a.Passages = res.Hits
	a.note(res.Degraded)
	s.extract(a, res, show)
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

func (s *Service) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}
