package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	goopenai "github.com/sashabaranov/go-openai"
)

// server is one server as its callers share it: how many at once, how often, and
// whether it is worth asking at all just now.
type server struct {
	cfg     Config
	host    string
	api     *goopenai.Client
	slots   chan struct{}
	breaker breaker
}

func newServer(cfg Config, bodyLimit int64) *server {
	cfg = cfg.withDefaults()
	api := goopenai.DefaultConfig(cfg.Key)
	api.BaseURL = cfg.BaseURL
	api.HTTPClient = doer{client: cfg.HTTP, now: cfg.Now, limit: bodyLimit}
	return &server{
		cfg: cfg, host: host(cfg.BaseURL),
		api:   goopenai.NewClientWithConfig(api),
		slots: make(chan struct{}, cfg.Concurrency),
	}
}

// longestWait bounds what a Retry-After may ask of a member who waits for an answer.
const longestWait = 20 * time.Second

// do runs try until it succeeds, fails for good, or has had its tries: in a slot of
// its own, each time for no longer than timeout, waiting longer and longer between
// (exponentially with jitter, but at least as long as the server asks). attempt
// counts from 1.
func (s *server) do(ctx context.Context, timeout time.Duration, try func(ctx context.Context, attempt int) error) error {
	if !s.breaker.allow(s.cfg.Now()) {
		return &Error{reason: Unavailable, lasting: true, text: s.host + " has just failed several times; it is left alone for a while"}
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := redact(s.retry(ctx, timeout, try), s.cfg.Key)
	if ctx.Err() == nil {
		s.breaker.record(outage(err), s.cfg.Now())
	}
	return err
}

func (s *server) retry(ctx context.Context, timeout time.Duration, try func(context.Context, int) error) error {
	pause := backoff.NewExponentialBackOff()
	pause.Multiplier = 2
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, timeout, attempt, try)
		var e *Error
		if !errors.As(err, &e) || !e.retryable() || attempt >= s.cfg.Tries {
			return err
		}
		wait := max(pause.NextBackOff(), e.retryAfter)
		if deadline, ok := ctx.Deadline(); wait > longestWait || ok && wait > time.Until(deadline) {
			return err
		}
		s.cfg.Log.Debug("the model's server failed; trying again", "attempt", attempt, "wait", wait, "status", e.status)
		if err := s.cfg.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func (s *server) once(ctx context.Context, timeout time.Duration, attempt int, try func(context.Context, int) error) error {
	within, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := try(within, attempt)
	if err != nil && within.Err() != nil && ctx.Err() == nil {
		err = context.DeadlineExceeded // whatever the library called it
	}
	return classify(ctx, s.host, timeout, err)
}

// doer sends go-openai's requests. It turns every failure into an *Error, for the
// library forgets the headers of a failed response, and bounds how much is read.
type doer struct {
	client *http.Client
	now    func() time.Time
	limit  int64 // bytes of one response
}

func (d doer) Do(req *http.Request) (*http.Response, error) {
	resp, err := d.client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		defer resp.Body.Close()
		return nil, statusError(resp, d.now())
	}
	resp.Body = &boundedBody{resp.Body, d.limit}
	return resp, nil
}

// boundedBody fails once more than left bytes were read.
type boundedBody struct {
	io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("the response is too long")
	}
	return n, err
}
