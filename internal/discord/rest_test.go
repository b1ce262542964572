package discord

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/discord/discordtest"
)

const question = "How many people were killed?"

// Whatever happens to the request that carries the answer, the answer arrives, and once.
func TestAnswerGetsThrough(t *testing.T) {
	const wait = 300 * time.Millisecond
	for name, tc := range map[string]struct {
		fault discordtest.Fault
		least time.Duration // between the refused request and the next
	}{
		"limited":               {discordtest.Limited(wait), wait},
		"limited without words": {discordtest.LimitedBare(time.Second), time.Second},
		"limited in HTML":       {discordtest.LimitedHTML(time.Second), time.Second},
		"limited globally":      {discordtest.LimitedGlobally(wait), wait},
		"500":                   {discordtest.Broken(500), 0},
		"502":                   {discordtest.Broken(502), 0},
		"503":                   {discordtest.Broken(503), 0},
		"504":                   {discordtest.Broken(504), 0},
		"hung up":               {discordtest.Drop(), 0},
		"answer lost":           {discordtest.Lost(), 0},
	} {
		for via, route := range map[string]string{
			"command": discordtest.RouteEditResponse, "mention": discordtest.RouteCreateMessage,
		} {
			t.Run(name+" "+via, func(t *testing.T) {
				t.Parallel()
				w := start(t, nil)
				failures := 2
				if tc.least > 0 {
					failures = 1 // whole seconds are waited for
				}
				w.Fail(route, failures, tc.fault)
				var m discordtest.Message
				if via == "command" {
					m = w.ask(question)
				} else {
					m = w.reply(w.Mention(w.ada, w.Channel(), question))
				}
				contains(t, m.Content, "More than 80")
				requests := w.waitRequests(route, failures+1)
				for i := range failures {
					if gap := requests[i+1].At.Sub(requests[i].At); gap < tc.least {
						t.Errorf("tried again after %v, was asked to wait %v", gap, tc.least)
					}
				}
				if all := w.Channel().Messages(); via == "mention" && len(all) != 2 {
					t.Errorf("%d messages in the channel, want the question and one reply", len(all))
				}
			})
		}
	}
}

// An acknowledgement waits for nothing: not for a bucket, not for the global limit.
func TestAcknowledgementsDoNotWait(t *testing.T) {
	exhausted := discordtest.Exhausted(time.Minute)
	exhausted.After = true
	for name, fault := range map[string]discordtest.Fault{
		"bucket empty":     exhausted,
		"limited globally": discordtest.LimitedGlobally(2 * time.Second),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, nil)
			route := discordtest.RouteCallback
			if name == "limited globally" {
				route = "POST /channels/{channel_id}/typing"
			}
			w.Fail(route, 1, fault)
			w.Mention(w.ada, w.Channel(), question)
			w.Ask(w.ada, w.Channel(), question, false)
			for range 3 {
				i := w.Ask(w.ada, w.Channel(), question, false)
				ack, err := i.WaitAck(w.ctx)
				if err != nil {
					t.Fatal(err)
				}
				if ack.After > time.Second {
					t.Errorf("acknowledged after %v", ack.After)
				}
			}
		})
	}
}

// Acknowledgements that meet a fault are repeated while there is time.
func TestAcknowledgementGetsThrough(t *testing.T) {
	for name, fault := range map[string]discordtest.Fault{
		"500": discordtest.Broken(500), "hung up": discordtest.Drop(), "answer lost": discordtest.Lost(),
		"limited": discordtest.Limited(100 * time.Millisecond), "slow": discordtest.Slow(10 * time.Second),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, nil)
			w.Allow(discordtest.RuleAckTwice) // what repeating a lost one amounts to
			w.Fail(discordtest.RouteCallback, 1, fault)
			contains(t, w.ask(question).Content, "More than 80")
		})
	}
}

// After a global 429 nothing but acknowledgements leaves until it is over.
func TestGlobalLimitHoldsEverything(t *testing.T) {
	const wait = 700 * time.Millisecond
	w := start(t, nil)
	w.Fail(discordtest.RouteEditResponse, 1, discordtest.LimitedGlobally(wait))
	first := w.Ask(w.ada, w.Channel(), question, false)
	held := w.waitRequests(discordtest.RouteEditResponse, 1)[0].At.Add(100 * time.Millisecond) // for the answer's way
	asked := w.Mention(w.ada, w.Channel(), question)
	w.final(first)
	w.reply(asked)
	for _, r := range w.Requests("") {
		if r.At.After(held) && r.At.Before(held.Add(wait-100*time.Millisecond)) && r.Route != discordtest.RouteCallback {
			t.Errorf("%s left %v after the global limit was hit", r.Route, r.At.Sub(held))
		}
	}
}

