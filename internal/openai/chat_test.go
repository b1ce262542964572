package openai_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/openai"
	"footnote/internal/openai/openaitest"
)

// clock is a clock whose sleepers wake at once, later.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2017, 4, 12, 23, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.slept = c.now.Add(d), append(c.slept, d)
	return ctx.Err()
}

// serve starts a scripted server and a config that talks to it and never really waits.
func serve(t *testing.T, replies ...openaitest.Reply) (*openaitest.Server, openai.Config, *clock) {
	t.Helper()
	s := openaitest.New(replies...)
	t.Cleanup(s.Close)
	c := newClock()
	return s, openai.Config{BaseURL: s.URL, Model: openaitest.Model, Now: c.Now, Sleep: c.Sleep}, c
}

// reply is what one Chat gave: the text of its last attempt.
type reply struct {
	text               string
	attempts           int
	prompt, completion int
	err                error
}

func chat(ctx context.Context, c *openai.Client) reply {
	var r reply
	r.prompt, r.completion, r.err = c.Chat(ctx, "system", "user", []byte(`{"type":"object"}`), func(attempt int, piece string) bool {
		if attempt != r.attempts {
			r.attempts, r.text = attempt, ""
		}
		r.text += piece
		return true
	})
	return r
}

func reason(err error) string {
	var e *openai.Error
	if errors.As(err, &e) {
		return e.Reason()
	}
	return fmt.Sprint(err)
}

func TestChat(t *testing.T) {
	const said = `{"claims":[]} – “done”`
	says, fails := openaitest.Says(said), openaitest.Fails
	for name, tc := range map[string]struct {
		script   []openaitest.Reply
		text     string
		attempts int
		reason   string // of the error
		slept    []time.Duration
	}{
		"at once":                      {[]openaitest.Reply{says}, said, 1, "", nil},
		"truncated":                    {[]openaitest.Reply{openaitest.Truncates(said)}, said, 1, "", nil},
		"busy, then well":              {[]openaitest.Reply{fails(429, ""), says}, said, 2, "", nil},
		"busy for three seconds":       {[]openaitest.Reply{fails(429, "3"), says}, said, 2, "", []time.Duration{3 * time.Second}},
		"busy until a date":            {[]openaitest.Reply{fails(429, "Wed, 12 Apr 2017 23:00:07 GMT"), says}, said, 2, "", []time.Duration{7 * time.Second}},
		"busy for an hour":             {[]openaitest.Reply{fails(429, "3600"), says}, "", 1, openai.RateLimited, []time.Duration{}},
		"busy all the time":            {[]openaitest.Reply{fails(429, "")}, "", 3, openai.RateLimited, nil},
		"out of quota":                 {[]openaitest.Reply{openaitest.FailsWith(429, "", `{"error":{"message":"pay","code":"insufficient_quota"}}`)}, "", 1, openai.RateLimited, nil},
		"500, 503, then well":          {[]openaitest.Reply{fails(500, ""), fails(503, "1"), says}, said, 3, "", nil},
		"500 all the time":             {[]openaitest.Reply{fails(500, "")}, "", 3, openai.Unavailable, nil},
		"cut mid-token, then well":     {[]openaitest.Reply{openaitest.Cuts(said, 9), says}, said, 2, "", nil},
		"cut before a word, then well": {[]openaitest.Reply{openaitest.Cuts(said, 0), says}, said, 2, "", nil},
		"ends silently, then well":     {[]openaitest.Reply{openaitest.Ends("{"), says}, said, 2, "", nil},
		"an error inside the stream":   {[]openaitest.Reply{openaitest.BreaksInside("{"), says}, said, 2, "", nil},
		"no stream at all":             {[]openaitest.Reply{openaitest.Body("<html>log in</html>")}, "", 3, openai.Unavailable, nil},
		"events that are no JSON":      {[]openaitest.Reply{openaitest.Body("data: nonsense\n\n")}, "", 3, openai.Unavailable, nil},
		"refuses":                      {[]openaitest.Reply{openaitest.Refuses("no")}, "", 1, openai.Refused, nil},
		"filtered":                     {[]openaitest.Reply{openaitest.Filters("bad")}, "bad", 1, openai.Refused, nil},
		"prompt filtered":              {[]openaitest.Reply{openaitest.FailsWith(400, "", `{"error":{"message":"no","code":"content_filter"}}`)}, "", 1, openai.Refused, nil},
		"wrong key":                    {[]openaitest.Reply{fails(401, "")}, "", 1, openai.Unauthorized, nil},
		"no such model":                {[]openaitest.Reply{fails(404, "")}, "", 1, openai.Rejected, nil},
		"too long a prompt":            {[]openaitest.Reply{openaitest.FailsWith(400, "", `{"error":"context length exceeded"}`)}, "", 1, openai.Rejected, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cfg, clock := serve(t, tc.script...)
			r := chat(t.Context(), openai.New(cfg))
			if r.text != tc.text || r.attempts != tc.attempts || len(s.Requests()) != tc.attempts {
				t.Errorf("text %q in %d attempts and %d requests, want %q in %d", r.text, r.attempts, len(s.Requests()), tc.text, tc.attempts)
			}
			if tc.reason == "" && r.err != nil || tc.reason != "" && reason(r.err) != tc.reason {
				t.Errorf("error %v, want reason %q", r.err, tc.reason)
			}
			if tc.slept != nil && !slices.Equal(clock.slept, tc.slept) {
				t.Errorf("slept %v, want %v", clock.slept, tc.slept)
			}
		})
	}
}

