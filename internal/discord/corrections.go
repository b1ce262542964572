package discord

import (
	"context"
	"errors"
	"fmt"
	"time"

	"footnote/internal/ledger"
)

const (
	outdatedBatch = 50
	outdatedRetry = time.Minute // after the ledger failed
	oneNote       = 2 * time.Minute
)

// CorpusChanged tells the bot that past answers were compared with a changed corpus and
// queued for review (see ledger.DB.Correct and QueueStale). The messages of those that are
// out of date are then marked so, in guilds that want it. It returns at once, and may be
// called before Run and by many goroutines.
func (b *Bot) CorpusChanged() {
	select {
	case b.changed <- struct{}{}:
	default: // it is known already
	}
}

// noteChanges marks outdated answers whenever the corpus has changed, and at first those
// that an earlier process left unmarked, until ctx ends.
func (b *Bot) noteChanges(ctx context.Context) {
	for {
		for b.noteOutdated(ctx) != nil && ctx.Err() == nil {
			_ = sleepUntil(ctx, time.Now().Add(outdatedRetry)) // an ended ctx ends the loop
		}
		select {
		case <-b.changed:
		case <-ctx.Done():
			return
		}
	}
}

// noteOutdated marks the answers that are out of date, and takes the mark from those that
// are not any more. Its error is the ledger's or ctx's.
func (b *Bot) noteOutdated(ctx context.Context) error {
	counts := map[string]int{}
	defer func() { b.reportOutdated(ctx, counts) }()
	for {
		records, err := b.cfg.Store.Outdated(ctx, "", outdatedBatch)
		if err != nil || len(records) == 0 {
			b.logUnless(ctx, "could not read which answers are out of date", err)
			return err
		}
		for _, rec := range records {
			if err := b.noteOne(ctx, rec); err != nil {
				return err
			}
			if !rec.Stale.IsZero() {
				counts[rec.Guild]++
			}
		}
	}
}

// noteOne changes the messages of one answer as its guild's settings say. One that can't
// be changed is not tried again.
func (b *Bot) noteOne(ctx context.Context, rec ledger.Record) error {
	s, err := b.cfg.Store.Settings(ctx, rec.Guild)
	if err == nil && s.StaleNote {
		limited, cancel := context.WithTimeout(ctx, oneNote)
		err = b.amend(limited, rec.ID)
		cancel()
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errNobody):
		b.log.Info("an outdated answer can't be marked: its message is gone", "question", rec.ID)
	case err != nil:
		b.logUnless(ctx, "could not mark an outdated answer", err)
		return err
	}
	at := b.now()
	if rec.Stale.IsZero() {
		at = time.Time{}
	}
	return b.cfg.Store.Noted(ctx, rec.ID, at)
}

// reportOutdated tells moderators how many answers went out of date.
func (b *Bot) reportOutdated(ctx context.Context, counts map[string]int) {
	for guild, n := range counts {
		b.logPost(ctx, guild, message{Content: fmt.Sprintf("Articles changed: %d answers given here cite words that are not there any more. They wait in `/review`.", n)})
	}
}

func (b *Bot) logUnless(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		b.log.Error(what, "err", err)
	}
}
