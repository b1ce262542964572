package discord

import (
	"context"
	"errors"
	"time"

	"footnote/internal/answer"
)

// How a question came in.
const (
	ViaCommand = "ask"     // /ask: answered through the interaction's token
	ViaMention = "mention" // a message that mentions the bot, or follows up: answered by a reply
)

var (
	// ErrKnown says that a question was recorded before: the same event came twice.
	ErrKnown = errors.New("this question is recorded already")
	// ErrUnknown says that nothing is recorded under that id.
	ErrUnknown = errors.New("nothing is recorded under that id")
)

// Question is what a member asked, as it came in.
type Question struct {
	// ID is Discord's id of the interaction or the message that asked. An event that
	// comes twice has the same ID twice.
	ID      string
	Via     string // ViaCommand or ViaMention
	Guild   string // "" in a direct message
	Channel string
	Member  string // the Discord user's id
	Text    string
	Private bool   // only the member sees the answer
	Follows string // the ID of the question that this one follows up; "" when it stands alone
	Asked   time.Time

	// Application and Token let an interaction be answered, for 15 minutes. They are
	// secret, worthless once the question is finished, and empty for ViaMention.
	Application, Token string

	// Messages are the ids of the messages that show the answer, in order.
	Messages []string
}

// Outcome is the last word on a question: an answer, or a failure in a plain sentence.
type Outcome struct {
	Answer  answer.Answer
	Failure string // "" when there is an answer; what the member was told, or why nobody was
	Silent  bool   // the failure could not be told to the member
	Corpus  string // the version of the corpus that was asked
	At      time.Time
}

// Record is a finished question with its answer as it was shown. The citations of its
// claims hold their passages, articles and neighbouring passages as they were then.
type Record struct {
	Question
	Answer  answer.Answer
	Failure string // "" when there is an answer
	At      time.Time
}

// Feedback is a member's word on an answer. A later one by the same member replaces it.
type Feedback struct {
	Question string // the ID of the question answered
	Member   string
	Helpful  bool
	Why      string // "" when the member did not say
	At       time.Time
}

// Questions keeps what was asked until it has had its last word, across a crash.
type Questions interface {
	// Begin records a question before it is acknowledged, or returns ErrKnown.
	Begin(ctx context.Context, q Question) error
	// Acknowledge notes that the member sees the question being worked on.
	Acknowledge(ctx context.Context, id string) error
	// Posted notes that a message shows the answer, or a part of it, as soon as it is sent.
	Posted(ctx context.Context, id, message string) error
	// Finish records the last word on a question, and forgets its token.
	Finish(ctx context.Context, id string, o Outcome) error
	// Unfinished lists the questions that an earlier process left without a last word,
	// oldest first.
	Unfinished(ctx context.Context) ([]Question, error)
}

// Answers gives back what was answered.
type Answers interface {
	// ByID is the answer to the question with an ID, or ErrUnknown.
	ByID(ctx context.Context, id string) (Record, error)
	// ByMessage is the answer that a message shows, or ErrUnknown.
	ByMessage(ctx context.Context, message string) (Record, error)
	// Recent lists the latest different questions asked publicly in a guild that were
	// answered with claims, newest first.
	Recent(ctx context.Context, guild string, limit int) ([]string, error)
}

// Opinions keeps what members think of answers.
type Opinions interface {
	Judge(ctx context.Context, f Feedback) error
}

// Store remembers questions, answers and opinions: the ledger, or a Memory.
type Store interface {
	Questions
	Answers
	Opinions
}
