package discord

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"footnote/internal/ledger"
)

// maxRated is how many members or servers are remembered at once. One who is forgotten
// starts with a full allowance.
const maxRated = 20_000

// rates holds each to a number of questions a minute, up to half of them at once.
type rates struct {
	usual int // where no other number was chosen

	mu   sync.Mutex
	each map[string]*rate.Limiter // by member or server
}

// newRates allows usual questions a minute where no other number was chosen.
func newRates(usual int) *rates {
	return &rates{usual: max(usual, 1), each: map[string]*rate.Limiter{}}
}

// take counts a question by who at a time, or returns how long they have to wait for it.
// chosen is how many they may ask in a minute; 0: as many as usual.
func (r *rates) take(who string, chosen int, now time.Time) *rate.Reservation {
	perMinute := chosen
	if chosen <= 0 {
		perMinute = r.usual
	}
	limit, burst := rate.Every(time.Minute/time.Duration(perMinute)), (perMinute+1)/2
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.each[who]
	if l == nil || l.Limit() != limit { // or somebody chose another number since
		r.makeRoom()
		l = rate.NewLimiter(limit, burst)
		r.each[who] = l
	}
	return l.ReserveN(now, 1)
}

// makeRoom forgets those who have their full allowance again, and everybody when that is
// nobody.
func (r *rates) makeRoom() {
	if len(r.each) < maxRated {
		return
	}
	for who, l := range r.each {
		if l.Tokens() >= float64(l.Burst()) {
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
// rates, or neither, and then says how long to wait and which of them is used up. A
// member's questions count together in all servers that did not choose a rate.
func (f fairness) take(member, guild string, s ledger.Settings) (wait time.Duration, over string) {
	who := member
	if s.MemberRate > 0 {
		who = guild + "/" + member
	}
	now := time.Now() // one moment for all: a reservation can't be taken back after it
	mine := f.members.take(who, s.MemberRate, now)
	if wait := mine.DelayFrom(now); wait > 0 {
		mine.CancelAt(now)
		return wait, "member"
	}
	if guild == "" {
		return 0, ""
	}
	ours := f.guilds.take(guild, s.ServerRate, now)
	if wait := ours.DelayFrom(now); wait > 0 {
		ours.CancelAt(now)
		mine.CancelAt(now)
		return wait, "guild"
	}
	return 0, ""
}
