package discordtest

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"net/http"
	"strconv"
	"time"
)

// commonRate is what bots commonly see; Discord publishes no rates.
func commonRate(route string) Rate {
	switch route {
	case RouteCallback, RouteGateway, RouteGatewayBot:
		return Rate{}
	case RouteCreateMessage, RouteEditMessage, RouteEditResponse, RouteEditFollowup, RouteFollowup:
		return Rate{5, 5 * time.Second}
	case RouteSetCommands, RouteGuildCommands, RouteCreateCommand:
		return Rate{5, 20 * time.Second}
	}
	return Rate{50, time.Second}
}

// limiter counts requests. The server's mutex guards it.
type limiter struct {
	buckets map[string]*bucket
	sweepAt int // buckets, beyond which those that have run out are dropped
	global  bucket
	bad     bucket // invalid requests
}

type bucket struct {
	used  int
	reset time.Time
}

// invalidWindow is how long invalid requests are held against a bot (reference,
// "Invalid Request Limit").
const invalidWindow = 10 * time.Minute

// minBuckets is how many buckets are kept before any is dropped.
const minBuckets = 4096

func (l *limiter) init() { l.buckets, l.sweepAt = map[string]*bucket{}, minBuckets }

// take counts one use, and reports whether it was within most.
func (b *bucket) take(now time.Time, most int, per time.Duration) bool {
	if !now.Before(b.reset) {
		b.used, b.reset = 0, now.Add(per)
	}
	if b.used >= most {
		return false
	}
	b.used++
	return true
}

func (l *limiter) invalid(now time.Time) { l.bad.take(now, math.MaxInt, invalidWindow) }

// rateLimited is a 429.
type rateLimited struct {
	*apiError
	after  time.Duration
	scope  string // "user", "global" or "shared"
	global bool
}

// Unwrap lets the answer be made from the API error within.
func (r *rateLimited) Unwrap() error { return r.apiError }

func (r *rateLimited) headers(a *answer) {
	a.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(r.after.Seconds()))))
	a.header.Set("X-RateLimit-Scope", r.scope)
	if r.global {
		a.header.Set("X-RateLimit-Global", "true")
	}
	a.setJSON(object{"code": r.code, "message": r.message, "retry_after": r.after.Seconds(), "global": r.global})
}

func tooMany(after time.Duration, scope string, rule Rule, format string, args ...any) error {
	e := &apiError{status: http.StatusTooManyRequests, message: "You are being rate limited."}
	return &rateLimited{e.as(rule, format, args...), after, scope, scope == "global"}
}

// limit applies the ban, the global rate and the route's bucket, and sets the headers.
func (s *Server) limit(q *request, a *answer) error {
	now := s.now()
	if b := &s.limits.bad; b.used >= s.opt.InvalidRequests && now.Before(b.reset) {
		return tooMany(b.reset.Sub(now), "global", RuleBanned, "%d invalid requests within %v", b.used, invalidWindow)
	}
	if b := &s.limits.global; !q.route.interaction() && !b.take(now, s.opt.Global, time.Second) {
		return tooMany(b.reset.Sub(now), "global", RuleGlobalRate, "more than %d requests in a second", s.opt.Global)
	}
	rate := s.opt.Bucket(q.route.pattern)
	if rate.Limit == 0 {
		return nil
	}
	b := s.limits.bucket(q.bucketKey(), now)
	ok := b.take(now, rate.Limit, rate.Per)
	bucketHeaders(a, q, b, rate, now)
	if !ok {
		return tooMany(b.reset.Sub(now), "user", RuleRate, "more than %d requests in %v", rate.Limit, rate.Per)
	}
	return nil
}

// bucketKey is the route and its major parameter: a channel, a guild, or a
// webhook with its token.
func (q *request) bucketKey() string {
	return fmt.Sprint(q.route.pattern, " ", q.value("channel_id"), q.value("guild_id"), q.value("webhook_token"))
}

func (l *limiter) bucket(key string, now time.Time) *bucket {
	b := l.buckets[key]
	if b != nil {
		return b
	}
	if len(l.buckets) >= l.sweepAt {
		maps.DeleteFunc(l.buckets, func(_ string, old *bucket) bool { return !now.Before(old.reset) })
		l.sweepAt = max(minBuckets, 2*len(l.buckets))
	}
	b = &bucket{}
	l.buckets[key] = b
	return b
}

func bucketHeaders(a *answer, q *request, b *bucket, rate Rate, now time.Time) {
	hash := fnv.New64a()
	hash.Write([]byte(q.route.pattern))
	seconds := func(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
	a.header.Set("X-RateLimit-Limit", strconv.Itoa(rate.Limit))
	a.header.Set("X-RateLimit-Remaining", strconv.Itoa(rate.Limit-b.used))
	a.header.Set("X-RateLimit-Reset", seconds(time.Duration(b.reset.UnixNano())))
	a.header.Set("X-RateLimit-Reset-After", seconds(b.reset.Sub(now)))
	a.header.Set("X-RateLimit-Bucket", fmt.Sprintf("%016x", hash.Sum64()))
}
