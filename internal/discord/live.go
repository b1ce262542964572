package discord

import (
	"context"
	"sync"
	"time"

	"footnote/internal/answer/verify"
)

// pace is how often an answer's message is changed while claims come in.
type pace struct {
	// first is how long the first claim waits for company: most answers are whole by
	// then, and need no second edit.
	first time.Duration
	edits time.Duration // between two edits
	limit time.Duration // for one edit on the way; the last one has its own
}

// usualPace keeps to Discord's five edits in five seconds with room to spare.
func usualPace() pace {
	return pace{first: 250 * time.Millisecond, edits: 1200 * time.Millisecond, limit: 5 * time.Second}
}

// live shows an answer's claims on its board while they come in: the first message only.
type live struct {
	pace    pace
	ctx     context.Context
	task    *task
	changed chan struct{}
	quit    chan struct{}
	ended   chan struct{}
	last    time.Time // of the last edit

	mu     sync.Mutex
	claims []verify.Claim
}

func newLive(ctx context.Context, p pace, t *task) *live {
	l := &live{
		pace: p, ctx: ctx, task: t,
		changed: make(chan struct{}, 1), quit: make(chan struct{}), ended: make(chan struct{}),
	}
	go l.run()
	return l
}

// add takes a claim that was just verified.
func (l *live) add(c verify.Claim) {
	l.mu.Lock()
	l.claims = append(l.claims, c)
	l.mu.Unlock()
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// shown is the claims so far.
func (l *live) shown() []verify.Claim {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]verify.Claim(nil), l.claims...)
}

// stop ends the showing. When it returns, the next edit may be made.
func (l *live) stop() {
	close(l.quit)
	<-l.ended
	if !l.last.IsZero() {
		_ = sleepUntil(l.ctx, l.last.Add(l.pace.edits)) // an ended ctx is the next edit's matter
	}
}

func (l *live) run() {
	defer close(l.ended)
	for {
		select {
		case <-l.changed:
		case <-l.quit:
			return
		}
		timer := time.NewTimer(l.wait())
		select {
		case <-timer.C:
		case <-l.quit:
			timer.Stop()
			return
		}
		l.show()
	}
}

func (l *live) wait() time.Duration {
	if l.last.IsZero() {
		return l.pace.first
	}
	return time.Until(l.last.Add(l.pace.edits))
}

// show makes one edit. If it fails, a later one will do.
func (l *live) show() {
	ctx, cancel := context.WithTimeout(l.ctx, l.pace.limit)
	defer cancel()
	v := viewOf(l.task.q)
	v.Claims = l.shown()
	_ = l.task.board.show(ctx, render(v)[:1], nil)
	l.last = time.Now()
}
