package ledger

import (
	"context"
	"database/sql"
	"time"
)

// add counts n more of something on the day of at. The sums outlive what they count:
// forgetting a question does not change how many were asked.
func add(t *tx, at time.Time, name string, n int) error {
	if n == 0 {
		return nil
	}
	return addDay(t, at.UTC().Format(time.DateOnly), name, n)
}

func addDay(t *tx, day, name string, n int) error {
	return t.exec(`INSERT INTO daily (day, name, value) VALUES (?, ?, ?)
		ON CONFLICT (day, name) DO UPDATE SET value = value + excluded.value`, day, name, n)
}

// tally counts an outcome.
func tally(t *tx, s State, o Outcome) error {
	for _, c := range []struct {
		name string
		n    int
	}{
		{string(s), 1},
		{"claims", len(o.Answer.Claims)},
		{"dropped", len(o.Answer.Dropped)},
		{"prompt", o.Answer.Usage.Prompt},
		{"completion", o.Answer.Usage.Completion},
	} {
		if err := add(t, o.At, c.name, c.n); err != nil {
			return err
		}
	}
	return nil
}

// TokensUsed is how many tokens a day used, of all kinds of work; 0 of a day that is
// not known. day is a date in UTC, "2006-01-02".
func (db *DB) TokensUsed(ctx context.Context, day string) (n int, err error) {
	err = db.read(ctx, func(q querier) error {
		err := q.QueryRow(`SELECT value FROM daily WHERE day = ? AND name = 'tokens'`, day).Scan(&n)
		if err == sql.ErrNoRows {
			return nil
		}
		return err
	})
	return n, err
}

// AddTokens counts tokens that a day used.
func (db *DB) AddTokens(ctx context.Context, day string, tokens int) error {
	return db.note(ctx, func(t *tx) error { return addDay(t, day, "tokens", tokens) })
}
