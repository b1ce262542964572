package discord

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/answer"
	"footnote/internal/ledger"
)

const (
	storeTimeout = 1500 * time.Millisecond // to record a question, out of the 3 s of its acknowledgement
	ackTimeout   = 2500 * time.Millisecond // to acknowledge it, from its arrival
	tokenLife    = 14*time.Minute + 30*time.Second
	mentionLife  = time.Hour // how old a mention may be that is still answered after a restart
	redeliver    = 5 * time.Second
)

// task is a question that was taken, on its way to its last word.
type task struct {
	q       ledger.Question
	history []answer.Turn
	board   *board
}

func (b *Bot) newTask(q ledger.Question, history []answer.Turn) *task {
	return &task{q: q, history: history, board: newBoard(b.rest, q, func(ctx context.Context, message string) error {
		return b.cfg.Store.Posted(ctx, q.ID, message)
	})}
}

// deadline is when the answer can't be shown any more.
func (t *task) deadline() time.Time {
	if t.q.Via == ledger.ViaMention {
		return t.q.Asked.Add(mentionLife)
	}
	return t.q.Asked.Add(tokenLife)
}

// work answers a question, with an approved answer where there is one, and sees to it that it has its last word: an answer, an
// apology, or a record of why there could be neither. stop ends the answering, not the
// last word.
func (b *Bot) work(stop context.Context, t *task) {
	last, cancel := context.WithDeadline(b.delivery, t.deadline())
	defer cancel()
	var o ledger.Outcome
	done := false
	asked := b.cfg.Corpus().Version
	defer func() { // also when something panics on the way
		if !done {
			o = ledger.Outcome{Failure: sayFailed}
		}
		o.Corpus = asked
		b.finish(last, t, o)
		if b.cfg.Corpus().Version != asked {
			b.CorpusChanged() // while this was answered: it may be out of date already
		}
	}()
	var given bool
	if o, given = b.again(stop, t); !given {
		o = b.answer(stop, last, t)
	}
	done = true
}

// answer asks, shows claims as they come, and returns the outcome that is left to show.
func (b *Bot) answer(stop, last context.Context, t *task) ledger.Outcome {
	ctx, cancel := context.WithTimeout(stop, b.cfg.AnswerTimeout)
	defer cancel()
	live := newLive(last, b.pace, t)
	a, err := b.cfg.Answerer.Ask(ctx, answer.Request{ID: t.q.ID, Question: t.q.Text, History: t.history}, live.add)
	live.stop()
	o := ledger.Outcome{Answer: a}
	if err != nil {
		o.Answer.Claims = live.shown() // these were verified, whatever happened then
		o.Failure = sayFailed
		if stop.Err() != nil {
			o.Failure = sayLeaving
		}
		b.log.Error("could not answer", "question", t.q.ID, "err", err)
	}
	return o
}

// finish shows the last word and records it. Discord may be out of order for a while: it
// is tried again until the question's deadline.
func (b *Bot) finish(ctx context.Context, t *task, o ledger.Outcome) {
	err := b.deliver(ctx, t, o)
	if err != nil {
		b.log.Error("could not show the last word", "question", t.q.ID, "err", err)
		o.Silent = true
		if o.Failure == "" && len(t.board.shown) == 0 {
			o.Failure = sayNobody
		}
	}
	o.At = b.now()
	record, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := b.cfg.Store.Finish(record, t.q.ID, o); err != nil {
		b.log.Error("could not record the last word", "question", t.q.ID, "err", err)
	}
	b.flights.end(t.q.ID)
	b.metrics.outcome(o, o.At.Sub(t.q.Asked).Seconds())
	b.log.Info("finished", "question", t.q.ID, "via", t.q.Via, "answered", o.Answer.Answered, "mode", o.Answer.Mode,
		"claims", len(o.Answer.Claims), "dropped", len(o.Answer.Dropped), "failed", o.Failure != "", "took", o.At.Sub(t.q.Asked))
}

func (b *Bot) deliver(ctx context.Context, t *task, o ledger.Outcome) error {
	pages, rows := lastWord(t.q, o)
	return b.persist(ctx, t.q.ID, func() error { return t.board.show(ctx, pages, rows) })
}

// persist repeats show until it succeeds, nobody is there any more, or ctx ends.
func (b *Bot) persist(ctx context.Context, question string, show func() error) error {
	for {
		err := show()
		if err == nil || errors.Is(err, errNobody) || ctx.Err() != nil {
			return err
		}
		b.log.Warn("the last word does not get through: trying again", "question", question, "err", err)
		if sleepUntil(ctx, time.Now().Add(redeliver)) != nil {
			return err
		}
	}
}

// lastWord is what an outcome looks like.
func lastWord(q ledger.Question, o ledger.Outcome) ([]string, []discordgo.MessageComponent) {
	if o.Failure != "" && len(o.Answer.Claims) == 0 {
		return []string{o.Failure}, nil
	}
	v := finalView(q, o)
	if len(v.Claims) == 0 {
		return render(v), nil
	}
	return render(v), answerButtons(q.ID)
}

// finalView is all that there is to show of an outcome.
func finalView(q ledger.Question, o ledger.Outcome) view {
	v := viewOf(q)
	v.Understood, v.Claims, v.Mode, v.Done = o.Answer.Understood, o.Answer.Claims, o.Answer.Mode, true
	v.Notices, v.Nearest = o.Answer.Notices, o.Answer.Passages
	if o.Failure != "" {
		v.Notices = append(v.Notices[:len(v.Notices):len(v.Notices)], sayInterrupted)
	}
	return v
}

// viewOf shows the question above the answer where it does not stand in the channel.
func viewOf(q ledger.Question) view {
	if q.Via == ledger.ViaCommand {
		return view{Question: q.Text}
	}
	return view{}
}
