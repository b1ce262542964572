package ledger

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// Word is what a moderator said of a claim or an answer.
type Word string

// The words of moderators. The first two are said of a claim, the others of an answer.
const (
	Supported   Word = "supported"   // the quotes carry the claim
	Unsupported Word = "unsupported" // they don't: the claim is struck
	Retracted   Word = "retracted"   // the whole answer is withdrawn
	Approved    Word = "approved"    // it may be given again to the same question
	Reviewed    Word = "reviewed"    // it was looked at, and may stand as it is
)

var (
	// ErrElsewhere says that a moderator of one server reached for another's answer.
	ErrElsewhere = errors.New("this answer belongs to another server")
	// ErrUnfit says that an answer can't be approved.
	ErrUnfit = errors.New("only an answer with claims that stand, none of it stale, unsupported or retracted, can be approved")
)

// Verdict is a moderator's word on a claim or a whole answer.
type Verdict struct {
	ID        int64  // given by the ledger
	Question  string // the ID of the question answered
	Claim     int    // the claim's number in the answer, from 1; 0: the whole answer
	Word      Word
	Moderator string
	Reason    string
	At        time.Time
	Undone    time.Time // zero while it stands
	UndoneBy  string
}

// Rule records a verdict by a moderator of guild and returns it with its ID. A word on
// a claim takes the place of the one before it; the same word again changes nothing and
// returns the one that stands. Retracted, Approved and Reviewed close the answer's place
// in the review queue; Retracted and Unsupported end its approval, and put the answers
// that repeat it into the queue.
//
// An answer of another guild is refused with ErrElsewhere, and that is recorded; a
// question or a claim that is not there is ErrUnknown.
func (db *DB) Rule(ctx context.Context, guild string, v Verdict) (Verdict, error) {
	err := db.write(ctx, func(t *tx) error {
		q, err := findIn(t, guild, v.Question)
		if err != nil {
			return err
		}
		if err := fits(t, q, v); err != nil {
			return err
		}
		if standing, err := same(t, q.key, v); err != nil || standing.ID != 0 {
			v = standing
			return err
		}
		return rule(t, q, &v)
	})
	if errors.Is(err, ErrElsewhere) {
		err = errors.Join(err, db.Refuse(ctx, Refusal{At: v.At, Guild: guild, Member: v.Moderator, What: string(v.Word), Why: ErrElsewhere.Error() + ": " + v.Question}))
	}
	if err != nil {
		return Verdict{}, err
	}
	return v, nil
}

// fits checks that the verdict speaks of something that is there.
func fits(t *tx, q asked, v Verdict) error {
	if v.Claim != 0 {
		var n int
		err := t.QueryRow(`SELECT count(*) FROM claim WHERE question = ? AND number = ?`, q.key, v.Claim).Scan(&n)
		if err == nil && n == 0 {
			return ErrUnknown
		}
		return err
	}
	if v.Word == Approved {
		return approvable(t, q)
	}
	return nil
}

// same finds a standing verdict that says the same already, and still has its effect.
func same(t *tx, question int64, v Verdict) (Verdict, error) {
	standing, err := verdicts(t, question)
	if err != nil {
		return Verdict{}, err
	}
	for _, s := range slices.Backward(standing) {
		switch {
		case s.Claim != v.Claim:
		case s.Word == v.Word && (v.Claim != 0 || v.Word == Retracted):
			return s, nil
		case s.Word == v.Word && v.Word == Approved:
			var n int
			err := t.QueryRow(`SELECT count(*) FROM approval WHERE verdict = ? AND lapsed IS NULL`, s.ID).Scan(&n)
			if err != nil || n > 0 {
				return s, err
			}
		case v.Claim != 0:
			return Verdict{}, nil // a later word on this claim took its place
		}
	}
	return Verdict{}, nil
}

func rule(t *tx, q asked, v *Verdict) error {
	err := t.QueryRow(`INSERT INTO verdict (question, claim, word, moderator, reason, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING key`,
		q.key, v.Claim, v.Word, v.Moderator, v.Reason, ms(v.At)).Scan(&v.ID)
	if err != nil {
		return err
	}
	if err := add(t, v.At, string(v.Word), 1); err != nil {
		return err
	}
	switch v.Word {
	case Approved:
		err = approve(t, q, *v)
	case Retracted, Unsupported:
		if err = t.exec(`UPDATE approval SET lapsed = ? WHERE question = ? AND lapsed IS NULL`, ms(v.At), q.key); err == nil {
			err = enqueueRepeats(t, q, v.At)
		}
	}
	if err != nil || v.Claim != 0 {
		return err
	}
	return t.exec(`UPDATE review SET closed = ?, closer = ?, leased = '', until = 0 WHERE question = ? AND closed IS NULL`, ms(v.At), v.ID, q.key)
}

