package discordtest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Load is a crowd that asks.
type Load struct {
	Questions int
	Over      time.Duration // spread evenly over so long; 0: as fast as InFlight lets
	InFlight  int           // at most so many questions without a last word; 0: no bound
	Askers    int           // how many people ask in turn; 0 means 1

	// Ask asks the n-th question; nil means /ask in the first channel.
	Ask func(u *User, n int) *Interaction
	// Done recognises a last word; nil means any message but a deferred one.
	Done func(Message) bool
}

// Report is what became of a Load. Times are real, not by Options.Now.
type Report struct {
	Asked, Answered int
	Ack, Answer     Latencies      // from the question to its acknowledgement, to its last word
	Unanswered      []*Interaction // at the end of the context
}

// Latencies are times, shortest first.
type Latencies []time.Duration

// Quantile is the time that a share q (0 to 1) of all does not exceed, by the
// nearest-rank method; 0 where there are none.
func (l Latencies) Quantile(q float64) time.Duration {
	if len(l) == 0 {
		return 0
	}
	rank := int(q*float64(len(l)) + 0.999999)
	return l[min(max(rank, 1), len(l))-1]
}

// Late counts those above limit.
func (l Latencies) Late(limit time.Duration) int {
	i, _ := slices.BinarySearch(l, limit+1)
	return len(l) - i
}

// String gives the median, the 99th percentile and the maximum.
func (l Latencies) String() string {
	return fmt.Sprintf("p50 %v, p99 %v, max %v", l.Quantile(0.5).Round(time.Microsecond),
		l.Quantile(0.99).Round(time.Microsecond), l.Quantile(1).Round(time.Microsecond))
}

// Run lets a crowd ask, and waits until every question has its last word or ctx
// ends. Call it from the test's own goroutine.
func (s *Server) Run(ctx context.Context, l Load) Report {
	r := &run{Load: l, s: s, started: time.Now()}
	if l.InFlight > 0 {
		r.slots = make(chan struct{}, l.InFlight)
	}
	if r.Ask == nil {
		r.Ask = func(u *User, n int) *Interaction { return s.Ask(u, s.Channel(), "question "+strconv.Itoa(n), false) }
	}
	if r.Done == nil {
		r.Done = func(Message) bool { return true }
	}
	askers := make([]*User, max(1, l.Askers))
	for n := range askers {
		askers[n] = s.Guild().NewMember("asker" + strconv.Itoa(n))
	}
	for n := range l.Questions {
		if !r.turn(ctx, n) {
			break
		}
		r.follow(ctx, time.Now(), r.Ask(askers[n%len(askers)], n))
	}
	r.wait.Wait()
	slices.Sort(r.report.Ack)
	slices.Sort(r.report.Answer)
	return r.report
}

// run is a Load under way.
type run struct {
	Load
	s       *Server
	started time.Time
	slots   chan struct{} // nil: no bound
	wait    sync.WaitGroup

	mu     sync.Mutex
	report Report
}

// turn waits for the time of the n-th question and for a free slot.
func (r *run) turn(ctx context.Context, n int) bool {
	due := r.started.Add(r.Over * time.Duration(n) / time.Duration(r.Questions))
	t := time.NewTimer(time.Until(due))
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		return false
	}
	if r.slots == nil {
		return true
	}
	select {
	case r.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// follow waits, in the background, for what becomes of a question.
func (r *run) follow(ctx context.Context, asked time.Time, i *Interaction) {
	r.mu.Lock()
	r.report.Asked++
	r.mu.Unlock()
	r.wait.Go(func() {
		_, ackErr := i.WaitAck(ctx)
		acked := time.Since(asked)
		_, err := i.WaitMessage(ctx, r.Done)
		answered := time.Since(asked)
		r.mu.Lock()
		defer r.mu.Unlock()
		if ackErr == nil {
			r.report.Ack = append(r.report.Ack, acked)
		}
		if err == nil {
			r.report.Answer = append(r.report.Answer, answered)
			r.report.Answered++
		} else {
			r.report.Unanswered = append(r.report.Unanswered, i)
		}
		if r.slots != nil {
			<-r.slots
		}
	})
}
