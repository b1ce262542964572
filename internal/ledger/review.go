package ledger

import (
	"context"
	"database/sql"
	"math/bits"
	"time"
)

// Reason is why an answer waits for a moderator. An answer may have several, as bits.
type Reason int

// The reasons, the most urgent first.
const (
	Reported   Reason = 1 << iota // a member said what is wrong
	DownVoted                     // a member said that it did not help
	LowScored                     // the answerer was not sure of it
	Stale                         // an article no longer says what it cites
	Unanswered                    // it was asked again and again, and the articles don't say
)

// rank is the place of r's most urgent bit in the list above, from 0.
func (r Reason) rank() int { return bits.TrailingZeros(uint(r)) }

const (
	seldom    = 5 // the rank of a question that was asked too seldom to be shown
	askedOnce = 2 // how often an unanswered question is asked before it is shown
)

// Item is one answer that waits for a moderator.
type Item struct {
	Record
	Reasons Reason
	Times   int       // how often it was reported, or asked without an answer
	Since   time.Time // when it first waited
	Changes []Change  // of a stale one: the words that are gone
}

// Change is a quote that its article no longer says.
type Change struct {
	Article string // the slug
	Quote   string
	Before  string // the passage as it was cited
	After   string // the passage that took its place; "" when nothing like it is there
	At      time.Time
}

// Next gives a moderator of guild the next answer to look at, the most urgent first,
// and keeps it from other moderators until the lease ends. A moderator who has one
// before them gets the same again. It returns ErrUnknown when nothing waits.
func (db *DB) Next(ctx context.Context, guild, moderator string, now time.Time, lease time.Duration) (item Item, err error) {
	for again := true; again && err == nil; {
		err = db.write(ctx, func(t *tx) (err error) {
			item, again, err = next(t, guild, moderator, now, lease)
			return err
		})
	}
	if err != nil {
		return Item{}, err
	}
	return item, nil
}

// next leases an item, or else clears others out of the way and asks to be called again.
func next(t *tx, guild, moderator string, now time.Time, lease time.Duration) (item Item, again bool, err error) {
	key, err := choose(t, guild, moderator, now)
	if err != nil {
		return item, false, err
	}
	if item, err = loadItem(t, key); err != nil {
		return item, false, err
	}
	if item.Reasons == Stale && item.Stale.IsZero() {
		if n, err := closeRestored(t, guild, now); n > 0 || err != nil {
			return item, true, err
		}
	}
	return item, false, t.exec(`UPDATE review SET leased = ?, until = ? WHERE question = ?`, moderator, ms(now.Add(lease)), key)
}

// closeRestored closes items that were stale and no more than that, and whose words are
// back: there is nothing to look at. It closes some at a time, to let others write.
func closeRestored(t *tx, guild string, now time.Time) (closed int, err error) {
	return t.count(`UPDATE review SET closed = ?, leased = '', until = 0 WHERE question IN (
		SELECT question FROM review r
		WHERE guild = ? AND closed IS NULL AND rank < 5 AND rank = ? AND reasons = ? AND NOT `+isStale+` LIMIT ?)`,
		ms(now), guild, Stale.rank(), int(Stale), queueBatch)
}

// choose finds what the moderator has before them, or else the most urgent free item.
func choose(q querier, guild, moderator string, now time.Time) (key int64, err error) {
	err = q.QueryRow(ownItem, guild, moderator, ms(now)).Scan(&key)
	if err != sql.ErrNoRows {
		return key, err
	}
	err = q.QueryRow(freeItem, guild, ms(now)).Scan(&key)
	if err == sql.ErrNoRows {
		err = ErrUnknown
	}
	return key, err
}

const (
	ownItem = `SELECT question FROM review
		WHERE guild = ? AND leased = ? AND leased <> '' AND until > ? AND closed IS NULL LIMIT 1`
	freeItem = `SELECT question FROM review
		WHERE guild = ? AND closed IS NULL AND rank < 5 AND until <= ?
		ORDER BY rank, weight DESC, opened, question LIMIT 1`
)

// Skip puts an item aside for everybody until a time, so that Next gives another one.
func (db *DB) Skip(ctx context.Context, guild, id string, until time.Time) error {
	return db.write(ctx, func(t *tx) error {
		q, err := findIn(t, guild, id)
		if err != nil {
			return err
		}
		return t.exec(`UPDATE review SET leased = '', until = ? WHERE question = ?`, ms(until), q.key)
	})
}

// Waiting counts what waits in a guild's queue, by each item's most urgent reason.
func (db *DB) Waiting(ctx context.Context, guild string) (map[Reason]int, error) {
	out := map[Reason]int{}
	err := db.read(ctx, func(q querier) error {
		_, err := collect(q, func(rows *sql.Rows) (struct{}, error) {
			var rank, n int
			err := rows.Scan(&rank, &n)
			out[1<<rank] = n
			return struct{}{}, err
		}, `SELECT rank, count(*) FROM review WHERE guild = ? AND closed IS NULL AND rank < 5 GROUP BY rank`, guild)
		return err
	})
	return out, err
}

