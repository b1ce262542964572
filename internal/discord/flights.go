package discord

import (
	"context"
	"sync"
)

// flights are the answers under way. A message can be read, clicked and replied to a
// moment before what it says is on record: whoever looks for the record then waits.
type flights struct {
	mu  sync.Mutex
	all map[string]flight // by question
}

type flight struct {
	channel string
	done    chan struct{} // closed when the answer is on record
}

func newFlights() *flights { return &flights{all: map[string]flight{}} }

func (f *flights) begin(question, channel string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all[question] = flight{channel, make(chan struct{})}
}

func (f *flights) end(question string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl, ok := f.all[question]; ok {
		close(fl.done)
		delete(f.all, question)
	}
}

// wait returns when no answer to the question is under way, or ctx ends.
func (f *flights) wait(ctx context.Context, question string) {
	f.mu.Lock()
	fl, ok := f.all[question]
	f.mu.Unlock()
	if ok {
		fl.wait(ctx)
	}
}

// waitIn waits for all answers that are under way in a channel now.
func (f *flights) waitIn(ctx context.Context, channel string) {
	var here []flight
	f.mu.Lock()
	for _, fl := range f.all {
		if fl.channel == channel {
			here = append(here, fl)
		}
	}
	f.mu.Unlock()
	for _, fl := range here {
		fl.wait(ctx)
	}
}

func (fl flight) wait(ctx context.Context) {
	select {
	case <-fl.done:
	case <-ctx.Done():
	}
}
