package discord

import (
	"context"
	"sync"
	"time"
)

// dailyIdentifies is how often the bot identifies in 24 hours at most. After 1,000 Discord
// resets the token, and an operator may run the bot by hand on the same day.
const dailyIdentifies = 900

// identifies paces the logins of all shards: one per pace for each of Discord's
// concurrency keys, and no more than a budget in 24 hours. Resumed sessions don't count.
type identifies struct {
	pace   time.Duration
	budget int

	mu   sync.Mutex
	next map[int]time.Time // by concurrency key: when it may identify again
	past []time.Time       // those of the last 24 hours, oldest first
}

func newIdentifies(pace time.Duration, budget int) *identifies {
	return &identifies{pace: pace, budget: budget, next: map[int]time.Time{}}
}

// wait returns when the shard with this concurrency key may identify. waiting, if the
// budget is used up, is told until when.
func (i *identifies) wait(ctx context.Context, key int, waiting func(until time.Time)) error {
	for {
		until, spent := i.reserve(key)
		if until.IsZero() {
			return nil
		}
		if spent {
			waiting(until)
		}
		if err := sleepUntil(ctx, until); err != nil {
			return err
		}
	}
}

// reserve takes an identify, or returns when there may be one.
func (i *identifies) reserve(key int) (until time.Time, spent bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := time.Now()
	for len(i.past) > 0 && now.Sub(i.past[0]) >= 24*time.Hour {
		i.past = i.past[1:]
	}
	if len(i.past) >= i.budget {
		return i.past[0].Add(24 * time.Hour), true
	}
	if next := i.next[key]; next.After(now) {
		return next, false
	}
	i.next[key] = now.Add(i.pace)
	i.past = append(i.past, now)
	return time.Time{}, false
}

// refund gives back the latest identify to the budget: it was never sent.
func (i *identifies) refund() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if n := len(i.past); n > 0 {
		i.past = i.past[:n-1]
	}
}
