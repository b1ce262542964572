package discord

import (
	"context"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// What an answer's messages say of what became of it. Each is dated.
const (
	sayStruck    = "⚠️ Struck by a moderator on %s: its sources do not support it."
	sayWithdrawn = "**A moderator withdrew this answer on %s.**"
	sayOutdated  = "⚠️ An article cited here has changed since (%s)."
	sayChecked   = "✅ Checked by a moderator on %s."
)

// turns lets one at a time change the messages of an answer, so that the last change
// shows all that was decided. Different answers may share a lock.
type turns struct {
	seed  maphash.Seed
	locks [64]sync.Mutex
}

func newTurns() *turns { return &turns{seed: maphash.MakeSeed()} }

func (t *turns) take(id string) (done func()) {
	l := &t.locks[maphash.String(t.seed, id)%uint64(len(t.locks))]
	l.Lock()
	return l.Unlock
}

// amend makes the messages of a public answer show it as it stands now: without what was
// withdrawn, with what was struck, and as it was given when all that is undone. It tries
// until ctx ends. It fails with errNobody when the messages can't be changed any more.
func (b *Bot) amend(ctx context.Context, id string) error {
	defer b.turns.take(id)()
	rec, err := b.cfg.Store.ByID(ctx, id)
	if err != nil || rec.Private || len(rec.Messages) == 0 {
		return err
	}
	s, err := b.cfg.Store.Settings(ctx, rec.Guild)
	if err != nil {
		return err
	}
	pages, rows := asItStands(rec, s.StaleNote)
	show := newBoard(b.rest, rec.Question, func(ctx context.Context, message string) error {
		return b.cfg.Store.Posted(ctx, id, message)
	})
	if len(pages) > 2 {
		show.recall(ctx)
	}
	return b.persist(ctx, rec.ID, func() error { return show.show(ctx, pages, rows) })
}

// asItStands is what a finished answer looks like, with all that became of it.
func asItStands(rec ledger.Record, noteStale bool) ([]string, []discordgo.MessageComponent) {
	fate := fateOf(rec.Verdicts)
	if v, ok := fate.answer[ledger.Retracted]; ok {
		return []string{withdrawn(rec, v)}, nil
	}
	pages, rows := lastWord(rec.Question, ledger.Outcome{Answer: rec.Answer, Failure: rec.Failure})
	if len(rec.Answer.Claims) == 0 {
		return pages, rows
	}
	v := finalView(rec.Question, ledger.Outcome{Answer: rec.Answer, Failure: rec.Failure})
	v.Struck = fate.struck()
	if approved, ok := fate.answer[ledger.Approved]; ok && len(v.Struck) == 0 {
		v.Marks = append(v.Marks, fmt.Sprintf(sayChecked, day(approved.At)))
	}
	if noteStale && !rec.Stale.IsZero() {
		v.Marks = append(v.Marks, fmt.Sprintf(sayOutdated, day(rec.Stale)))
	}
	return renderWithin(v, len(rec.Messages)), rows
}

// withdrawn stands in place of an answer that was withdrawn.
func withdrawn(rec ledger.Record, v ledger.Verdict) string {
	lines := append(heading(viewOf(rec.Question)), fmt.Sprintf(sayWithdrawn, day(v.At)))
	if v.Reason != "" {
		lines = append(lines, excerpt(v.Reason, 2*maxReason))
	}
	return strings.Join(lines, "\n")
}

// fate is what moderators decided about an answer and has not been undone.
type fate struct {
	claims map[int]ledger.Verdict         // the latest on each claim, by its number
	answer map[ledger.Word]ledger.Verdict // the latest of each word on the whole answer
}

// fateOf sums up the verdicts that stand, oldest first.
func fateOf(verdicts []ledger.Verdict) fate {
	f := fate{claims: map[int]ledger.Verdict{}, answer: map[ledger.Word]ledger.Verdict{}}
	for _, v := range verdicts {
		if v.Claim != 0 {
			f.claims[v.Claim] = v
		} else {
			f.answer[v.Word] = v
		}
	}
	return f
}

// struck is when claims were found unsupported, by their numbers.
func (f fate) struck() map[int]time.Time {
	out := map[int]time.Time{}
	for n, v := range f.claims {
		if v.Word == ledger.Unsupported {
			out[n] = v.At
		}
	}
	return out
}
