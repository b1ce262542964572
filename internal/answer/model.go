package answer

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"
)

// Model writes text: openai.Client, or a double. Chat asks for a reply to one system
// and one user message, shaped by a JSON schema where the server can do that, and
// returns the tokens used.
//
// text receives the reply piece by piece, on the caller's goroutine. attempt counts
// from 1; it goes up when a call that failed is made anew, and what came before is then
// void. An empty piece announces an attempt before it costs anything. text returns
// false to end the reply there, which is not an error.
//
// An error may have a method Reason() string, which chooses the sentence that the
// member is told: see notices.
type Model interface {
	Name() string
	Chat(ctx context.Context, system, user string, schema []byte, text func(attempt int, piece string) bool) (prompt, completion int, err error)
}

// DefaultTimeout bounds the models' whole part in one answer.
const DefaultTimeout = 60 * time.Second

// notices tell the member what became of the model, by the reason of its error.
var notices = map[string]string{
	"budget":       "Today's budget for the model is used up, so answers are quoted from the articles until midnight UTC.",
	"timeout":      "The model took too long, so this was answered without it.",
	"refused":      "The model would not answer, so this was answered without it.",
	"unauthorized": unreachable,
	"rate limited": "The model is busy just now, so this was answered without it.",
	"unavailable":  unreachable,
	"rejected":     unreachable,
}

const unreachable = "The model can't be reached just now, so this was answered without it."

// reasonOf is why a model failed: a key of notices.
func reasonOf(err error) string {
	var known interface{ Reason() string }
	if errors.As(err, &known) && notices[known.Reason()] != "" {
		return known.Reason()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "timeout"
	}
	return "unavailable"
}

// failed says why there is no written answer: to the operator with the cause, to the
// member in a sentence. That the budget is used up is said once a day, not every time.
func (s *Service) failed(ctx context.Context, a *Answer, err error) {
	if ctx.Err() != nil {
		return // nobody waits for this answer
	}
	reason := reasonOf(err)
	if reason == "budget" && !s.overBudget.news(s.now()) {
		return
	}
	s.log().Warn("the model did not answer, so the articles are quoted", "reason", reason, "err", err)
	a.note(notices[reason])
}

// daily lets something through once a day (UTC).
type daily struct {
	mu   sync.Mutex
	last string
}

func (d *daily) news(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	today := now.UTC().Format(time.DateOnly)
	news := d.last != today
	d.last = today
	return news
}

// complete asks a model for one short JSON object and reads it into v.
func (a *Answer) complete(ctx context.Context, m Model, system, user, schema string, v any) error {
	const most = 8 << 10
	var reply strings.Builder
	last := 0
	prompt, completion, err := m.Chat(ctx, system, user, []byte(schema), func(attempt int, piece string) bool {
		if attempt != last {
			last = attempt
			reply.Reset()
		}
		reply.WriteString(piece)
		return reply.Len() < most
	})
	a.spend(prompt, completion)
	if err != nil {
		return err
	}
	text := reply.String()
	start, end := strings.Index(text, "{"), strings.LastIndex(text, "}")
	if start < 0 || end < start {
		return errors.New("the model's reply holds no JSON object")
	}
	return json.Unmarshal([]byte(text[start:end+1]), v)
}

func (a *Answer) spend(prompt, completion int) {
	a.Usage.Prompt += prompt
	a.Usage.Completion += completion
}
