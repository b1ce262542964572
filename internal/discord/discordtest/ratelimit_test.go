package discordtest_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	. "footnote/internal/discord/discordtest"
)

func hello() object { return object{"content": "hello", "allowed_mentions": quiet()} }

func TestBuckets(t *testing.T) {
	now := newClock()
	s := registered(t, Options{Now: now.Now})
	s.Allow(RuleRate)
	other := s.Guild().NewChannel("other")
	path := func(c *Channel) string { return "channels/" + c.ID + "/messages" }
	for n := range 5 {
		h := do(t, s, "POST", path(s.Channel()), hello()).header
		if got, want := h.Get("X-RateLimit-Remaining"), string(rune('4'-n)); got != want {
			t.Errorf("remaining %s, want %s", got, want)
		}
		if h.Get("X-RateLimit-Limit") != "5" || h.Get("X-RateLimit-Reset-After") != "5.000" || h.Get("X-RateLimit-Bucket") == "" || h.Get("X-RateLimit-Reset") == "" {
			t.Errorf("headers %v", h)
		}
	}
	r := do(t, s, "POST", path(s.Channel()), hello())
	if o := r.object(t); r.status != http.StatusTooManyRequests || o["retry_after"] != 5.0 || o["global"] != false || r.header.Get("Retry-After") != "5" || r.header.Get("X-RateLimit-Scope") != "user" {
		t.Errorf("%d %s %v", r.status, r.body, r.header)
	}
	if r := do(t, s, "POST", path(other), hello()); r.status != http.StatusOK {
		t.Errorf("another channel: %d", r.status)
	}
	now.advance(5 * time.Second)
	if r := do(t, s, "POST", path(s.Channel()), hello()); r.status != http.StatusOK {
		t.Errorf("after the reset: %d", r.status)
	}
	if !slices.Equal(rules(s), []Rule{RuleRate}) {
		t.Errorf("violations %v", s.Violations())
	}
}

func TestGlobalRate(t *testing.T) {
	now := newClock()
	s, i := asked(t, Options{Now: now.Now, Global: 3, Bucket: func(string) Rate { return Rate{} }}, false)
	s.Allow(RuleGlobalRate)
	now.advance(time.Second)
	for range 3 {
		do(t, s, "GET", "users/@me", nil)
	}
	r := do(t, s, "GET", "users/@me", nil)
	if r.status != http.StatusTooManyRequests || r.object(t)["global"] != true || r.header.Get("X-RateLimit-Global") != "true" || r.header.Get("X-RateLimit-Scope") != "global" {
		t.Errorf("%d %s %v", r.status, r.body, r.header)
	}
	acknowledge(t, s, i, AckDeferred, nil) // interactions are exempt
	now.advance(time.Second)
	if r := do(t, s, "GET", "users/@me", nil); r.status != http.StatusOK {
		t.Errorf("a second later: %d", r.status)
	}
}

func TestInvalidRequestsBan(t *testing.T) {
	now := newClock()
	s := registered(t, Options{Now: now.Now, InvalidRequests: 3})
	s.Allow(RuleBanned)
	s.Channel().Deny(s.Bot(), SendMessages)
	for n := range 3 {
		r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", hello())
		if r.code() != 50013 || s.Stats().Invalid != n+1 {
			t.Errorf("%s, invalid %d", r.body, s.Stats().Invalid)
		}
	}
	if r := do(t, s, "GET", "users/@me", nil); r.status != http.StatusTooManyRequests || !slices.Contains(rules(s), RuleBanned) {
		t.Errorf("%d %s", r.status, r.body)
	}
	now.advance(10 * time.Minute)
	if r := do(t, s, "GET", "users/@me", nil); r.status != http.StatusOK {
		t.Errorf("ten minutes later: %d", r.status)
	}
}

func TestWhoAsks(t *testing.T) {
	s := New(Options{TB: t})
	s.Allow(RuleAuth, RuleUserAgent, RuleRoute)
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL()+"users/@me", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized || !slices.Equal(rules(s), []Rule{RuleUserAgent, RuleAuth}) {
		t.Errorf("status %d, violations %v", resp.StatusCode, s.Violations())
	}
	if r := do(t, s, "GET", "stickers/1", nil); r.status != http.StatusNotFound || rules(s)[2] != RuleRoute {
		t.Errorf("status %d, violations %v", r.status, s.Violations())
	}
}
