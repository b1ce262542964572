package discord

import (
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/discord/discordtest"
)

// dies ends the bot as a kill would, and returns the ledger as the next process finds it.
func (w *world) dies(wire *severed, l *watchedLedger) *watchedLedger {
	w.t.Helper()
	l.dying.Store(true)
	w.crash(wire)
	next := l.after(w.t)
	w.plan.config.Store = next
	return next
}

func (l *watchedLedger) wait(t testing.TB, n int) {
	t.Helper()
	for range n {
		select {
		case <-l.finished:
		case <-t.Context().Done():
			t.Fatal("a question has no last word")
		}
	}
}

// An answer that was begun in public, and whose token died with the process, does not
// stay as though more would come.
func TestHalfAnAnswerIsApologisedFor(t *testing.T) {
	wire, l := &severed{}, openLedger(t, t.TempDir())
	s := &script{claims: claimsOf(t, "Title", "One thing is so.", "Another is not."), mode: answer.Written, before: waitsFor(1, nil)}
	w := start(t, func(p *plan) { killable(s, wire)(p); p.config.Store = l })
	asked := w.Ask(w.ada, w.Channel(), "What is so?", false)
	half, err := asked.WaitMessage(w.ctx, func(m discordtest.Message) bool { return strings.Contains(m.Content, "One thing is so.") })
	if err != nil {
		t.Fatal(err)
	}
	<-l.posted
	l = w.dies(wire, l)
	asked.Expire()
	w.plan.bot = func(b *Bot) { b.now = func() time.Time { return time.Now().Add(tokenLife) } }
	w.begin()
	l.wait(t, 1)
	if m, _ := w.Message(half.ID); m.Content != sayFailed || len(m.Components) != 0 {
		t.Errorf("it says: %s", m.Content)
	}
	if r, err := l.ByID(w.ctx, asked.ID); r.Failure != sayFailed {
		t.Errorf("recorded: %q, %v", r.Failure, err)
	}
}

// A long answer of which only the first message was noted before a crash is not shown
// again below itself, and all its messages can be found afterwards.
func TestFollowingPagesAreFound(t *testing.T) {
	var sentences []string
	for i := range 8 {
		sentences = append(sentences, strings.Repeat(string(rune('a'+i))+"pple ", 60)+"fell.")
	}
	wire, l := &severed{}, openLedger(t, t.TempDir())
	s := &script{claims: claimsOf(t, "Title", sentences...), mode: answer.Written}
	w := start(t, func(p *plan) {
		killable(s, wire)(p)
		p.config.Store = l
		p.discord.Bucket = func(string) discordtest.Rate { return discordtest.Rate{} }
	})
	l.dying.Store(true)
	asked := w.Ask(w.ada, w.Channel(), "What fell?", false)
	mentioned := w.Mention(w.ada, w.Channel(), "What fell?")
	l.wait(t, 2)
	before := len(w.Channel().Messages())
	if before < 7 {
		t.Fatalf("%d messages are not many", before)
	}
	l = w.dies(wire, l)
	w.begin()
	l.wait(t, 2)
	if after := len(w.Channel().Messages()); after != before {
		t.Errorf("%d messages in the channel, had %d", after, before)
	}
	for _, id := range []string{asked.ID, mentioned.ID} {
		if r, err := l.ByID(w.ctx, id); len(r.Messages) != (before-1)/2 {
			t.Errorf("%d messages are noted, want %d; %v", len(r.Messages), (before-1)/2, err)
		}
	}
}
