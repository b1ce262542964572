package ledger

import (
	"context"
	"time"
)

// Forgotten says what was erased.
type Forgotten struct {
	Deleted   int // questions deleted, with everything about them
	Nameless  int // answers kept without the question's words and without the person
	Feedbacks int // opinions on answers whose author was erased, with what they wrote
}

// Forget erases a member: their questions, their ids, and what they wrote about answers.
// An answer that others saw stays, without its question and its person, so that it can
// still be checked, corrected and withdrawn. One that only the member saw is deleted,
// and so is a question without an answer: to Finish it then is ErrUnknown. What the
// member did as a moderator stays, with their id, and so does an approved question's
// wording, without it.
func (db *DB) Forget(ctx context.Context, member string) (Forgotten, error) {
	if member == "" {
		return Forgotten{}, nil
	}
	out, err := db.erase(ctx, `SELECT key, state = 'answered' AND NOT private FROM question WHERE member = ? LIMIT ?`, member)
	if err != nil {
		return out, err
	}
	err = db.write(ctx, func(t *tx) (err error) {
		out.Feedbacks, err = t.count(`UPDATE feedback SET member = '', why = '' WHERE member = ?`, member)
		if err != nil {
			return err
		}
		return t.exec(`UPDATE refusal SET member = '' WHERE member = ?`, member)
	})
	if err != nil {
		return out, err
	}
	return out, db.scrub(ctx)
}

// Purge does for everything asked before a time what Forget does for one member, but
// keeps of the answers only those that moderators have to do with: waiting for one,
// judged by one, or approved. Sums by day stay.
func (db *DB) Purge(ctx context.Context, before time.Time) (Forgotten, error) {
	const moderated = `(
		EXISTS (SELECT 1 FROM verdict v WHERE v.question = q.key AND v.undone IS NULL) OR
		EXISTS (SELECT 1 FROM review r WHERE r.question = q.key AND r.closed IS NULL AND r.rank < 4))`
	out, err := db.erase(ctx, `SELECT key, 0 FROM question q WHERE asked < ? AND NOT `+moderated+` LIMIT ?`, ms(before))
	if err != nil {
		return out, err
	}
	kept, err := db.erase(ctx, `SELECT key, 1 FROM question q WHERE asked < ? AND (member <> '' OR text <> '') LIMIT ?`, ms(before))
	out.Nameless = kept.Nameless
	if err != nil {
		return out, err
	}
	err = db.write(ctx, func(t *tx) (err error) {
		out.Feedbacks, err = t.count(`UPDATE feedback SET member = '', why = '' WHERE member <> '' AND at < ?`, ms(before))
		if err != nil {
			return err
		}
		return t.exec(`DELETE FROM refusal WHERE at < ?`, ms(before))
	})
	if err != nil {
		return out, err
	}
	return out, db.scrub(ctx)
}

// eraseBatch bounds the questions that one transaction of an erasure touches.
const eraseBatch = 200

// erase deletes the questions that a query finds, or makes those nameless for which its
// second column says so, in short transactions until it finds no more.
func (db *DB) erase(ctx context.Context, query string, arg any) (out Forgotten, err error) {
	for {
		var deleted, nameless int
		err := db.write(ctx, func(t *tx) (err error) {
			deleted, nameless, err = erase(t, query, arg)
			return err
		})
		out.Deleted, out.Nameless = out.Deleted+deleted, out.Nameless+nameless
		if err != nil || deleted+nameless == 0 {
			return out, err
		}
	}
}

func erase(t *tx, query string, arg any) (deleted, nameless int, err error) {
	keep := map[int64]bool{}
	rows, err := t.Query(query, arg, eraseBatch)
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var kept bool
		if err := rows.Scan(&key, &kept); err != nil {
			return 0, 0, err
		}
		keep[key] = kept
	}
	if err := rows.Err(); err != nil {
		return 0, 0, err
	}
	for key, kept := range keep {
		if kept {
			nameless++
			err = anonymise(t, key)
		} else {
			deleted++
			err = t.exec(`DELETE FROM question WHERE key = ?`, key)
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return deleted, nameless, nil
}

// anonymise takes the person and their words from a question. What a model wrote for it
// goes too, since it may repeat them.
func anonymise(t *tx, key int64) error {
	err := t.exec(`UPDATE question SET member = '', text = '', same = '', follows = '', application = '', token = '' WHERE key = ?`, key)
	if err != nil {
		return err
	}
	return t.exec(`UPDATE answer SET understood = '', raw = '' WHERE question = ?`, key)
}

// scrub moves the write-ahead log into the database and empties it, so that no copy of
// what was erased is left in it. A reader that holds it up leaves it for the next time.
func (db *DB) scrub(ctx context.Context) error {
	_, err := db.reads.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return explain(db.path, err)
}