// waitRequests waits until so many requests were made to a route, and returns them.
func (w *world) waitRequests(route string, n int) []discordtest.Request {
	w.t.Helper()
	for {
		all := w.Stats().Requests
		if found := w.Requests(route); len(found) >= n {
			return found
		}
		if err := w.WaitStats(w.ctx, "requests to "+route, func(s discordtest.Stats) bool { return s.Requests > all }); err != nil {
			w.t.Fatal(err)
		}
	}
}

// A refusal that no repetition heals is not repeated, and the question is on record as
// one that got no answer.
func TestRefusedForGood(t *testing.T) {
	w := start(t, nil)
	w.Channel().Deny(w.Bot(), discordtest.SendMessages)
	m := w.Mention(w.ada, w.Channel(), question)
	w.finished(m.ID)
	if n := len(w.Requests(discordtest.RouteCreateMessage)); n != 1 {
		t.Errorf("%d attempts to write where the bot may not", n)
	}
	o := w.store.record(m.ID)
	if o.Failure != sayNobody {
		t.Errorf("recorded %q", o.Failure)
	}
}

// Deleting the answer while it is being written ends it quietly.
func TestAnswerDeleted(t *testing.T) {
	gate := make(chan struct{})
	s := &script{claims: claimsOf(t, "Title", "One thing is so.", "Another is not."), before: func(_ context.Context, n int) error {
		if n == 1 {
			<-gate
		}
		return nil
	}}
	w := start(t, func(p *plan) { p.config.Answerer = s })
	i := w.Ask(w.ada, w.Channel(), question, false)
	m, err := i.WaitMessage(w.ctx, func(discordtest.Message) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	w.Delete(m)
	close(gate)
	w.finished(i.ID)
}

// Interactions leave nothing behind in the limiter.
func TestBucketsAreForgotten(t *testing.T) {
	limits := newThrottle()
	h := http.Header{"X-Ratelimit-Remaining": {"3"}, "X-Ratelimit-Reset-After": {"0.001"}}
	for i := range 50 * maxBuckets {
		limits.learn("route "+string(rune(i)), h)
	}
	if n := len(limits.buckets); n > maxBuckets {
		t.Errorf("%d buckets are remembered", n)
	}
}

// Before so many requests are refused that Discord bans the address, everything pauses.
func TestPausesBeforeABan(t *testing.T) {
	limits := newThrottle()
	for range invalidBurst + 10 {
		limits.countInvalid()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := limits.wait(ctx, "any", false); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a request may leave: %v", err)
	}
}

// No error holds the token of an interaction, or of the bot.
func TestErrorsHoldNoSecrets(t *testing.T) {
	const secret = "s3cret"
	refusing := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		rw.WriteHeader(400)
		_, _ = io.WriteString(rw, `{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_REQUIRED"}]}}}`)
	}))
	defer refusing.Close()
	dead := httptest.NewServer(nil)
	dead.Close()
	for _, base := range []string{refusing.URL, dead.URL, "http://[::1", ":"} {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		r := newREST(base, secret)
		_, err := r.followUp(ctx, token{"1", "2", secret}, message{Content: "x"})
		cancel()
		if err == nil {
			t.Fatalf("%s: no error", base)
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", base, err)
		}
	}
}

// A wait that could not end in time is not begun.
func TestDoesNotWaitInVain(t *testing.T) {
	var calls sync.WaitGroup
	calls.Add(1)
	limited := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		defer calls.Done() // a second call would panic
		rw.Header().Set("Retry-After", "3600")
		rw.WriteHeader(429)
	}))
	defer limited.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r := newREST(limited.URL, "token")
	started := time.Now()
	for range 2 {
		if _, err := r.gateway(ctx); err == nil {
			t.Fatal("no error")
		}
	}
	if time.Since(started) > 5*time.Second {
		t.Error("waited in vain")
	}
}
