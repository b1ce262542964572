package discord

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
)

// court is a world that keeps a ledger, with a moderator in it and answers made of the
// claims that a test chose.
type court struct {
	*world
	ledger   *watchedLedger
	script   *script
	mod      *discordtest.User
	articles atomic.Pointer[article.Corpus]
}

// watchedLedger is a ledger that tells when a question has had its last word, and when a
// member's opinion is recorded.
type watchedLedger struct {
	*ledger.DB
	place            string
	finished, judged chan string // questions
	posted           chan string // questions, once for each message
	dying            atomic.Bool // no last word is recorded, and of an answer's messages only the first
	noted            sync.Map    // questions with a message
}

func (l *watchedLedger) Posted(ctx context.Context, id, message string) error {
	var err error
	if _, second := l.noted.LoadOrStore(id, true); !second || !l.dying.Load() {
		err = l.DB.Posted(ctx, id, message)
	}
	l.posted <- id
	return err
}

// after is the ledger as the next process opens it, once this one is dead.
func (l *watchedLedger) after(t testing.TB) *watchedLedger {
	t.Helper()
	if err := l.DB.Close(); err != nil {
		t.Fatal(err)
	}
	return openLedger(t, l.place)
}

func (l *watchedLedger) Judge(ctx context.Context, f ledger.Feedback) error {
	err := l.DB.Judge(ctx, f)
	l.judged <- f.Question
	return err
}

func (l *watchedLedger) Finish(ctx context.Context, id string, o ledger.Outcome) error {
	var err error
	if !l.dying.Load() {
		err = l.DB.Finish(ctx, id, o)
	}
	l.finished <- id
	return err
}

// openLedger opens the ledger in a place of the test's own.
func openLedger(t testing.TB, place string) *watchedLedger {
	t.Helper()
	db, err := ledger.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	l := &watchedLedger{DB: db, place: place}
	for _, c := range []*chan string{&l.finished, &l.judged, &l.posted} {
		*c = make(chan string, 1000)
	}
	return l
}

// newCourt starts a court whose answers quote all sentences of an article, one claim each.
func newCourt(t testing.TB, sentences ...string) *court {
	t.Helper()
	return newCourtWith(t, func(*plan) {}, sentences...)
}

func newCourtWith(t testing.TB, change func(*plan), sentences ...string) *court {
	t.Helper()
	if len(sentences) == 0 {
		sentences = []string{"The dam broke in March.", "Nobody was hurt, the mayor said.", "It was old."}
	}
	a := ledgertest.Article("dam", sentences...)
	c := &court{ledger: openLedger(t, t.TempDir()), script: &script{mode: answer.Extract, confidence: 0.9}}
	c.articles.Store(ledgertest.Corpus("v1", a))
	for i, s := range sentences {
		c.script.claims = append(c.script.claims, ledgertest.Quote(t, i+1, &a.Passages[i+1], s))
	}
	c.correct(t, c.articles.Load())
	c.world = start(t, func(p *plan) {
		p.config.Store, p.config.Answerer = c.ledger, c.script
		p.config.Corpus = c.articles.Load
		change(p)
	})
	c.mod = c.Guild().NewMember("mod", discordtest.ManageMessages)
	return c
}

