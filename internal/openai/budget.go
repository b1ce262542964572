package openai

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"
)

// Meter remembers how many tokens each day used. day is a date in UTC, "2006-01-02".
// TokensUsed of a day that it does not know is 0.
type Meter interface {
	TokensUsed(ctx context.Context, day string) (int, error)
	AddTokens(ctx context.Context, day string, tokens int) error
}

// budget counts a day's tokens against a limit. What is under way is held in reserve
// at its most, so that calls side by side cannot overrun the limit together.
type budget struct {
	limit int // 0: no limit
	meter Meter
	now   func() time.Time
	log   *slog.Logger

	mu       sync.Mutex
	day      string
	used     int
	reserved int
}

// reserve sets tokens aside, or fails when the day has not that many left. settle
// gives them back and counts what was really used.
func (b *budget) reserve(ctx context.Context, tokens int) (settle func(used int), err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(ctx)
	if b.limit > 0 && b.used+b.reserved+tokens > b.limit {
		return nil, &Error{reason: Budget, text: fmt.Sprintf(
			"the budget of %d tokens a day is used up (%d used); it starts anew at midnight UTC, and DAILY_TOKEN_BUDGET sets it", b.limit, b.used)}
	}
	b.reserved += tokens
	return func(used int) { b.settle(ctx, tokens, used) }, nil
}

// turn opens a new day when one has begun. mu is held.
func (b *budget) turn(ctx context.Context) {
	today := b.now().UTC().Format(time.DateOnly)
	if today == b.day {
		return
	}
	b.day, b.used = today, 0
	if b.meter == nil {
		return
	}
	used, err := b.meter.TokensUsed(ctx, today)
	if err != nil {
		b.log.Warn("cannot read the tokens used today; counting from 0", "err", err)
	}
	b.used = used
}

func (b *budget) settle(ctx context.Context, reserved, used int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(ctx)
	b.reserved -= reserved
	b.used += used
	if b.meter == nil || used == 0 {
		return
	}
	// What was used was used, even if nobody waits for the answer any more.
	if err := b.meter.AddTokens(context.WithoutCancel(ctx), b.day, used); err != nil {
		b.log.Warn("cannot record the tokens used; after a restart they will not be counted", "tokens", used, "err", err)
	}
}

// estimate is about how many tokens s is, rather too many than too few: 4 bytes a
// token, OpenAI's rule of thumb for English, and a token for each rune beyond ASCII.
func estimate(s string) int {
	ascii, wide := 0, 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			ascii++
		} else {
			wide++
		}
	}
	return (ascii+3)/4 + wide
}
