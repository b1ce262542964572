package discordtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Fault is a way in which REST misbehaves. The functions below make the usual ones.
type Fault struct {
	Status int           // answered in place of the truth; 0 leaves the answer as it is
	Header http.Header   // added to the answer
	Body   string        // with a Status: the body
	Delay  time.Duration // slept first, or with After before the answer
	Drop   bool          // the connection is closed without an answer
	After  bool          // the request is carried out, and only its answer is late, wrong or lost
}

type armedFault struct {
	Fault
	route string
	times int // left; below 0 for ever
}

// Forever, as a number of times, is until [Server.Heal].
const Forever = -1

// Fail makes the next times requests to route meet the fault. An empty route is
// any; one that ends in * is a prefix, such as "PATCH /webhooks/*". The first
// fault that fits is met.
func (s *Server) Fail(route string, times int, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armedFault{f, route, times})
}

// Heal ends every fault of REST and of connections to come.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.gateway.faults = nil, nil
}

func (s *Server) takeFault(route string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.times == 0 || !f.fits(route) {
			continue
		}
		if f.times > 0 {
			f.times--
		}
		return f.Fault
	}
	return Fault{}
}

func (f *armedFault) fits(route string) bool {
	if prefix, ok := strings.CutSuffix(f.route, "*"); ok {
		return strings.HasPrefix(route, prefix)
	}
	return f.route == "" || f.route == route
}

func (f Fault) apply(a *answer) {
	a.drop = a.drop || f.Drop
	if f.Status != 0 {
		a.status, a.body, a.forced = f.Status, []byte(f.Body), true
		a.header.Del("Content-Type")
	}
	for k, v := range f.Header {
		a.header[k] = v
	}
}

// Slow carries the request out d late.
func Slow(d time.Duration) Fault { return Fault{Delay: d} }

// SlowAnswer carries the request out at once and answers d late.
func SlowAnswer(d time.Duration) Fault { return Fault{Delay: d, After: true} }

// Drop closes the connection without an answer; the request is not carried out.
func Drop() Fault { return Fault{Drop: true} }

// Lost closes the connection after the request was carried out.
func Lost() Fault { return Fault{Drop: true, After: true} }

// Broken answers with a server's error, such as 500 or 503, and an HTML body, as
// the proxies before Discord do.
func Broken(status int) Fault {
	return Fault{Status: status, Header: http.Header{"Content-Type": {"text/html"}},
		Body: fmt.Sprintf("<html><head><title>%d %s</title></head></html>", status, http.StatusText(status))}
}

// Refused answers with one of Discord's own errors, such as 403 and 50013.
func Refused(status, code int, message string) Fault {
	return Fault{Status: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: fmt.Sprintf(`{"message": %q, "code": %d}`, message, code)}
}

// Limited answers 429 as Discord does for a bucket, whatever the bucket's state.
func Limited(after time.Duration) Fault { return limited(after, false) }

// LimitedGlobally answers 429 as Discord does for the global rate.
func LimitedGlobally(after time.Duration) Fault { return limited(after, true) }

func limited(after time.Duration, global bool) Fault {
	h := retryAfter(after)
	h.Set("Content-Type", "application/json")
	h.Set("X-RateLimit-Scope", "user")
	if global {
		h.Set("X-RateLimit-Scope", "global")
		h.Set("X-RateLimit-Global", "true")
	}
	return Fault{Status: http.StatusTooManyRequests, Header: h,
		Body: fmt.Sprintf(`{"code": 0, "message": "You are being rate limited.", "retry_after": %g, "global": %t}`, after.Seconds(), global)}
}

// LimitedBare answers 429 with a Retry-After and no body.
func LimitedBare(after time.Duration) Fault {
	return Fault{Status: http.StatusTooManyRequests, Header: retryAfter(after)}
}

// LimitedHTML answers 429 with a Retry-After and an HTML body, as Cloudflare does.
func LimitedHTML(after time.Duration) Fault {
	f := Broken(http.StatusTooManyRequests)
	f.Header.Set("Retry-After", retryAfter(after).Get("Retry-After"))
	return f
}

// retryAfter is in whole seconds, rounded up, as the header is.
func retryAfter(after time.Duration) http.Header {
	return http.Header{"Retry-After": {fmt.Sprint(int((after + time.Second - 1) / time.Second))}}
}

// Exhausted lets the request through and says that its bucket is empty for a
// time: a client that waits for buckets waits that long before its next.
func Exhausted(reset time.Duration) Fault {
	return Fault{After: true, Header: http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Limit": {"1"},
		"X-Ratelimit-Reset-After": {fmt.Sprintf("%.3f", reset.Seconds())}}}
}