// Item is a finished question's record with why it waits for a moderator, if it does: its
// Reasons are 0 where it doesn't. It returns ErrUnknown where there is no such record.
func (db *DB) Item(ctx context.Context, id string) (item Item, err error) {
	err = db.read(ctx, func(q querier) error {
		var key int64
		var waits bool
		err := q.QueryRow(`SELECT q.key, EXISTS (SELECT 1 FROM review r WHERE r.question = q.key AND r.closed IS NULL)
			FROM question q JOIN answer a ON a.question = q.key WHERE q.id = ?`, id).Scan(&key, &waits)
		switch {
		case err == sql.ErrNoRows:
			return ErrUnknown
		case err == nil && waits:
			item, err = loadItem(q, key)
			return err
		case err == nil:
			item.Record, err = loadRecord(q, key)
		}
		if err == nil {
			item.Changes, err = changes(q, key)
		}
		return err
	})
	return item, err
}

func loadItem(q querier, key int64) (item Item, err error) {
	if item.Record, err = loadRecord(q, key); err != nil {
		return item, err
	}
	var opened int64
	err = q.QueryRow(`SELECT reasons, weight, opened FROM review WHERE question = ?`, key).Scan(&item.Reasons, &item.Times, &opened)
	if err != nil {
		return item, err
	}
	item.Since = moment(opened)
	item.Changes, err = changes(q, key)
	return item, err
}

// changes lists the quotes of an answer that went.
func changes(q querier, question int64) ([]Change, error) {
	return collect(q, func(rows *sql.Rows) (c Change, err error) {
		var at int64
		err = rows.Scan(&c.Article, &c.Quote, &c.Before, &c.After, &at)
		c.At = moment(at)
		return c, err
	}, `SELECT DISTINCT e.slug, w.words, b.body, coalesce(n.body, ''), w.gone
		FROM citation c
		JOIN quote w ON w.key = c.quote
		JOIN passage p ON p.key = w.passage
		JOIN edition e ON e.key = p.edition
		JOIN text b ON b.key = p.text
		LEFT JOIN text n ON n.key = w.instead
		WHERE c.question = ? AND w.gone IS NOT NULL`, question)
}

// reviewable reports whether a server's moderators may see the question: what a member
// asked in private, or in a direct message, is not theirs.
func (q asked) reviewable() bool { return q.guild != "" && !q.private }

// enqueue makes an answer wait for a moderator, or adds a reason to one that waits. One
// that was closed waits again, for the new reason alone. weight is added to how often
// it was asked or reported.
func enqueue(t *tx, q asked, why Reason, weight int, at time.Time) error {
	return t.exec(`INSERT INTO review (question, guild, reasons, rank, weight, opened) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (question) DO UPDATE SET
			reasons = CASE WHEN closed IS NULL THEN reasons | ?3 ELSE ?3 END,
			rank    = CASE WHEN closed IS NULL THEN min(rank, ?4) ELSE ?4 END,
			weight  = CASE WHEN closed IS NULL THEN weight + ?5 ELSE ?5 END,
			opened  = CASE WHEN closed IS NULL THEN opened ELSE ?6 END,
			closed  = NULL, closer = NULL`,
		q.key, q.guild, int(why), why.rank(), weight, ms(at))
}

// queueOutcome makes an outcome wait for a moderator where it should: an answer that
// was not sure, one that was stale when it was given, and a public question that the
// articles don't answer, once it was asked again.
func queueOutcome(t *tx, q asked, o Outcome) error {
	if !q.reviewable() {
		return nil
	}
	switch q.state {
	case Abstained:
		return countUnanswered(t, q, o.At)
	case Answered:
		s, err := settings(t, q.guild)
		if err != nil {
			return err
		}
		if o.Again == "" && o.Answer.Confidence < s.LowScore {
			if err := enqueue(t, q, LowScored, 0, o.At); err != nil {
				return err
			}
		}
		since, err := staleSince(t, q.key)
		if err != nil || since.IsZero() {
			return err
		}
		return enqueue(t, q, Stale, 0, o.At)
	}
	return nil
}

// countUnanswered counts the question under the first of those that asked the same,
// which waits for a moderator once there are askedOnce of them. One that a moderator
// closed stays closed however often it is asked.
func countUnanswered(t *tx, q asked, at time.Time) error {
	if q.same == "" {
		return nil
	}
	var first int64
	err := t.QueryRow(`SELECT key FROM question WHERE guild = ? AND same = ? AND state = 'abstained' ORDER BY key LIMIT 1`,
		q.guild, q.same).Scan(&first)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO review (question, guild, reasons, rank, weight, opened) VALUES (?1, ?2, ?3, ?4, 1, ?5)
		ON CONFLICT (question) DO UPDATE SET
			reasons = reasons | ?3,
			weight  = weight + 1,
			rank    = CASE WHEN weight + 1 >= ?6 THEN min(rank, ?7) ELSE rank END`,
		first, q.guild, int(Unanswered), seldom, ms(at), askedOnce, Unanswered.rank())
}

// enqueueRepeats makes the public answers wait that repeat one against which a
// moderator has ruled.
func enqueueRepeats(t *tx, q asked, at time.Time) error {
	repeats, err := collect(t, one[int64], `SELECT a.question FROM answer a JOIN question q ON q.key = a.question
		WHERE a.again = ? AND NOT q.private`, q.key)
	if err != nil {
		return err
	}
	for _, key := range repeats {
		if err := enqueue(t, asked{key: key, guild: q.guild}, Reported, 0, at); err != nil {
			return err
		}
	}
	return nil
}