// correct has the ledger compare past answers with a corpus.
func (c *court) correct(t testing.TB, corpus *article.Corpus) {
	t.Helper()
	if _, err := c.ledger.Correct(t.Context(), corpus, ledgertest.Noon); err != nil {
		t.Fatal(err)
	}
	if _, err := c.ledger.QueueStale(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// answered asks and returns the message with the answer, once it is in the ledger.
func (c *court) answered(question string) discordtest.Message {
	c.t.Helper()
	i := c.Ask(c.ada, c.Channel(), question, false)
	m := c.final(i)
	c.waitFinished(i.ID)
	return m
}

func (c *court) waitFinished(id string) {
	c.t.Helper()
	for {
		select {
		case got := <-c.ledger.finished:
			if got == id {
				return
			}
		case <-c.ctx.Done():
			c.t.Fatal("the question has no last word in the ledger")
		}
	}
}

// record is the answer that a message shows.
func (c *court) record(m discordtest.Message) ledger.Record {
	c.t.Helper()
	rec, err := c.ledger.ByMessage(c.ctx, m.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	return rec
}

// said is what an interaction is answered with: a message for the member alone.
func (c *court) said(i *discordtest.Interaction) discordtest.Message {
	c.t.Helper()
	if _, err := i.WaitAck(c.ctx); err != nil {
		c.t.Fatal(err)
	}
	m, err := i.WaitMessage(c.ctx, func(discordtest.Message) bool { return true })
	if err != nil {
		c.t.Fatal(err)
	}
	if !m.Ephemeral() {
		c.t.Errorf("%v is answered in public: %s", i, m.Content)
	}
	return m
}

// panel is the buttons that a moderator gets below an answer's sources.
func (c *court) panel(mod *discordtest.User, m discordtest.Message) discordtest.Message {
	c.t.Helper()
	i := c.MessageCommand(mod, m, cmdCheckSources)
	p, err := i.WaitMessage(c.ctx, func(m discordtest.Message) bool { return m.Button("Approve") != nil || m.Button("Undo") != nil })
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// press clicks the button with a label, and returns what it stands on now.
func (c *court) press(u *discordtest.User, on discordtest.Message, label string) discordtest.Message {
	c.t.Helper()
	button := on.Button(label)
	if button == nil {
		c.t.Fatalf("there is no button %q on:\n%s\n%v", label, on.Content, on.Components)
	}
	i := c.Click(u, on, button.CustomID())
	if _, err := i.WaitAck(c.ctx); err != nil {
		c.t.Fatal(err)
	}
	m, _ := i.Response()
	return m
}

// becomes waits until a message everybody sees says all of some words, and none of others
// (those that begin with "!").
func (c *court) becomes(m discordtest.Message, words ...string) discordtest.Message {
	c.t.Helper()
	now, err := m.Channel.WaitMessage(c.ctx, func(now discordtest.Message) bool { return now.ID == m.ID && says(now.Content, words) })
	if err != nil {
		last, _ := c.Message(m.ID)
		c.t.Fatalf("%v: want %q in\n%s", err, words, last.Content)
	}
	return now
}

func says(text string, words []string) bool {
	for _, w := range words {
		not, negated := strings.CutPrefix(w, "!")
		if negated && strings.Contains(text, not) || !negated && !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// refusals are what was refused in the guild, oldest first: "what: why".
func (c *court) refusals() []string {
	c.t.Helper()
	all, err := c.ledger.Refusals(c.ctx, c.Guild().ID, 100)
	if err != nil {
		c.t.Fatal(err)
	}
	var out []string
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, fmt.Sprintf("%s: %s", all[i].What, all[i].Why))
	}
	return out
}

// logChannel makes a channel for acts of moderation.
func (c *court) logChannel() *discordtest.Channel {
	c.t.Helper()
	ch := c.Guild().NewChannel("log")
	c.configure(func(s *ledger.Settings) { s.LogChannel = ch.ID })
	return ch
}

func (c *court) configure(change func(*ledger.Settings)) {
	c.t.Helper()
	if _, err := c.ledger.Configure(c.ctx, c.Guild().ID, c.mod.ID, ledgertest.Noon, change); err != nil {
		c.t.Fatal(err)
	}
}

// posted waits for a message in a channel that says all of some words.
func (c *court) posted(ch *discordtest.Channel, words ...string) discordtest.Message {
	c.t.Helper()
	m, err := ch.WaitMessage(c.ctx, func(m discordtest.Message) bool { return says(m.Content, words) })
	if err != nil {
		c.t.Fatalf("%v: want %q in %v", err, words, ch.Messages())
	}
	return m
}
