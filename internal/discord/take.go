package discord

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/answer"
	"footnote/internal/ledger"
)

// refusal says why a question is not taken: a word for the metrics, and a sentence for
// the member.
type refusal struct{ reason, text string }

// reasonChannel is the reason of questions asked where the guild wants no answers.
const reasonChannel = "channel"

// refuse decides by its length, its place and by fairness whether a question may be
// taken; nil when it may. It counts the question against its member's rate. A look-up
// has no channel, and is fine anywhere.
func (b *Bot) refuse(ctx context.Context, q ledger.Question) *refusal {
	if n := size(q.Text); n > maxQuestion {
		return &refusal{"length", sayTooLong(n)}
	}
	s, err := b.settings(ctx, q.Guild)
	if err != nil {
		b.log.Error("could not read a server's settings", "guild", q.Guild, "err", err)
		return &refusal{"store", sayNoRecord}
	}
	if q.Channel != "" && !b.answersIn(ctx, s, q.Channel) {
		return &refusal{reasonChannel, sayNotHere(s.Channels)}
	}
	if wait, who := b.fair.take(q.Member, q.Guild, s); wait > 0 {
		return &refusal{who, sayWait(wait, who)}
	}
	return nil
}

// enter begins to take a question: until leave is called, the bot will not drain its
// workers. It reserves a place for the question, or says why there is none.
func (b *Bot) enter() (leave func(), why *refusal) {
	if !b.gate.TryRLock() {
		return nil, &refusal{"leaving", sayLeaving}
	}
	if !b.workers.reserve() {
		b.gate.RUnlock()
		return nil, &refusal{"queue", sayBusy}
	}
	return b.gate.RUnlock, nil
}

// begin records a question before anybody is told that it was taken.
func (b *Bot) begin(ctx context.Context, q ledger.Question) error {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	return b.cfg.Store.Begin(ctx, q)
}

// ask takes a question from /ask: recorded, then acknowledged, then answered.
func (b *Bot) ask(r request, text string, private bool) {
	q := ledger.Question{
		ID: r.ID, Via: ledger.ViaCommand, Guild: r.GuildID, Channel: r.ChannelID, Member: r.member,
		Text: clean(text), Private: private, Asked: b.now(), Application: r.AppID, Token: r.Token,
	}
	leave, why := b.admit(r.ctx, q)
	if why != nil {
		b.turnAway(r, why)
		return
	}
	defer leave()
	switch err := b.begin(r.ctx, q); {
	case errors.Is(err, ledger.ErrKnown): // the event came twice
		b.workers.release()
		return
	case err != nil:
		b.workers.release()
		b.log.Error("could not record a question", "question", q.ID, "err", err)
		b.turnAway(r, &refusal{"store", sayNoRecord})
		return
	}
	if !b.acknowledge(r, private) {
		b.workers.release()
		b.giveUp(q)
		return
	}
	b.note(b.cfg.Store.Acknowledge(r.ctx, q.ID), q)
	b.threads.asked(q.Channel, q.ID)
	b.start(q, nil)
}

// acknowledge lets the member see that an answer is on its way. It reports false when
// Discord refused; when Discord's answer was lost on the way, the acknowledgement may
// have arrived, and the question must not be left hanging.
func (b *Bot) acknowledge(r request, private bool) bool {
	err := b.callback(r, discordgo.InteractionResponseDeferredChannelMessageWithSource, deferred(private))
	var refused *apiError
	return !errors.As(err, &refused)
}

// admit is refuse and enter.
func (b *Bot) admit(ctx context.Context, q ledger.Question) (leave func(), why *refusal) {
	if q.Text == "" {
		return nil, &refusal{"length", sayEmpty}
	}
	if why := b.refuse(ctx, q); why != nil {
		return nil, why
	}
	return b.enter()
}

func (b *Bot) turnAway(r request, why *refusal) {
	b.metrics.refused.WithLabelValues(why.reason).Inc()
	b.say(r, why.text)
}

// start hands a recorded question, for which a place is reserved, to the workers.
func (b *Bot) start(q ledger.Question, history []answer.Turn) {
	b.metrics.asked.WithLabelValues(q.Via).Inc()
	b.log.Info("took a question", "question", q.ID, "via", q.Via, "guild", q.Guild, "private", q.Private, "length", size(q.Text))
	b.log.Debug("its words", "question", q.ID, "text", q.Text)
	t := b.newTask(q, history)
	b.flights.begin(q.ID, q.Channel)
	b.workers.start(func() { b.work(b.stop, t) })
}

// giveUp records that a question was never acknowledged, so nobody waits for it.
func (b *Bot) giveUp(q ledger.Question) {
	o := ledger.Outcome{Failure: "the question could not be acknowledged in time", Silent: true, At: b.now()}
	b.note(b.cfg.Store.Finish(context.WithoutCancel(b.delivery), q.ID, o), q)
	b.metrics.outcome(o, o.At.Sub(q.Asked).Seconds())
}

// note logs that the store could not take note of something.
func (b *Bot) note(err error, q ledger.Question) {
	if err != nil {
		b.log.Error("could not take note of a question's progress", "question", q.ID, "err", err)
	}
}
