package discord

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"footnote/internal/answer"
	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

// waitsFor makes a script wait at the claim with an index until the channel is closed.
func waitsFor(index int, gate <-chan struct{}) func(context.Context, int) error {
	return func(ctx context.Context, n int) error {
		if n != index {
			return nil
		}
		select {
		case <-gate:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// The first claim is seen while the second is still being written.
func TestClaimsAreShownAsTheyCome(t *testing.T) {
	gate := make(chan struct{})
	s := &script{claims: claimsOf(t, "Title", "One thing is so.", "Another is not."), mode: answer.Written, before: waitsFor(1, gate)}
	w := start(t, func(p *plan) { p.config.Answerer = s })
	i := w.Ask(w.ada, w.Channel(), question, false)
	m, err := i.WaitMessage(w.ctx, func(discordtest.Message) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	contains(t, m.Content, "One thing is so. [1]", sayMoreToCome)
	close(gate)
	m = w.final(i)
	contains(t, m.Content, "One thing is so. [1]", "Another is not. [2]")
}

// Edits keep their distance, the last one too, and the last one is the whole answer.
func TestEditsKeepTheirDistance(t *testing.T) {
	const distance = 200 * time.Millisecond
	var texts []string
	for _, c := range "abcdefghijkl" {
		texts = append(texts, "The letter is "+string(c)+".")
	}
	s := &script{claims: claimsOf(t, "Title", texts...), mode: answer.Written}
	s.before = func(ctx context.Context, n int) error {
		return sleepUntil(ctx, time.Now().Add(60*time.Millisecond))
	}
	w := start(t, func(p *plan) {
		p.config.Answerer = s
		p.bot = func(b *Bot) { b.pace.first, b.pace.edits = 10*time.Millisecond, distance }
	})
	m := w.ask(question)
	contains(t, m.Content, texts...)
	edits := w.Requests(discordtest.RouteEditResponse)
	if len(edits) < 3 {
		t.Fatalf("%d edits", len(edits))
	}
	for i := 1; i < len(edits); i++ {
		if gap := edits[i].At.Sub(edits[i-1].At); gap < distance*9/10 {
			t.Errorf("%v between two edits, want %v", gap, distance)
		}
	}
}

// Whatever goes wrong in the answering, there is a last word.
func TestAnsweringFails(t *testing.T) {
	for name, tc := range map[string]struct {
		before func(context.Context, int) error
		want   []string
	}{
		"at once":        {func(context.Context, int) error { return errScripted }, []string{sayFailed}},
		"panic":          {func(context.Context, int) error { panic("the script says so") }, []string{sayFailed}},
		"half-way":       {func(_ context.Context, n int) error { return map[int]error{1: errScripted}[n] }, []string{"One thing is so. [1]", sayInterrupted}},
		"takes for ever": {waitsFor(0, nil), []string{sayFailed}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &script{claims: claimsOf(t, "Title", "One thing is so.", "Another is not."), mode: answer.Written, before: tc.before}
			w := start(t, func(p *plan) { p.config.Answerer, p.config.AnswerTimeout = s, 300*time.Millisecond })
			i := w.Ask(w.ada, w.Channel(), question, false)
			contains(t, w.final(i).Content, tc.want...)
			w.finished(i.ID)
			if r := w.store.record(i.ID); r.Failure != sayFailed {
				t.Errorf("recorded %q", r.Failure)
			}
		})
	}
}

// An event that comes twice is answered once.
func TestRedelivered(t *testing.T) {
	w := start(t, nil)
	i := w.Ask(w.ada, w.Channel(), question, false)
	i.Redeliver()
	w.finished(i.ID)
	i.Redeliver()
	w.RedeliverWithout(i, "member")
	w.RedeliverWithout(i, "data")
	w.ask(question)
	if n := len(w.Requests(discordtest.RouteCallback)); n != 2 {
		t.Errorf("%d acknowledgements for 2 questions", n)
	}
}

// Without a record there is no answer.
func TestStoreFails(t *testing.T) {
	w := start(t, nil)
	w.store.broken.Store(true)
	contains(t, w.final(w.Ask(w.ada, w.Channel(), question, false)).Content, sayNoRecord)
	contains(t, w.reply(w.Mention(w.ada, w.Channel(), question)).Content, sayNoRecord)
	w.store.broken.Store(false)
	contains(t, w.ask(question).Content, "More than 80")
}

// Told to stop, the bot takes no more questions, finishes what it can in time, and
// apologises for the rest.
func TestLeaving(t *testing.T) {
	gate, started := make(chan struct{}), make(chan struct{}, 10)
	s := &script{claims: claimsOf(t, "Title", "One thing is so."), mode: answer.Written}
	s.before = func(ctx context.Context, n int) error {
		started <- struct{}{}
		if len(s.requests()) == 1 {
			return waitsFor(0, gate)(ctx, n)
		}
		return waitsFor(0, nil)(ctx, n) // the second would take for ever
	}
	w := start(t, func(p *plan) {
		p.config.Answerer, p.config.Workers, p.config.ShutdownGrace = s, 1, 700*time.Millisecond
	})
	running := w.Ask(w.ada, w.Channel(), "What is so?", false)
	<-started
	waiting := w.Ask(w.ada, w.Channel(), "What else?", false)
	if _, err := waiting.WaitAck(w.ctx); err != nil {
		t.Fatal(err)
	}
	w.leave()
	w.waitReady(http.StatusServiceUnavailable)
	late := w.Ask(w.ada, w.Channel(), "And now?", false)
	contains(t, w.final(late).Content, sayLeaving)
	close(gate)
	contains(t, w.final(running).Content, "One thing is so.")
	contains(t, w.final(waiting).Content, sayLeaving)
	if err := w.stopped(); err != nil {
		t.Fatal(err)
	}
	for _, i := range []*discordtest.Interaction{running, waiting} {
		w.finished(i.ID)
	}
}

// waitReady waits until /readyz answers with a status.
func (w *world) waitReady(status int) {
	w.t.Helper()
	for w.ctx.Err() == nil {
		rec := httptest.NewRecorder()
		w.bot.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/readyz", nil))
		if rec.Code == status {
			return
		}
		_ = sleepUntil(w.ctx, time.Now().Add(time.Millisecond))
	}
	w.t.Fatalf("/readyz never answered %d", status)
}

func TestHealth(t *testing.T) {
	w := prepare(t, nil)
	w.waitReady(http.StatusServiceUnavailable)
	w.run()
	w.waitReady(http.StatusOK)
	w.FailGateway(discordtest.Forever, discordtest.GatewayFault{RefuseDial: 502})
	w.DropGateway()
	w.waitReady(http.StatusServiceUnavailable)
	w.Heal()
	w.waitReady(http.StatusOK)
	rec := httptest.NewRecorder()
	w.bot.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/healthz", nil))
	if rec.Code != http.StatusOK {
		t.Errorf("/healthz answered %d", rec.Code)
	}
}

func TestMetrics(t *testing.T) {
	r := prometheus.NewRegistry()
	w := start(t, func(p *plan) { p.config.Metrics, p.config.MemberRate = r, 4 })
	w.ask(question)
	w.ask("What did Angela Merkel say about football?")
	w.final(w.Ask(w.ada, w.Channel(), question, false)) // over the rate
	want := `
# HELP footnote_answers_total Questions that had their last word.
# TYPE footnote_answers_total counter
footnote_answers_total{outcome="abstained"} 1
footnote_answers_total{outcome="answered"} 1
# HELP footnote_questions_total Questions, searches and checks that members asked for.
# TYPE footnote_questions_total counter
footnote_questions_total{via="ask"} 2
# HELP footnote_refused_total Questions that were not taken.
# TYPE footnote_refused_total counter
footnote_refused_total{reason="member"} 1
# HELP footnote_gateway_shards_connected Shards that are logged in to the gateway.
# TYPE footnote_gateway_shards_connected gauge
footnote_gateway_shards_connected 1
`
	err := testutil.GatherAndCompare(r, strings.NewReader(want), "footnote_answers_total", "footnote_questions_total",
		"footnote_refused_total", "footnote_gateway_shards_connected")
	if err != nil {
		t.Error(err)
	}
}

// severed is a connection to Discord that can be cut, as a kill would cut it.
type severed struct{ cut atomic.Bool }

func (s *severed) RoundTrip(req *http.Request) (*http.Response, error) {
	if s.cut.Load() {
		return nil, errors.New("the process is dead")
	}
	return http.DefaultTransport.RoundTrip(req)
}

// crash ends the bot as a kill would: nothing more is sent, nothing more is recorded.
func (w *world) crash(wire *severed) {
	w.t.Helper()
	wire.cut.Store(true)
	w.store.broken.Store(true)
	w.leave()
	if err := w.stopped(); err != nil {
		w.t.Fatal(err)
	}
	w.store.broken.Store(false)
	w.plan.bot = func(*Bot) {}
}

// killable is a plan whose bot answers the second time only, and can be crashed.
func killable(s *script, wire *severed) func(*plan) {
	return func(p *plan) {
		p.config.Answerer, p.config.ShutdownGrace = s, time.Millisecond
		p.bot = func(b *Bot) {
			b.rest.client.Transport, b.parting = wire, time.Millisecond
			b.pace.first = time.Millisecond
		}
	}
}

// A question that was acknowledged before a crash is answered after it, once.
func TestCrash(t *testing.T) {
	for name, tc := range map[string]struct {
		shown bool // a claim was shown before the crash
		noted bool // and the message's id was recorded
	}{"before anything": {}, "while being shown": {true, true}, "shown, not noted": {true, false}} {
		t.Run(name, func(t *testing.T) {
			wire := &severed{}
			s := &script{claims: claimsOf(t, "Title", "One thing is so.", "Another is not."), mode: answer.Written}
			gateAt := 0
			if tc.shown {
				gateAt = 1
			}
			s.before = waitsFor(gateAt, nil)
			w := start(t, killable(s, wire))
			asked := w.Ask(w.ada, w.Channel(), "What is so?", false)
			mentioned := w.Mention(w.ada, w.Channel(), "What is so?")
			if _, err := asked.WaitAck(w.ctx); err != nil {
				t.Fatal(err)
			}
			if tc.shown {
				if _, err := asked.WaitMessage(w.ctx, func(discordtest.Message) bool { return true }); err != nil {
					t.Fatal(err)
				}
				if _, err := w.Channel().WaitMessage(w.ctx, func(m discordtest.Message) bool { return m.ReplyTo == mentioned.ID }); err != nil {
					t.Fatal(err)
				}
			}
			w.store.began(w.ctx, mentioned.ID)
			w.crash(wire)
			if !tc.noted {
				w.store.forgetMessages()
			}
			s.before = nil
			w.begin()
			for _, id := range []string{asked.ID, mentioned.ID} {
				w.finished(id)
			}
			contains(t, w.final(asked).Content, "One thing is so.", "Another is not.")
			contains(t, w.reply(mentioned).Content, "One thing is so.", "Another is not.")
			if n := len(w.Channel().Messages()); n != 3 {
				t.Errorf("%d messages in the channel, want two answers and a question", n)
			}
		})
	}
}

// What can't be answered any more is recorded as such, and nobody is bothered.
func TestCrashTooLate(t *testing.T) {
	w := prepare(t, nil)
	now := time.Now()
	for _, q := range []ledger.Question{
		{ID: "1", Via: ledger.ViaCommand, Asked: now.Add(-time.Hour), Application: "1", Token: "t"},
		{ID: "2", Via: ledger.ViaCommand, Asked: now, Application: w.ApplicationID(), Token: "never-acknowledged"},
		{ID: "3", Via: ledger.ViaMention, Asked: now.Add(-24 * time.Hour), Channel: w.Channel().ID},
		{ID: "4", Via: ledger.ViaMention, Asked: now, Channel: "77"},
	} {
		if err := w.store.Begin(w.ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	w.Allow(discordtest.RuleToken)
	w.run()
	for id, want := range map[string]string{"1": sayTooLate, "2": sayNobody, "3": sayTooLate, "4": sayNobody} {
		w.finished(id)
		if r := w.store.record(id); r.Failure != want {
			t.Errorf("question %s: %q, want %q", id, r.Failure, want)
		}
	}
	if n := len(w.Channel().Messages()); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}

// Nothing secret and nothing that a member wrote is in the log at its usual level.
func TestLogIsDiscreet(t *testing.T) {
	w := start(t, func(p *plan) { p.quiet = true })
	w.Fail(discordtest.RouteEditResponse, 1, discordtest.Drop())
	i := w.Ask(w.ada, w.Channel(), "Who is the secretive xyzzy?", false)
	w.finished(i.ID)
	w.Fail(discordtest.RouteCallback, 5, discordtest.Drop())
	w.Mention(w.ada, w.Channel(), "Where is xyzzy?")
	lost := w.Ask(w.ada, w.Channel(), "What is xyzzy?", true)
	w.DropGateway()
	w.finished(lost.ID)
	log := w.log.String()
	for _, secret := range []string{"xyzzy", w.Token(), i.Token, lost.Token, "ada"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
}

// A long answer takes several messages: every claim is in one of them, whole, and the
// buttons are under the last.
func TestLongAnswer(t *testing.T) {
	var texts []string
	for i := range 25 {
		texts = append(texts, strings.Repeat("word ", 25)+"number "+string(rune('A'+i))+".")
	}
	s := &script{claims: claimsOf(t, "Title", texts...), mode: answer.Written}
	w := start(t, func(p *plan) { p.config.Answerer = s })
	i := w.Ask(w.ada, w.Channel(), question, false)
	w.finished(i.ID)
	first, _ := i.Response()
	mention := w.Mention(w.ada, w.Channel(), question)
	w.finished(mention.ID)
	var replies []discordtest.Message
	for _, m := range w.Channel().Messages() {
		if m.ReplyTo == mention.ID {
			replies = append(replies, m)
		}
	}
	for via, messages := range map[string][]discordtest.Message{
		"command": append([]discordtest.Message{first}, i.Followups()...), "mention": replies,
	} {
		if len(messages) < 4 {
			t.Errorf("%s: %d messages", via, len(messages))
		}
		all := ""
		for n, m := range messages {
			all += m.Content
			if last := n == len(messages)-1; last != (m.Button("Sources") != nil) {
				t.Errorf("%s: message %d of %d has buttons: %v", via, n+1, len(messages), !last)
			}
		}
		contains(t, all, texts...)
	}
}
