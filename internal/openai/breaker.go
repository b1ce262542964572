package openai

import (
	"sync"
	"time"
)

// After breakAfter failed calls in a row, each retries and all, a server is left alone
// for breakFor: members get their extractive answer at once instead of after the same
// wait every time. Then one call tries again.
const (
	breakAfter = 3
	breakFor   = 30 * time.Second
)

type breaker struct {
	mu     sync.Mutex
	failed int       // calls in a row
	until  time.Time // when the next call may try
}

func (b *breaker) allow(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed < breakAfter {
		return true
	}
	if now.Before(b.until) {
		return false
	}
	b.until = now.Add(breakFor) // this call is the one that tries
	return true
}

func (b *breaker) record(outage bool, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !outage {
		b.failed = 0
		return
	}
	b.failed++
	b.until = now.Add(breakFor)
}
