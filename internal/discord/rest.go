package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	maxTries     = 5
	maxResponse  = 8 << 20 // bytes read of an answer
	callTimeout  = 15 * time.Second
	urgentTry    = time.Second // for one try of a call that can't wait
	firstBackoff = 200 * time.Millisecond
	maxBackoff   = 5 * time.Second
	userAgent    = "DiscordBot (footnote, 1)"
)

// Codes of Discord's errors that the bot acts on.
const (
	codeUnknownInteraction = 10062
	codeUnknownMessage     = 10008
	codeUnknownWebhook     = 10015
	codeAcknowledged       = 40060
	codeInvalidToken       = 50027
)

// apiError is a refusal by Discord.
type apiError struct {
	Route   string // "PATCH /channels/{id}/messages/{id}": no ids, no tokens
	Status  int
	Code    int    // 0 when the answer was not Discord's JSON
	Message string // Discord's
	Details string // which field, and why
}

func (e *apiError) Error() string {
	s := fmt.Sprintf("discord refused %s: HTTP %d", e.Route, e.Status)
	if e.Code != 0 || e.Message != "" {
		s += fmt.Sprintf(", %d %s", e.Code, e.Message)
	}
	if e.Details != "" {
		s += ": " + e.Details
	}
	return s
}

// isCode reports whether err is a refusal with one of the codes.
func isCode(err error, codes ...int) bool {
	var refusal *apiError
	if !errors.As(err, &refusal) {
		return false
	}
	for _, code := range codes {
		if refusal.Code == code {
			return true
		}
	}
	return false
}

// call is one request to Discord's REST API.
type call struct {
	method string
	// path follows the API's address. In route, which names the request in errors and
	// keeps its rate, ids other than the channel's or guild's are left out.
	path, route string
	body        any
	// repeat says that sending it twice does no more than sending it once.
	repeat bool
	// urgent calls wait for no rate limit: Discord exempts acknowledgements.
	urgent bool
	// exempt calls are not counted against the rate over all routes.
	exempt bool
	// secret calls carry their own authority in the path, not the bot's token.
	secret bool
	// own is the channel or interaction that has a rate of its own on this route.
	own string
	// sent, if set, is called before each try.
	sent func()
}

// bucket names what Discord counts the call against.
func (c call) bucket() string { return c.route + " " + c.own }

// patience is how long one try may take.
func (c call) patience() time.Duration {
	if c.urgent {
		return urgentTry
	}
	return callTimeout
}

// rest speaks to Discord's REST API. It exists because discordgo's client ignores
// Retry-After and contexts, keeps a bucket for each interaction for ever, and holds one
// lock over all edits of answers. It is safe for concurrent use.
type rest struct {
	base   string // without a slash at its end
	token  string
	client *http.Client
	limits *throttle
	told   func(route string, status int) // counts answers
}

func newREST(base, token string) *rest {
	return &rest{
		base: strings.TrimRight(base, "/"), token: token,
		client: &http.Client{}, limits: newThrottle(),
		told: func(string, int) {},
	}
}

// do sends c until it succeeds, is refused for good, or ctx ends, and decodes the answer
// into out unless that is nil.
func (r *rest) do(ctx context.Context, c call, out any) error {
	body, err := c.encode()
	if err != nil {
		return err
	}
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = firstBackoff, maxBackoff
	answer, err := backoff.Retry(ctx, func() ([]byte, error) { return r.try(ctx, c, body) },
		backoff.WithBackOff(pause), backoff.WithMaxTries(maxTries))
	if err != nil {
		return err
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("read discord's answer to %s: %w", c.route, err)
	}
	return nil
}

func (c call) encode() ([]byte, error) {
	if c.body == nil {
		return nil, nil
	}
	body, err := json.Marshal(c.body)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", c.route, err)
	}
	return body, nil
}

// try sends c once. Its error says to the retrying library whether and when to go on.
func (r *rest) try(ctx context.Context, c call, body []byte) ([]byte, error) {
	if !c.urgent {
		if err := r.limits.wait(ctx, c.bucket(), c.exempt); err != nil {
			return nil, backoff.Permanent(err)
		}
	}
	if c.sent != nil {
		c.sent()
	}
	trying, cancel := context.WithTimeout(ctx, c.patience())
	defer cancel()
	status, header, answer, err := r.exchange(trying, c, body)
	if err != nil {
		if c.repeat && ctx.Err() == nil {
			return nil, err
		}
		return nil, backoff.Permanent(err)
	}
	r.told(c.route, status)
	if !c.urgent {
		r.limits.learn(c.bucket(), header)
	}
	if status < 300 {
		return answer, nil
	}
	refusal := parseRefusal(c.route, status, answer)
	switch {
	case status == http.StatusTooManyRequests:
		return nil, r.limited(ctx, c, header, answer, refusal)
	case status >= 500 && c.repeat:
		return nil, refusal
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		r.limits.countInvalid()
	}
	return nil, backoff.Permanent(refusal)
}

func (r *rest) exchange(ctx context.Context, c call, body []byte) (int, http.Header, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, c.method, r.base+c.path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, nil, backoff.Permanent(fmt.Errorf("send %s: the address of discord's API is not one", c.route))
	}
	req.Header.Set("User-Agent", userAgent)
	if !c.secret {
		req.Header.Set("Authorization", "Bot "+r.token)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("send %s: %w", c.route, withoutURL(err))
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("read discord's answer to %s: %w", c.route, err)
	}
	return resp.StatusCode, resp.Header, answer, nil
}

// withoutURL takes the address out of err: an interaction's holds its token.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// limited takes note of a 429 and says when to try again: the header is believed first,
// then the body; without either the usual pauses apply.
func (r *rest) limited(ctx context.Context, c call, h http.Header, answer []byte, refusal error) error {
	if h.Get("X-RateLimit-Scope") != "shared" {
		r.limits.countInvalid()
	}
	var body struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}
	_ = json.Unmarshal(answer, &body) // HTML, or nothing: the header says enough
	after, ok := seconds(h.Get("Retry-After"))
	if precise, said := fromSeconds(body.RetryAfter); said && precise > after {
		after, ok = precise, true
	}
	if !ok {
		return refusal
	}
	global := body.Global || h.Get("X-RateLimit-Global") != "" || h.Get("X-RateLimit-Scope") == "global"
	if !c.urgent || global {
		r.limits.refused(c.bucket(), global, after)
	}
	if deadline, bounded := ctx.Deadline(); bounded && time.Now().Add(after).After(deadline) {
		return backoff.Permanent(refusal)
	}
	return fmt.Errorf("%w: %w", refusal, &backoff.RetryAfterError{Duration: after})
}

func parseRefusal(route string, status int, answer []byte) *apiError {
	var body struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"`
	}
	e := &apiError{Route: route, Status: status}
	if json.Unmarshal(answer, &body) == nil {
		e.Code, e.Message, e.Details = body.Code, label(body.Message, 200), label(string(body.Errors), 500)
	}
	return e
}
