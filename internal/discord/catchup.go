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
	b.log.Info("caught up with what was left", "questions", len(left))
}

// resume answers one question that was left, as soon as there is a place for it.
func (b *Bot) resume(ctx context.Context, q ledger.Question) error {
	t := b.newTask(q, nil)
	if b.now().After(t.deadline()) {
		b.tooLate(ctx, q)
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
	for _, id := range q.Messages {
		b.note(b.cfg.Store.Posted(ctx, q.ID, id), q) // those that nobody lived to note
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

// tooLate gives up a question whose time has passed. An answer that was begun in public
// does not stay as though more would come.
func (b *Bot) tooLate(ctx context.Context, q ledger.Question) {
	if len(q.Messages) == 0 || q.Private {
		b.lose(q, sayTooLate)
		return
	}
	q.Token = "" // worthless by now: its messages are reached through their channel
	show := newBoard(b.rest, q, func(context.Context, string) error { return nil })
	if err := show.show(ctx, []string{sayFailed}, nil); err != nil {
		b.lose(q, sayTooLate)
		return
	}
	b.log.Info("a question that was left is apologised for", "question", q.ID)
	b.close(q, ledger.Outcome{Failure: sayFailed, At: b.now()})
}

// whatStands finds the messages that already show an answer to q, though nobody lived to
// note them, and reports whether anybody still waits for one. Its error is ctx's.
func (b *Bot) whatStands(ctx context.Context, q ledger.Question) (found ledger.Question, waiting bool, err error) {
	err = b.insist(ctx, "look at a question that was left", func() error {
		if q.Via == ledger.ViaMention {
			return b.findReplies(ctx, &q)
		}
		return b.findResponse(ctx, &q)
	})
	var refused *apiError
	if errors.As(err, &refused) { // never acknowledged, deleted, or the channel is closed to the bot
		return q, false, nil
	}
	return q, true, err
}

// findReplies adds the bot's replies to a mention that were not noted.
func (b *Bot) findReplies(ctx context.Context, q *ledger.Question) error {
	return b.findMine(ctx, q, q.ID, func(p posted) bool { return p.Reference != nil && p.Reference.MessageID == q.ID })
}

// findResponse adds the answer to a command, and what followed it in public, if that was
// not noted. Private messages after the first can't be listed.
func (b *Bot) findResponse(ctx context.Context, q *ledger.Question) error {
	p, err := b.rest.original(ctx, token{Interaction: q.ID, Application: q.Application, Secret: q.Token})
	if err != nil {
		return err
	}
	if !slices.Contains(q.Messages, p.ID) {
		q.Messages = append([]string{p.ID}, q.Messages...)
	}
	if q.Private || q.State != ledger.Answering {
		return nil // nothing can have followed
	}
	err = b.findMine(ctx, q, p.ID, func(p posted) bool { return p.Interaction != nil && p.Interaction.ID == q.ID })
	var refused *apiError
	if errors.As(err, &refused) { // it may answer here without reading here
		err = nil
	}
	return err
}

// maxPages bounds how far back catching up looks, in hundreds of messages.
const maxPages = 20

// findMine adds to q's messages those of the bot's after one that answer it, oldest first.
func (b *Bot) findMine(ctx context.Context, q *ledger.Question, after string, answers func(posted) bool) error {
	for range maxPages {
		page, err := b.rest.after(ctx, q.Channel, after)
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[0].ID // Discord lists the newest first
		slices.Reverse(page)
		for _, p := range page {
			if p.Author != nil && p.Author.ID == b.me.user && answers(p) && !slices.Contains(q.Messages, p.ID) {
				q.Messages = append(q.Messages, p.ID)
			}
		}
	}
	return nil
}

// lose records that a question got no last word, and why.
func (b *Bot) lose(q ledger.Question, why string) {
	b.log.Warn("a question that was left could not be answered", "question", q.ID, "why", why)
	b.close(q, ledger.Outcome{Failure: why, Silent: true, At: b.now()})
}

// close records the last word on a question that was left.
func (b *Bot) close(q ledger.Question, o ledger.Outcome) {
	b.note(b.cfg.Store.Finish(context.WithoutCancel(b.delivery), q.ID, o), q)
	b.metrics.outcome(o, o.At.Sub(q.Asked).Seconds())
}
