package ledger

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// Day is what happened on one day, in UTC. The counts of questions are of those
// finished that day, but for Asked.
type Day struct {
	Day                                            string // 2006-01-02; "" in a total
	Asked, Answered, Abstained, Apologised, Failed int
	Claims, Dropped                                int // shown, and kept from being shown
	Supported, Unsupported, Retracted, Approved    int // verdicts, those undone too
	Reviewed, Undone                               int
	Helpful, Unhelpful                             int // members' feedback
	Refused                                        int
	Prompt, Completion                             int // tokens that answers used
	Tokens                                         int // tokens that everything used, as far as it was counted
}

// counters are the names under which the ledger sums a day up, and where they go.
func (d *Day) counters() map[string]*int {
	return map[string]*int{
		"asked": &d.Asked, string(Answered): &d.Answered, string(Abstained): &d.Abstained,
		string(Apologised): &d.Apologised, string(Failed): &d.Failed,
		"claims": &d.Claims, "dropped": &d.Dropped,
		string(Supported): &d.Supported, string(Unsupported): &d.Unsupported,
		string(Retracted): &d.Retracted, string(Approved): &d.Approved,
		string(Reviewed): &d.Reviewed, "undone": &d.Undone,
		"helpful": &d.Helpful, "unhelpful": &d.Unhelpful, "refused": &d.Refused,
		"prompt": &d.Prompt, "completion": &d.Completion, "tokens": &d.Tokens,
	}
}

// Add adds what happened on another day.
func (d *Day) Add(other Day) {
	mine := d.counters()
	for name, n := range other.counters() {
		*mine[name] += *n
	}
}

// Asked is a question that was asked without an answer, and how often.
type Asked struct {
	Guild, Text string
	Times       int
}

// Latency says how long answers took, from the question to the last word: half took at
// most P50, 99 of a hundred at most P99.
type Latency struct {
	Answers       int // how many were looked at: the latest, up to 1000
	P50, P90, P99 time.Duration
}

// Stats sums up what happened.
type Stats struct {
	Days       []Day // every day from since to until, those on which nothing happened too
	Total      Day
	Latency    Latency
	Unanswered []Asked // the questions most asked without an answer that wait for a moderator, up to 10
}

// Stats sums up the days from since to until, both included.
func (db *DB) Stats(ctx context.Context, since, until time.Time) (s Stats, err error) {
	err = db.read(ctx, func(q querier) error {
		if s.Days, s.Total, err = days(q, since, until); err != nil {
			return err
		}
		if s.Latency, err = latency(q); err != nil {
			return err
		}
		s.Unanswered, err = collect(q, func(rows *sql.Rows) (a Asked, err error) {
			return a, rows.Scan(&a.Guild, &a.Text, &a.Times)
		}, `SELECT q.guild, q.text, r.weight FROM review r JOIN question q ON q.key = r.question
			WHERE r.closed IS NULL AND r.rank = 4 ORDER BY r.weight DESC, r.question LIMIT 10`)
		return err
	})
	return s, err
}

func days(q querier, since, until time.Time) (all []Day, total Day, err error) {
	index := map[string]int{}
	for t := since.UTC(); !t.After(until.UTC()); t = t.AddDate(0, 0, 1) {
		name := t.Format(time.DateOnly)
		index[name] = len(all)
		all = append(all, Day{Day: name})
	}
	sums := total.counters()
	_, err = collect(q, func(rows *sql.Rows) (struct{}, error) {
		var day, name string
		var value int
		err := rows.Scan(&day, &name, &value)
		if i, ok := index[day]; ok && sums[name] != nil {
			*all[i].counters()[name] += value
			*sums[name] += value
		}
		return struct{}{}, err
	}, `SELECT day, name, value FROM daily WHERE day BETWEEN ? AND ?`,
		since.UTC().Format(time.DateOnly), until.UTC().Format(time.DateOnly))
	return all, total, err
}

func latency(q querier) (l Latency, err error) {
	took, err := collect(q, one[int64], `SELECT elapsed FROM answer WHERE failure = '' ORDER BY question DESC LIMIT 1000`)
	if err != nil || len(took) == 0 {
		return l, err
	}
	slices.Sort(took)
	at := func(percent int) time.Duration {
		return time.Duration(took[(len(took)*percent+99)/100-1]) * time.Microsecond
	}
	return Latency{Answers: len(took), P50: at(50), P90: at(90), P99: at(99)}, nil
}
