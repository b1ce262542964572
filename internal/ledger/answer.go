package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"footnote/internal/answer"
)

// Outcome is the last word on a question: an answer, or a failure in a plain sentence.
type Outcome struct {
	Answer  answer.Answer
	Failure string // "" when there is an answer; what the member was told, or why nobody was
	Silent  bool   // the failure could not be told to the member
	Corpus  string // the version of the corpus that was asked; "" when it is not known
	// Again is the ID of the approved answer (see Approved) that Answer repeats, "" for
	// an answer of its own. What it rests on is then taken from that record.
	Again string
	At    time.Time
}

func (o Outcome) state() State {
	switch {
	case o.Failure != "" && o.Silent:
		return Failed
	case o.Failure != "":
		return Apologised
	case o.Answer.Answered:
		return Answered
	}
	return Abstained
}

// Finish records the last word on a question that this ledger is answering, with every
// passage, claim and citation in it, and forgets its token. It fails with ErrFinished
// when there has been one already.
func (db *DB) Finish(ctx context.Context, id string, o Outcome) error {
	return db.write(ctx, func(t *tx) error { return db.finish(t, id, o) })
}

// Record is Begin and Finish in one, for a question that is answered at once.
func (db *DB) Record(ctx context.Context, q Question, o Outcome) error {
	return db.write(ctx, func(t *tx) error {
		if err := begin(t, q, db.owner); err != nil {
			return err
		}
		return db.finish(t, q.ID, o)
	})
}

func (db *DB) finish(t *tx, id string, o Outcome) error {
	q, err := db.open(t, id)
	if err != nil {
		return err
	}
	corpus, err := corpusKey(t, o)
	if err != nil {
		return err
	}
	again, err := againKey(t, o)
	if err != nil {
		return err
	}
	if err := insertAnswer(t, q.key, corpus, again, o); err != nil {
		return err
	}
	if again.Valid {
		err = repeatEvidence(t, q.key, again.Int64)
	} else {
		err = insertEvidence(t, q.key, o, db.current.Load())
	}
	if err != nil {
		return err
	}
	same := o.Answer.Understood
	if same == "" {
		same = q.text
	}
	q.same, q.state = normalise(same), o.state()
	err = t.exec(`UPDATE question SET state = ?, same = ?, application = '', token = '' WHERE key = ?`, q.state, q.same, q.key)
	if err != nil {
		return err
	}
	if err := tally(t, q.state, o); err != nil {
		return err
	}
	return queueOutcome(t, q, o)
}

// asked is a question as far as its outcome needs it.
type asked struct {
	key         int64
	guild, text string
	private     bool
	state       State
	same        string
}

// open finds a question that this ledger is answering.
func (db *DB) open(t *tx, id string) (q asked, err error) {
	var owner string
	err = t.QueryRow(`SELECT key, guild, text, private, state, owner FROM question WHERE id = ?`, id).
		Scan(&q.key, &q.guild, &q.text, &q.private, &q.state, &owner)
	switch {
	case err == sql.ErrNoRows:
		return q, ErrUnknown
	case err != nil:
		return q, err
	case order(q.state) == order(Answered):
		return q, ErrFinished
	case owner != db.owner:
		return q, ErrTaken
	}
	return q, nil
}

func insertAnswer(t *tx, question int64, corpus, again sql.NullInt64, o Outcome) error {
	a := o.Answer
	notices, err := json.Marshal(a.Notices)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO answer (question, at, answered, mode, understood, reason, failure, confidence, notices,
			elapsed, model, raw, prompt, completion, corpus, again)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		question, ms(o.At), a.Answered, a.Mode, a.Understood, a.Reason, o.Failure, a.Confidence, string(notices),
		a.Elapsed.Microseconds(), a.Model, a.Raw, a.Usage.Prompt, a.Usage.Completion, corpus, again)
}

// corpusKey is the row of the outcome's corpus, NULL when it is not known.
func corpusKey(t *tx, o Outcome) (key sql.NullInt64, err error) {
	if o.Corpus == "" {
		return key, nil
	}
	key.Int64, err = keep(t,
		`SELECT key FROM corpus WHERE version = ?`, []any{o.Corpus},
		`INSERT INTO corpus (version, seen) VALUES (?, ?) RETURNING key`, o.Corpus, ms(o.At))
	key.Valid = true
	return key, err
}

// againKey is the row of the answer that the outcome repeats, NULL for one of its own.
func againKey(t *tx, o Outcome) (key sql.NullInt64, err error) {
	if o.Again == "" {
		return key, nil
	}
	err = t.QueryRow(`SELECT a.question FROM answer a JOIN question q ON q.key = a.question WHERE q.id = ?`, o.Again).Scan(&key)
	if err == sql.ErrNoRows {
		err = ErrUnknown
	}
	return key, err
}
