package ledger

import (
	"context"
	"database/sql"
	"time"
)

// How a question came in.
const (
	ViaCommand  = "ask"     // a Discord command: answered through the interaction's token
	ViaMention  = "mention" // a message that mentions the bot, or follows up: answered by a reply
	ViaTerminal = "cli"     // the command line; it answers at once or not at all
)

// State is how far a question has come. It only ever moves down this list, and a
// question in one of the last four has had its last word.
type State string

// The states of a question.
const (
	Received     State = "received"     // recorded; nobody was told anything yet
	Acknowledged State = "acknowledged" // the member sees that it is being worked on
	Answering    State = "answering"    // a message shows a part of the answer
	Answered     State = "answered"     // with claims
	Abstained    State = "abstained"    // the articles don't say
	Apologised   State = "apologised"   // the member was told that it failed
	Failed       State = "failed"       // it failed, and nobody could be told
)

// Question is what a member asked, as it came in.
type Question struct {
	// ID is Discord's id of the interaction or the message that asked. An event that
	// comes twice has the same ID twice.
	ID      string
	Via     string // ViaCommand, ViaMention or ViaTerminal
	Guild   string // "" in a direct message and in a terminal
	Channel string // or the thread
	Member  string // the Discord user's id; "" once forgotten
	Text    string // "" once forgotten
	Private bool   // only the member sees the answer
	Follows string // the ID of the question that this one follows up; "" when it stands alone
	Asked   time.Time

	// Application and Token let an interaction be answered, for 15 minutes. They are
	// secret, worthless once the question is finished, and empty otherwise.
	Application, Token string

	// Messages are the ids of the messages that show the answer, in order.
	Messages []string

	State State // set by the ledger
}

// Begin records a question before it is acknowledged, or returns ErrKnown.
func (db *DB) Begin(ctx context.Context, q Question) error {
	return db.write(ctx, func(t *tx) error { return begin(t, q, db.owner) })
}

func begin(t *tx, q Question, owner string) error {
	n, err := t.count(`INSERT INTO question (id, via, guild, channel, member, text, same, private, follows,
			asked, application, token, state, owner)
		VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, 'received', ?) ON CONFLICT (id) DO NOTHING`,
		q.ID, q.Via, q.Guild, q.Channel, q.Member, q.Text, q.Private, q.Follows,
		ms(q.Asked), q.Application, q.Token, owner)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrKnown
	}
	return add(t, q.Asked, "asked", 1)
}

// Acknowledge notes that the member sees the question being worked on.
func (db *DB) Acknowledge(ctx context.Context, id string) error {
	return db.note(ctx, func(t *tx) error {
		_, err := db.advance(t, id, Acknowledged)
		return err
	})
}

// Posted notes that a message shows the answer, or a part of it, as soon as it is sent.
func (db *DB) Posted(ctx context.Context, id, message string) error {
	return db.note(ctx, func(t *tx) error {
		key, err := db.advance(t, id, Answering)
		if err != nil {
			return err
		}
		return t.exec(`INSERT INTO message (id, question, place)
			SELECT ?, ?, 1 + count(*) FROM message WHERE question = ?
			ON CONFLICT (id) DO NOTHING`, message, key, key)
	})
}

// advance moves a question that this ledger is answering to a state, unless it is
// already past that, and returns its key.
func (db *DB) advance(t *tx, id string, to State) (key int64, err error) {
	var state State
	var owner string
	err = t.QueryRow(`SELECT key, state, owner FROM question WHERE id = ?`, id).Scan(&key, &state, &owner)
	switch {
	case err == sql.ErrNoRows:
		return 0, ErrUnknown
	case err != nil:
		return 0, err
	case order(state) >= order(Answered):
		if to == Answering {
			return key, nil // a late message still belongs to its answer
		}
		return 0, ErrFinished
	case owner != db.owner:
		return 0, ErrTaken
	case order(state) >= order(to):
		return key, nil
	}
	return key, t.exec(`UPDATE question SET state = ? WHERE key = ?`, to, key)
}

// order is how far a state is: the four last ones are equally far.
func order(s State) int {
	switch s {
	case Received:
		return 0
	case Acknowledged:
		return 1
	case Answering:
		return 2
	}
	return 3
}

// Unfinished lists the questions without a last word that another process left behind,
// oldest first, and takes them over: each is given out once. To that end the first call
// makes this the process that serves from the data directory, until Close or its end;
// while another is, it fails with ErrServed. Whoever works on a question that was taken
// over is refused from then on (ErrTaken), so that none is answered twice. Questions
// from a terminal are not listed: nobody waits for them.
func (db *DB) Unfinished(ctx context.Context) ([]Question, error) {
	if err := db.serve(ctx); err != nil {
		return nil, err
	}
	var out []Question
	err := db.write(ctx, func(t *tx) (err error) {
		out, err = collect(t, scanQuestion, `SELECT `+questionColumns+` FROM question
			WHERE state IN ('received', 'acknowledged', 'answering') AND owner <> ? AND via <> 'cli'
			ORDER BY key`, db.owner)
		if err != nil {
			return err
		}
		for i := range out {
			if out[i].Messages, err = messages(t, out[i].ID); err != nil {
				return err
			}
		}
		return t.exec(`UPDATE question SET owner = ?
			WHERE state IN ('received', 'acknowledged', 'answering') AND via <> 'cli'`, db.owner)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

const questionColumns = `id, via, guild, channel, member, text, private, follows, asked, application, token, state`

func scanQuestion(rows *sql.Rows) (q Question, err error) {
	var asked int64
	err = rows.Scan(&q.ID, &q.Via, &q.Guild, &q.Channel, &q.Member, &q.Text, &q.Private, &q.Follows,
		&asked, &q.Application, &q.Token, &q.State)
	q.Asked = moment(asked)
	return q, err
}

func messages(q querier, id string) ([]string, error) {
	return collect(q, one[string], `SELECT m.id FROM message m JOIN question q ON q.key = m.question
		WHERE q.id = ? ORDER BY m.place`, id)
}
