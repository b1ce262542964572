package discord

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxRated is how many members or servers are remembered at once. One who is forgotten
// starts with a full allowance.
const maxRated = 20_000

// rates holds everybody to the same number of questions a minute.
type rates struct {
	perMinute int

	mu   sync.Mutex
	each map[string]*rate.Limiter // by member or server
}

// newRates allows perMinute questions a minute, up to half of them at once.
func newRates(perMinute int) *rates {
	return &rates{perMinute: max(perMinute, 1), each: map[string]*rate.Limiter{}}
}

func (r *rates) burst() int { return (r.perMinute + 1) / 2 }

// take counts a question by who, or returns how long they have to wait for it.
func (r *rates) take(who string) *rate.Reservation {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.each[who]
	if l == nil {
		r.makeRoom()
		l = rate.NewLimiter(rate.Every(time.Minute/time.Duration(r.perMinute)), r.burst())
		r.each[who] = l
	}
	return l.Reserve()
}

// makeRoom forgets those who have their full allowance again, and everybody when that is
// nobody.
func (r *rates) makeRoom() {
	if len(r.each) < maxRated {
		return
	}
	for who, l := range r.each {
		if l.Tokens() >= float64(r.burst()) {
			delete(r.each, who)
		}
	}
	if len(r.each) >= maxRated {
		clear(r.each)
	}
}

// fairness is the rates of members and of servers.
type fairness struct {
	members, guilds *rates
}

// take counts a question of a member in a guild ("" in a direct message) against both
// rates, or neither, and then says how long to wait and which of them is used up.
func (f fairness) take(member, guild string) (wait time.Duration, over string) {
	mine := f.members.take(member)
	if wait := mine.Delay(); wait > 0 {
		mine.Cancel()
		return wait, "member"
	}
	if guild == "" {
		return 0, ""
	}
	ours := f.guilds.take(guild)
	if wait := ours.Delay(); wait > 0 {
		ours.Cancel()
		mine.Cancel()
		return wait, "guild"
	}
	return 0, ""
}
