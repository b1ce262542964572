package discord

import (
	"context"
	"sync"
	"time"
)

// dailyIdentifies is how often the bot identifies in 24 hours at most. After 1,000 Discord
// resets the token, and an operator may run the bot by hand on the same day.
const dailyIdentifies = 900

// identifies paces the logins of all shards: one at a time and per pace for each of
// Discord's concurrency keys, and no more than a budget in 24 hours. Resumed sessions
// don't count.
type identifies struct {
	pace   time.Duration
	budget int

	mu   sync.Mutex
	keys map[int]*turnstile
	past []time.Time // the logins of the last 24 hours, oldest first
}

// turnstile lets one shard of a concurrency key through at a time.
type turnstile struct {
	free chan struct{} // holds one when nobody is logging in
	next time.Time     // nobody may before; guarded by free
}

func newIdentifies(pace time.Duration, budget int) *identifies {
	return &identifies{pace: pace, budget: budget, keys: map[int]*turnstile{}}
}

// wait returns when the shard with this concurrency key may log in. The shard must then
// call done, as soon as Discord has answered the login or it was not made after all.
// spent, if the budget is used up, is told until when.
func (i *identifies) wait(ctx context.Context, key int, spent func(until time.Time)) (done func(sent bool), err error) {
	t := i.turnstile(key)
	select {
	case <-t.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if until := i.budgeted(); !until.IsZero() {
		spent(until)
		t.next = later(t.next, until)
	}
	if err := sleepUntil(ctx, t.next); err != nil {
		t.free <- struct{}{}
		return nil, err
	}
	return func(sent bool) {
		if sent { // Discord counts from when it came, which was before now
			t.next = time.Now().Add(i.pace)
			i.count()
		}
		t.free <- struct{}{}
	}, nil
}

func (i *identifies) turnstile(key int) *turnstile {
	i.mu.Lock()
	defer i.mu.Unlock()
	t := i.keys[key]
	if t == nil {
		t = &turnstile{free: make(chan struct{}, 1)}
		t.free <- struct{}{}
		i.keys[key] = t
	}
	return t
}

// budgeted is zero while there is a login left in the budget, and then when there is one.
func (i *identifies) budgeted() time.Time {
	i.mu.Lock()
	defer i.mu.Unlock()
	for len(i.past) > 0 && time.Since(i.past[0]) >= 24*time.Hour {
		i.past = i.past[1:]
	}
	if len(i.past) < i.budget {
		return time.Time{}
	}
	return i.past[len(i.past)-i.budget].Add(24 * time.Hour)
}

func (i *identifies) count() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.past = append(i.past, time.Now())
}
