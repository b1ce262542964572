package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"footnote/internal/answer"
)

// Record is a finished question with its answer as it was shown, and what became of it.
//
// Each claim was verified again when it was read: its quotes stand at their offsets in
// the passages recorded with them. Where one fails that, all are among Answer.Dropped
// instead, so that the nth claim is always the one that verdicts call n.
// The citations hold their passages and articles as they were then; of an article's
// passages only those recorded are there (the retrieved, the cited and the ones beside
// these), in order of their Number.
type Record struct {
	Question
	Answer  answer.Answer
	Failure string // "" when there is an answer
	Corpus  string // the version of the corpus; "" when it was not recorded
	Again   string // the ID of the approved answer that this repeats; "" for one of its own
	At      time.Time

	Stale    time.Time // since when its article no longer says something that it cites; zero: it still does
	Verdicts []Verdict // those that stand (none that was undone), oldest first
	Feedback []Feedback
}

// ByID is a finished question's record, or ErrUnknown.
func (db *DB) ByID(ctx context.Context, id string) (Record, error) {
	return db.recordWhere(ctx, `q.id = ?`, id)
}

// ByMessage is the record whose answer a message shows, or ErrUnknown.
func (db *DB) ByMessage(ctx context.Context, message string) (Record, error) {
	return db.recordWhere(ctx, `q.key = (SELECT question FROM message WHERE id = ?)`, message)
}

func (db *DB) recordWhere(ctx context.Context, where string, arg any) (r Record, err error) {
	err = db.read(ctx, func(q querier) error {
		var key int64
		switch err := q.QueryRow(`SELECT q.key FROM question q JOIN answer a ON a.question = q.key WHERE `+where, arg).Scan(&key); err {
		case nil:
		case sql.ErrNoRows:
			return ErrUnknown
		default:
			return err
		}
		r, err = loadRecord(q, key)
		return err
	})
	return r, err
}

// Recent lists the latest different questions asked publicly in a guild that were
// answered with claims, newest first.
func (db *DB) Recent(ctx context.Context, guild string, limit int) ([]string, error) {
	var out []string
	err := db.read(ctx, func(q querier) (err error) {
		// The inner limit bounds the work where the same few questions are asked for ever.
		out, err = collect(q, one[string], `
			SELECT text FROM (SELECT key, text FROM question
				WHERE guild = ? AND private = 0 AND state = 'answered' AND text <> ''
				ORDER BY key DESC LIMIT 1000)
			GROUP BY text ORDER BY max(key) DESC LIMIT ?`, guild, limit)
		return err
	})
	return out, err
}

// loadRecord reads all that is known of one finished question.
func loadRecord(q querier, key int64) (r Record, err error) {
	if r.Question, err = loadQuestion(q, key); err != nil {
		return r, err
	}
	if err := loadAnswer(q, key, &r); err != nil {
		return r, err
	}
	if err := loadEvidence(q, key, &r.Answer); err != nil {
		return r, err
	}
	if r.Stale, err = staleSince(q, key); err != nil {
		return r, err
	}
	if r.Verdicts, err = verdicts(q, key); err != nil {
		return r, err
	}
	r.Feedback, err = feedback(q, key)
	return r, err
}

func loadQuestion(q querier, key int64) (Question, error) {
	found, err := collect(q, scanQuestion, `SELECT `+questionColumns+` FROM question WHERE key = ?`, key)
	if err != nil {
		return Question{}, err
	}
	if len(found) == 0 {
		return Question{}, ErrUnknown
	}
	out := found[0]
	out.Messages, err = messages(q, out.ID)
	return out, err
}

func loadAnswer(q querier, key int64, r *Record) error {
	a := &r.Answer
	var at, elapsed int64
	var notices string
	var corpus, again sql.NullString
	err := q.QueryRow(`SELECT at, answered, mode, understood, reason, failure, confidence, notices, elapsed,
			model, raw, prompt, completion, (SELECT version FROM corpus c WHERE c.key = corpus),
			(SELECT id FROM question q WHERE q.key = again)
		FROM answer WHERE question = ?`, key).
		Scan(&at, &a.Answered, &a.Mode, &a.Understood, &a.Reason, &r.Failure, &a.Confidence, &notices, &elapsed,
			&a.Model, &a.Raw, &a.Usage.Prompt, &a.Usage.Completion, &corpus, &again)
	if err != nil {
		return err
	}
	a.ID, a.Question = r.ID, r.Text
	a.Elapsed = time.Duration(elapsed) * time.Microsecond
	r.At, r.Corpus, r.Again = moment(at), corpus.String, again.String
	return json.Unmarshal([]byte(notices), &a.Notices)
}

// staleSince is when the first of the quotes that an answer cites went; zero while all stand.
func staleSince(q querier, key int64) (time.Time, error) {
	var since sql.NullInt64
	err := q.QueryRow(`SELECT min(w.gone) FROM citation c JOIN quote w ON w.key = c.quote WHERE c.question = ?`, key).Scan(&since)
	return maybe(since), err
}
