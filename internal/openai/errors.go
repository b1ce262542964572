package openai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Why a call failed: what Error.Reason returns.
const (
	Budget       = "budget"       // the day's tokens are used up
	Unauthorized = "unauthorized" // no key, or one that the server does not take
	RateLimited  = "rate limited" // the server says to wait, or that its quota is spent
	Refused      = "refused"      // the model would not answer, or a filter cut it off
	Timeout      = "timeout"      // no whole reply within Config.Timeout
	Unavailable  = "unavailable"  // cannot be reached, broke off, or failed inside
	Rejected     = "rejected"     // the server does not accept the request
)

// Error is a failed call. Its text is for operators: it names the server, what it
// said, and what to do, and never holds the key.
type Error struct {
	reason     string
	status     int           // 0 when there was no response
	param      string        // the parameter that the server blames; may be ""
	retryAfter time.Duration // the server's wish; 0: none
	lasting    bool          // trying again cannot help
	text       string
	err        error
}

func (e *Error) Error() string { return e.text }

// Unwrap returns the cause below: of the network or the context; it may be nil.
func (e *Error) Unwrap() error { return e.err }

// Reason is one of this package's reasons, such as Budget.
func (e *Error) Reason() string { return e.reason }

// retryable reports whether the same request may succeed later.
func (e *Error) retryable() bool {
	return !e.lasting && (e.reason == RateLimited || e.reason == Unavailable)
}

// outage reports whether err says that the server is not working just now.
func outage(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.reason != Budget && (e.retryable() || e.reason == Timeout)
}

// maxErrorBody bounds what is read of an error response.
const maxErrorBody = 64 << 10

// statusError reads the error in a response that is not a success.
func statusError(resp *http.Response, now time.Time) *Error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // what could be read is enough
	said := parseErrorBody(body)
	e := &Error{
		status: resp.StatusCode, param: said.Param, reason: reasonOf(resp.StatusCode),
		retryAfter: retryAfter(resp.Header.Get("Retry-After"), now),
		lasting:    said.Code == "insufficient_quota",
	}
	if strings.HasPrefix(said.Code, "content_") { // content_filter, content_policy_violation
		e.reason = Refused
	}
	e.text = fmt.Sprintf("%d from %s", resp.StatusCode, resp.Request.URL.Host)
	if said.Message != "" {
		e.text += ": " + said.Message
	}
	if hint := hintFor(resp.StatusCode); hint != "" {
		e.text += " (" + hint + ")"
	}
	return e
}

// tooLong reports whether the server says that it was sent too much at once.
func (e *Error) tooLong() bool {
	return e.status == http.StatusRequestEntityTooLarge ||
		e.reason == Rejected && tooLongWords.MatchString(e.text)
}

var tooLongWords = regexp.MustCompile(`(?i)context.(length|size|window)|too (long|large|many)|maximum|exceed`)

func reasonOf(status int) string {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return Unauthorized
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status == http.StatusRequestTimeout || status == http.StatusConflict || status >= 500:
		return Unavailable
	}
	return Rejected
}

func hintFor(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "check OPENAI_API_KEY"
	case http.StatusNotFound:
		return "check the model's name, and that OPENAI_BASE_URL ends in /v1"
	}
	return ""
}

// errorBody is what OpenAI, Ollama, llama.cpp and vLLM say about an error, each in its way.
type errorBody struct{ Message, Param, Code string }

func parseErrorBody(body []byte) errorBody {
	var doc struct {
		Error   json.RawMessage `json:"error"`
		Message any             `json:"message"`
		Detail  any             `json:"detail"`
	}
	if json.Unmarshal(body, &doc) != nil {
		return errorBody{Message: oneLine(string(body))}
	}
	var inner struct {
		Message any `json:"message"`
		Param   any `json:"param"`
		Code    any `json:"code"`
	}
	if json.Unmarshal(doc.Error, &inner) == nil && inner.Message != nil {
		return errorBody{Message: oneLine(str(inner.Message)), Param: str(inner.Param), Code: str(inner.Code)}
	}
	var plain string
	_ = json.Unmarshal(doc.Error, &plain) // leaves "" when it is no string
	return errorBody{Message: oneLine(cmp.Or(plain, str(doc.Message), str(doc.Detail)))}
}

func str(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// oneLine makes s fit for a log line.
func oneLine(s string) string {
	const most = 300
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// retryAfter reads the header of that name: seconds or an HTTP date (RFC 9110, 10.2.3).
// Anything else, and a time gone by, is 0.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if secs, err := strconv.ParseFloat(header, 64); err == nil && secs > 0 && secs < 1e6 {
		return time.Duration(secs * float64(time.Second))
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// broken is a server that was not reached, or whose reply failed under way.
func broken(host string, err error) *Error {
	var never *url.Error
	if errors.As(err, &never) {
		return &Error{reason: Unavailable, text: fmt.Sprintf("%s cannot be reached: %v (check OPENAI_BASE_URL)", host, never.Err), err: err}
	}
	return &Error{reason: Unavailable, text: fmt.Sprintf("%s broke off its reply: %v", host, err), err: err}
}

// classify makes an *Error of whatever a request ended with. ctx is the call's own
// context; where it has ended, its error stands as it is.
func classify(ctx context.Context, host string, timeout time.Duration, err error) error {
	var e *Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{reason: Timeout, text: fmt.Sprintf("%s: no whole reply within %s", host, timeout), err: err}
	}
	return broken(host, err)
}

// keyLike matches what looks like an OpenAI key, even a half-masked one: servers
// repeat the key that they refuse.
var keyLike = regexp.MustCompile(`\bsk-[A-Za-z0-9_*-]{6,}`)

// redact takes the key, and all that looks like one, out of an error's text. The
// causes below are cut off, since theirs may hold it too.
func redact(err error, key string) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	clean := keyLike.ReplaceAllString(e.text, "[key]")
	if key != "" {
		clean = strings.ReplaceAll(clean, key, "[key]")
	}
	if clean == e.text {
		return e
	}
	out := *e
	out.text, out.err = clean, nil
	return &out
}
