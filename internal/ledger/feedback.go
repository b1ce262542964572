package ledger

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// Feedback is a member's word on an answer. A later one by the same member replaces it.
type Feedback struct {
	Question string // the ID of the question answered
	Member   string // "" once forgotten
	Helpful  bool
	Why      string // "" when the member did not say
	At       time.Time
}

// Judge records a member's feedback. A public answer that did not help waits for a
// moderator; one whose fault was described, sooner.
func (db *DB) Judge(ctx context.Context, f Feedback) error {
	return db.write(ctx, func(t *tx) error {
		q, err := find(t, f.Question)
		if err != nil {
			return err
		}
		before, err := collect(t, one[bool], `DELETE FROM feedback WHERE question = ? AND member = ? AND member <> '' RETURNING helpful`,
			q.key, f.Member)
		if err != nil {
			return err
		}
		err = t.exec(`INSERT INTO feedback (question, member, helpful, why, at) VALUES (?, ?, ?, ?, ?)`,
			q.key, f.Member, f.Helpful, f.Why, ms(f.At))
		if err != nil {
			return err
		}
		if len(before) == 0 {
			if err := add(t, f.At, feedbackName(f.Helpful), 1); err != nil {
				return err
			}
		}
		if f.Helpful || !q.reviewable() || q.state != Answered && q.state != Abstained {
			return nil
		}
		reason := DownVoted
		if f.Why != "" {
			reason = Reported
		}
		weight := 1
		if slices.Contains(before, false) {
			weight = 0 // it was counted then
		}
		return enqueue(t, q, reason, weight, f.At)
	})
}

func feedbackName(helpful bool) string {
	if helpful {
		return "helpful"
	}
	return "unhelpful"
}

func feedback(q querier, question int64) ([]Feedback, error) {
	return collect(q, func(rows *sql.Rows) (f Feedback, err error) {
		var at int64
		err = rows.Scan(&f.Question, &f.Member, &f.Helpful, &f.Why, &at)
		f.At = moment(at)
		return f, err
	}, `SELECT q.id, f.member, f.helpful, f.why, f.at
		FROM feedback f JOIN question q ON q.key = f.question
		WHERE f.question = ? ORDER BY f.at, f.key`, question)
}
