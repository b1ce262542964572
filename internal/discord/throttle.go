package discord

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	globalRate   = 45   // requests a second over all routes; Discord allows 50
	maxBuckets   = 1000 // routes whose rates are remembered at once
	invalidRate  = 5    // answers 401, 403 and 429 a second before everything pauses; Discord bans at 10,000 in 10 minutes
	invalidBurst = 2000
	invalidPause = time.Minute
)

// throttle holds requests back so that Discord need not refuse them: by route, as its
// headers say, and all together. Acknowledgements do not pass through it.
type throttle struct {
	global  *rate.Limiter
	invalid *rate.Limiter

	mu      sync.Mutex
	held    time.Time // nothing leaves before
	buckets map[string]*bucket
}

// bucket is what Discord last said of a route.
type bucket struct {
	remaining int
	reset     time.Time
}

func newThrottle() *throttle {
	return &throttle{
		global:  rate.NewLimiter(globalRate, globalRate),
		invalid: rate.NewLimiter(invalidRate, invalidBurst),
		buckets: map[string]*bucket{},
	}
}

// wait returns when a request to route may leave, or an error as soon as it is clear
// that this will not be before ctx ends. exempt routes are not counted against the rate
// over all routes, as Discord doesn't count interactions.
func (t *throttle) wait(ctx context.Context, route string, exempt bool) error {
	for {
		until := t.take(route)
		if until.IsZero() {
			break
		}
		if err := sleepUntil(ctx, until); err != nil {
			return fmt.Errorf("wait for the rate limit of %s: %w", route, err)
		}
	}
	if exempt {
		return nil
	}
	return t.global.Wait(ctx)
}

// take counts a request against its bucket, or returns the time to wait for.
func (t *throttle) take(route string) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if t.held.After(now) {
		return t.held
	}
	b := t.buckets[route]
	if b == nil || !b.reset.After(now) {
		return time.Time{}
	}
	if b.remaining < 1 {
		return b.reset
	}
	b.remaining--
	return time.Time{}
}

// learn remembers what an answer says of its route's bucket.
func (t *throttle) learn(route string, h http.Header) {
	remaining, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err != nil || !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.makeRoom()
	reset := time.Now().Add(after)
	if b := t.buckets[route]; b != nil && b.reset.After(time.Now()) {
		remaining = min(remaining, b.remaining) // answers overtake one another
	}
	t.buckets[route] = &bucket{remaining: remaining, reset: reset}
}

// makeRoom forgets buckets that have been refilled; when all are in use it forgets them
// all, and Discord will say again what it wants.
func (t *throttle) makeRoom() {
	if len(t.buckets) < maxBuckets {
		return
	}
	now := time.Now()
	for route, b := range t.buckets {
		if !b.reset.After(now) {
			delete(t.buckets, route)
		}
	}
	if len(t.buckets) >= maxBuckets {
		clear(t.buckets)
	}
}

// refused takes note of a 429: the route, or everything, rests for a while.
func (t *throttle) refused(route string, global bool, after time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	until := time.Now().Add(after)
	if global {
		t.held = later(t.held, until)
		return
	}
	t.makeRoom()
	t.buckets[route] = &bucket{reset: until}
}

// countInvalid pauses everything before refused requests become so many that Discord
// would ban the address.
func (t *throttle) countInvalid() {
	if t.invalid.Allow() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = later(t.held, time.Now().Add(invalidPause))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// seconds reads a header's number of seconds, whole or not.
func seconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, false
	}
	return fromSeconds(f)
}

func fromSeconds(f float64) (time.Duration, bool) {
	if !(f >= 0 && f <= 24*60*60) {
		return 0, false
	}
	return time.Duration(f * float64(time.Second)), true
}

// sleepUntil waits, but not when ctx would end first.
func sleepUntil(ctx context.Context, until time.Time) error {
	if deadline, ok := ctx.Deadline(); ok && until.After(deadline) {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
