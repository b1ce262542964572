package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

func TestPool(t *testing.T) {
	var panics []any
	p := newPool(2, func(v any) { panics = append(panics, v) })
	gate, ran := make(chan struct{}), make(chan int, 10)
	if !p.try(func() { <-gate; panic("one") }) || !p.reserve() || p.try(func() {}) || p.length() != 2 {
		t.Fatal("a pool of two places has two places")
	}
	p.release()
	p.open(1)
	if !p.try(func() { ran <- 2 }) {
		t.Error("a place that was given back is not there")
	}
	close(gate)
	p.drain()
	if len(panics) != 1 || len(ran) != 1 || p.length() != 0 {
		t.Errorf("%d panics, %d jobs, %d places taken", len(panics), len(ran), p.length())
	}
}

func TestFairness(t *testing.T) {
	f := fairness{members: newRates(4), guilds: newRates(6)}
	for i, tt := range []struct {
		member, guild string
		over          string
		wait          time.Duration
	}{
		{"ada", "g", "", 0}, {"ada", "g", "", 0}, {"ada", "g", "member", 15 * time.Second},
		{"ada", "", "member", 15 * time.Second}, // in a direct message, too
		{"bob", "g", "", 0}, {"bob", "g", "guild", 10 * time.Second},
		{"bob", "", "", 0}, // what the server refused was not counted
		{"bob", "h", "member", 15 * time.Second},
	} {
		wait, over := f.take(tt.member, tt.guild, ledger.Settings{})
		if over != tt.over || (wait-tt.wait).Abs() > time.Second {
			t.Errorf("%d: %s in %q: %v %q, want %v %q", i, tt.member, tt.guild, wait, over, tt.wait, tt.over)
		}
	}
}

func TestRatesAreForgotten(t *testing.T) {
	r := newRates(1000)
	for i := range maxRated + 100 {
		r.take(fmt.Sprint(i), 0, time.Now())
	}
	if len(r.each) > maxRated {
		t.Errorf("%d are remembered", len(r.each))
	}
}

func TestIdentifies(t *testing.T) {
	const pace = 40 * time.Millisecond
	i := newIdentifies(pace, 3)
	pass := func(key int, sent bool) time.Time {
		done, err := i.wait(t.Context(), key, func(time.Time) {})
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now()
		done(sent)
		return at
	}
	first := pass(0, true)
	if other := pass(1, true); other.Sub(first) > pace {
		t.Error("another key waited")
	}
	pass(2, false)
	if gap := pass(2, false).Sub(first); gap > pace {
		t.Error("waited for logins that were not made")
	}
	if gap := pass(0, true).Sub(first); gap < pace {
		t.Errorf("two logins within %v", gap)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	var until time.Time
	if _, err := i.wait(ctx, 0, func(u time.Time) { until = u }); err == nil || time.Until(until) < 23*time.Hour {
		t.Errorf("a login over the budget: %v, to wait until %v", err, until)
	}
}

// When discordgo is stuck, its session is given up and another begun.
func TestStuckSessionIsGivenUp(t *testing.T) {
	d := discordtest.New(discordtest.Options{TB: t, IdentifyEvery: time.Millisecond, Heartbeat: 150 * time.Millisecond})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	stuck := make(chan struct{})
	t.Cleanup(func() { close(stuck) })
	jam := make(chan struct{}, 1)
	jam <- struct{}{}
	s := &shard{
		count: 1, token: d.Token(), rest: newREST(d.URL(), d.Token()), metrics: newMetrics(nil), log: slog.New(slog.DiscardHandler),
		patience: patience{dial: 200 * time.Millisecond, hello: 200 * time.Millisecond, login: 200 * time.Millisecond, beats: 2, part: 1500 * time.Millisecond, retry: time.Millisecond},
		pace:     newIdentifies(5*time.Millisecond, 100),
		events: func(any) {
			select {
			case <-jam:
				<-stuck
			default:
			}
		},
	}
	ended := make(chan error)
	go func() { ended <- s.run(ctx) }()
	err := d.WaitStats(ctx, "a second session", func(s discordtest.Stats) bool { return s.Identifies == 2 && s.Sessions == 1 })
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if s.abandoned != 1 {
		t.Errorf("%d sessions were given up", s.abandoned)
	}
}

// A message says, however it is filled, that it pings nobody and has no previews.
func TestMessageJSON(t *testing.T) {
	for want, m := range map[string]message{
		`{"content":"a","components":[],"allowed_mentions":{"parse":[],"replied_user":false},"flags":4}`: {Content: "a"},
		`{"content":"a","components":[],"allowed_mentions":{"parse":[],"replied_user":false},"flags":68,` +
			`"message_reference":{"message_id":"7","fail_if_not_exists":false},"nonce":"8","enforce_nonce":true}`: {Content: "a", Private: true, ReplyTo: "7", Nonce: "8"},
	} {
		got, err := json.Marshal(m)
		if err != nil || string(got) != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}

func TestSameCommands(t *testing.T) {
	sent, err := json.Marshal(commands())
	if err != nil {
		t.Fatal(err)
	}
	var back []command
	if err := json.Unmarshal(sent, &back); err != nil {
		t.Fatal(err)
	}
	back[0], back[1] = back[1], back[0]
	if !sameCommands(back, commands()) {
		t.Error("the same commands in another order are taken for others")
	}
	back[0].Description = "another"
	if sameCommands(back, commands()) || sameCommands(back[1:], commands()) {
		t.Error("other commands are taken for the same")
	}
}
