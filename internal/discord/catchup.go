package discord

import (
	"context"
	"errors"
	"slices"
	"time"

	"footnote/internal/ledger"
)

// catchUp finishes what an earlier process left without a last word: it is answered now,
// or recorded as lost when nobody can be answered any more.
func (b *Bot) catchUp(ctx context.Context) {
	var left []ledger.Question
	err := b.insist(ctx, "read what was left unanswered", func() (err error) {
		left, err = b.cfg.Store.Unfinished(ctx)
		return err
	})
	if err != nil {
		return
	}
	for _, q := range left {
		if err := b.resume(ctx, q); err != nil {
			return // the bot is leaving; the rest is for the next one
		}
	}
}

// resume answers one question that was left, as soon as there is a place for it.
func (b *Bot) resume(ctx context.Context, q ledger.Question) error {
	t := b.newTask(q, nil)
	if b.now().After(t.deadline()) {
		b.lose(q, sayTooLate)
		return nil
	}
	q, waiting, err := b.whatStands(ctx, q)
	if err != nil {
		return err
	}
	if !waiting {
		b.lose(q, sayNobody)
		return nil
	}
	for {
		leave, why := b.enter()
		if why == nil {
			b.log.Info("finishing a question that was left", "question", q.ID, "via", q.Via)
			b.start(q, b.history(ctx, q.Follows))
			leave()
			return nil
		}
		if err := sleepUntil(ctx, time.Now().Add(time.Second)); err != nil {
			return err
		}
	}
}

// whatStands finds the messages that already show an answer to q, though nobody lived to
// note them, and reports whether anybody still waits for one. Its error is ctx's.
func (b *Bot) whatStands(ctx context.Context, q ledger.Question) (found ledger.Question, waiting bool, err error) {
	waiting = true
	err = b.insist(ctx, "look at a question that was left", func() error {
		if q.Via == ledger.ViaMention {
			return b.findReplies(ctx, &q)
		}
		p, err := b.rest.original(ctx, token{Interaction: q.ID, Application: q.Application, Secret: q.Token})
		if err == nil && !slices.Contains(q.Messages, p.ID) {
			q.Messages = append([]string{p.ID}, q.Messages...)
		}
		return err
	})
	var refused *apiError
	if errors.As(err, &refused) { // never acknowledged, deleted, or the channel is closed to the bot
		return q, false, nil
	}
	return q, waiting, err
}

// findReplies adds the bot's replies to a mention that were not noted.
func (b *Bot) findReplies(ctx context.Context, q *ledger.Question) error {
	replies, err := b.rest.after(ctx, q.Channel, q.ID)
	if err != nil {
		return err
	}
	slices.Reverse(replies) // Discord lists the newest first
	for _, p := range replies {
		mine := p.Author != nil && p.Author.ID == b.me.user
		if mine && p.Reference != nil && p.Reference.MessageID == q.ID && !slices.Contains(q.Messages, p.ID) {
			q.Messages = append(q.Messages, p.ID)
		}
	}
	return nil
}

// lose records that a question got no last word, and why.
func (b *Bot) lose(q ledger.Question, why string) {
	b.log.Warn("a question that was left could not be answered", "question", q.ID, "why", why)
	o := ledger.Outcome{Failure: why, Silent: true, At: b.now()}
	b.note(b.cfg.Store.Finish(context.WithoutCancel(b.delivery), q.ID, o), q)
	b.metrics.outcome(o, o.At.Sub(q.Asked).Seconds())
}
