package discord

import (
	"context"
	"errors"
	"fmt"
	"time"

	"footnote/internal/ledger"
)

// again is the answer that a moderator approved for the same question, marked as such.
// The ledger has verified its claims again, and ends an approval when one of the
// answer's articles changes. A follow-up means something else in each conversation, so
// it is always answered anew.
func (b *Bot) again(ctx context.Context, t *task) (o ledger.Outcome, found bool) {
	if t.q.Guild == "" || t.q.Follows != "" || len(t.history) > 0 {
		return o, false
	}
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	rec, err := b.approved(ctx, t.q)
	if err != nil {
		if !errors.Is(err, ledger.ErrUnknown) {
			b.log.Error("could not look for an approved answer", "question", t.q.ID, "err", err)
		}
		return o, false
	}
	word, approved := fateOf(rec.Verdicts).answer[ledger.Approved]
	if !approved || len(rec.Answer.Claims) == 0 {
		return o, false
	}
	a := rec.Answer
	a.ID, a.Question, a.Understood, a.Elapsed = t.q.ID, t.q.Text, "", time.Since(began)
	a.Notices = []string{fmt.Sprintf(sayChecked, day(word.At))}
	a.Model, a.Raw, a.Usage.Prompt, a.Usage.Completion = "", "", 0, 0
	b.log.Info("an approved answer is given again", "question", t.q.ID, "approved", rec.ID)
	return ledger.Outcome{Answer: a, Again: rec.ID}, true
}

func (b *Bot) approved(ctx context.Context, q ledger.Question) (ledger.Record, error) {
	s, err := b.cfg.Store.Settings(ctx, q.Guild)
	if err != nil {
		return ledger.Record{}, err
	}
	return b.cfg.Store.Approved(ctx, q.Guild, q.Text, s.NearIdentical)
}