func TestChatCannotBeReached(t *testing.T) {
	s, cfg, _ := serve(t)
	s.Close()
	r := chat(t.Context(), openai.New(cfg))
	if reason(r.err) != openai.Unavailable || !strings.Contains(r.err.Error(), "cannot be reached") || r.attempts != 3 {
		t.Errorf("%d attempts, error %v", r.attempts, r.err)
	}
}

func TestChatHangs(t *testing.T) {
	_, cfg, _ := serve(t, openaitest.Hangs())
	cfg.Timeout = 20 * time.Millisecond
	if r := chat(t.Context(), openai.New(cfg)); reason(r.err) != openai.Timeout {
		t.Errorf("error %v, want a timeout", r.err)
	}
}

func TestChatCancelled(t *testing.T) {
	pieces := make(chan string)
	_, cfg, _ := serve(t, openaitest.Streams(pieces))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { pieces <- "one" }()
	_, _, err := openai.New(cfg).Chat(ctx, "s", "u", nil, func(_ int, piece string) bool {
		if piece != "" {
			cancel()
		}
		return true
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func TestChatStoppedByCaller(t *testing.T) {
	for name, tc := range map[string]struct {
		script openaitest.Reply
		goOn   func(attempt int, piece string) bool
		pieces int
	}{
		"in the middle":              {openaitest.Says("one two three four"), func(_ int, piece string) bool { return piece == "" }, 1},
		"before a second attempt":    {openaitest.Cuts("one two three", 12), func(attempt int, _ string) bool { return attempt == 1 }, 2},
		"before anything is sent":    {openaitest.Fails(500, ""), func(int, string) bool { return false }, 0},
		"not at all, by a full stop": {openaitest.Says("."), func(int, string) bool { return true }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, cfg, _ := serve(t, tc.script)
			pieces := 0
			_, _, err := openai.New(cfg).Chat(t.Context(), "s", "u", nil, func(attempt int, piece string) bool {
				if piece != "" {
					pieces++
				}
				return tc.goOn(attempt, piece)
			})
			if err != nil || pieces != tc.pieces {
				t.Errorf("%d pieces, error %v; want %d and none", pieces, err, tc.pieces)
			}
		})
	}
}

func TestChatUsage(t *testing.T) {
	_, cfg, _ := serve(t, openaitest.Says("hello"), openaitest.Ends(strings.Repeat("word", 10)), openaitest.Fails(500, ""))
	cfg.Tries = 1
	c := openai.New(cfg)
	if r := chat(t.Context(), c); r.prompt != 700 || r.completion != 50 {
		t.Errorf("the server said 700 and 50, counted %d and %d", r.prompt, r.completion)
	}
	if r := chat(t.Context(), c); r.prompt != 3 || r.completion != 10 { // "system", "user"; 40 bytes
		t.Errorf("a broken stream was estimated as %d and %d tokens, want 3 and 10", r.prompt, r.completion)
	}
	if r := chat(t.Context(), c); r.prompt != 0 || r.completion != 0 {
		t.Errorf("a failure was counted as %d and %d tokens", r.prompt, r.completion)
	}
	if p, n := c.Used(); p != 703 || n != 60 {
		t.Errorf("used %d and %d in all, want 703 and 60", p, n)
	}
}

func TestChatConcurrency(t *testing.T) {
	const most, calls = 2, 6
	var mu sync.Mutex
	running, peak := 0, 0
	arrived, leave := make(chan bool, calls), make(chan bool)
	_, cfg, _ := serve(t, func(w http.ResponseWriter, r openaitest.Request) {
		mu.Lock()
		running++
		peak = max(peak, running)
		mu.Unlock()
		arrived <- true
		<-leave
		mu.Lock()
		running--
		mu.Unlock()
		openaitest.Says("ok")(w, r)
	})
	cfg.Concurrency = most
	c := openai.New(cfg)
	var wg sync.WaitGroup
	for range calls {
		wg.Go(func() {
			if r := chat(context.Background(), c); r.err != nil {
				t.Error(r.err)
			}
		})
	}
	for range most {
		<-arrived
	}
	for range calls {
		leave <- true
	}
	wg.Wait()
	if peak != most {
		t.Errorf("%d requests at once, want %d", peak, most)
	}
}

func TestBreaker(t *testing.T) {
	s, cfg, clock := serve(t, openaitest.Fails(500, ""))
	cfg.Tries = 1
	c := openai.New(cfg)
	for range 5 {
		if r := chat(t.Context(), c); reason(r.err) != openai.Unavailable {
			t.Fatalf("error %v", r.err)
		}
	}
	if n := len(s.Requests()); n != 3 {
		t.Errorf("a server that is down was asked %d times, want 3", n)
	}
	s.Script(openaitest.Says("well again"))
	clock.Sleep(t.Context(), time.Minute)
	for range 2 {
		if r := chat(t.Context(), c); r.err != nil || r.text != "well again" {
			t.Errorf("after a minute: %q, %v", r.text, r.err)
		}
	}
}

func TestCheck(t *testing.T) {
	_, cfg, _ := serve(t)
	if err := openai.New(cfg).Check(t.Context()); err != nil {
		t.Errorf("the model is there: %v", err)
	}
	cfg.Model = "gone-2"
	if err := openai.New(cfg).Check(t.Context()); err == nil || !strings.Contains(err.Error(), openaitest.Model) {
		t.Errorf("a model that is not there: %v; want the ones that are", err)
	}
}