// Undo takes a verdict back, on behalf of a moderator of guild: what it closed in the
// review queue is open again, what it approved is not approved any more. An approval
// that a retraction ended stays ended. Undoing twice changes nothing.
func (db *DB) Undo(ctx context.Context, guild string, id int64, moderator string, at time.Time) (v Verdict, err error) {
	err = db.write(ctx, func(t *tx) error {
		var question string
		switch err := t.QueryRow(`SELECT q.id FROM verdict v JOIN question q ON q.key = v.question WHERE v.key = ?`, id).Scan(&question); err {
		case nil:
		case sql.ErrNoRows:
			return ErrUnknown
		default:
			return err
		}
		q, err := findIn(t, guild, question)
		if err != nil {
			return err
		}
		if err := undo(t, q, id, moderator, at); err != nil {
			return err
		}
		found, err := collect(t, scanVerdict, `SELECT `+verdictColumns+` WHERE v.key = ?`, id)
		if err == nil {
			v = found[0]
		}
		return err
	})
	if errors.Is(err, ErrElsewhere) {
		err = errors.Join(err, db.Refuse(ctx, Refusal{At: at, Guild: guild, Member: moderator, What: "undo", Why: ErrElsewhere.Error()}))
	}
	return v, err
}

func undo(t *tx, q asked, id int64, moderator string, at time.Time) error {
	n, err := t.count(`UPDATE verdict SET undone = ?, undone_by = ? WHERE key = ? AND undone IS NULL`, ms(at), moderator, id)
	if err != nil || n == 0 {
		return err
	}
	if err := add(t, at, "undone", 1); err != nil {
		return err
	}
	if err := t.exec(`UPDATE approval SET lapsed = ? WHERE verdict = ? AND lapsed IS NULL`, ms(at), id); err != nil {
		return err
	}
	return t.exec(`UPDATE review SET closed = NULL, closer = NULL WHERE question = ? AND closer = ?`, q.key, id)
}

// find finds a question by its ID.
func find(t *tx, id string) (q asked, err error) {
	err = t.QueryRow(`SELECT key, guild, text, private, state, same FROM question WHERE id = ?`, id).
		Scan(&q.key, &q.guild, &q.text, &q.private, &q.state, &q.same)
	if err == sql.ErrNoRows {
		return q, ErrUnknown
	}
	return q, err
}

// findIn is find for somebody who acts in guild.
func findIn(t *tx, guild, id string) (asked, error) {
	q, err := find(t, id)
	if err == nil && (guild == "" || q.guild != guild) {
		return asked{}, ErrElsewhere
	}
	return q, err
}

const verdictColumns = `v.key, q.id, v.claim, v.word, v.moderator, v.reason, v.at, v.undone, v.undone_by
	FROM verdict v JOIN question q ON q.key = v.question`

func scanVerdict(rows *sql.Rows) (v Verdict, err error) {
	var at int64
	var undone sql.NullInt64
	err = rows.Scan(&v.ID, &v.Question, &v.Claim, &v.Word, &v.Moderator, &v.Reason, &at, &undone, &v.UndoneBy)
	v.At, v.Undone = moment(at), maybe(undone)
	return v, err
}

// verdicts are those on one answer that stand.
func verdicts(q querier, question int64) ([]Verdict, error) {
	return collect(q, scanVerdict, `SELECT `+verdictColumns+` WHERE v.question = ? AND v.undone IS NULL ORDER BY v.key`, question)
}

// Acts lists every verdict ever given on an answer, those undone too, oldest first.
func (db *DB) Acts(ctx context.Context, id string) (out []Verdict, err error) {
	err = db.read(ctx, func(q querier) error {
		out, err = collect(q, scanVerdict, `SELECT `+verdictColumns+` WHERE q.id = ? ORDER BY v.key`, id)
		return err
	})
	return out, err
}

// Refusal is something that somebody tried and may not do: a moderator's button without
// the permission, a forged custom_id, another server's answer.
type Refusal struct {
	At             time.Time
	Guild, Channel string
	Member         string // "" once forgotten
	What           string // what they tried
	Why            string // why it was refused
}

// Refuse records a refusal.
func (db *DB) Refuse(ctx context.Context, r Refusal) error {
	return db.write(ctx, func(t *tx) error {
		if err := add(t, r.At, "refused", 1); err != nil {
			return err
		}
		return t.exec(`INSERT INTO refusal (at, guild, channel, member, what, why) VALUES (?, ?, ?, ?, ?, ?)`,
			ms(r.At), r.Guild, r.Channel, r.Member, r.What, r.Why)
	})
}

// Refusals lists a guild's latest refusals, newest first.
func (db *DB) Refusals(ctx context.Context, guild string, limit int) (out []Refusal, err error) {
	err = db.read(ctx, func(q querier) error {
		out, err = collect(q, func(rows *sql.Rows) (r Refusal, err error) {
			var at int64
			err = rows.Scan(&at, &r.Guild, &r.Channel, &r.Member, &r.What, &r.Why)
			r.At = moment(at)
			return r, err
		}, `SELECT at, guild, channel, member, what, why FROM refusal WHERE guild = ? ORDER BY at DESC, key DESC LIMIT ?`, guild, limit)
		return err
	})
	return out, err
}
