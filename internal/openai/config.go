package openai

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What a Config says where it is silent.
const (
	DefaultBaseURL     = "https://api.openai.com/v1"
	DefaultTimeout     = 60 * time.Second
	DefaultTries       = 3
	DefaultConcurrency = 4
	DefaultMaxTokens   = 800
)

// Config says which server to talk to, and how. The zero value of every field but
// Model is usable: it talks to OpenAI itself and has no key.
type Config struct {
	Key     string `json:"-"` // "" for a server that needs none
	BaseURL string // with its version, "http://localhost:11434/v1"; "": DefaultBaseURL
	Model   string

	Timeout     time.Duration // of one request, its stream included; 0: DefaultTimeout
	Tries       int           // of one call, the first included; 0: DefaultTries
	Concurrency int           // requests in flight at once; 0: DefaultConcurrency
	MaxTokens   int           // of one reply; 0: DefaultMaxTokens. Reasoning models get thinkingRoom on top

	DailyTokens int   // chat tokens a day (UTC), prompts and replies; 0: no limit
	Meter       Meter // remembers across restarts what the day has used; nil: nobody does

	HTTP  *http.Client                                     // nil: the default transport, which honours HTTPS_PROXY
	Log   *slog.Logger                                     // nil: slog.Default
	Now   func() time.Time                                 // nil: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // nil: wait d, or until ctx ends and return its error
}

// Format prints where the Config points and never the key, whatever the verb.
func (c Config) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "%s at %s", c.Model, host(c.BaseURL))
}

func (c Config) withDefaults() Config {
	c.BaseURL = strings.TrimRight(orElse(c.BaseURL, DefaultBaseURL), "/")
	c.Timeout = orElse(c.Timeout, DefaultTimeout)
	c.Tries = orElse(c.Tries, DefaultTries)
	c.Concurrency = orElse(c.Concurrency, DefaultConcurrency)
	c.MaxTokens = orElse(c.MaxTokens, DefaultMaxTokens)
	c.HTTP = orElse(c.HTTP, http.DefaultClient)
	c.Log = orElse(c.Log, slog.Default())
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	return c
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// host is the server's name for people: no user, password, path or query.
func host(base string) string {
	u, err := url.Parse(orElse(base, DefaultBaseURL))
	if err != nil || u.Host == "" {
		return "the server"
	}
	return u.Host
}
