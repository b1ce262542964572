package discord

import (
	"context"

	"footnote/internal/ledger"
)

// Questions keeps what was asked until it has had its last word, across a crash.
type Questions interface {
	// Begin records a question before it is acknowledged, or returns ledger.ErrKnown.
	Begin(ctx context.Context, q ledger.Question) error
	// Acknowledge notes that the member sees the question being worked on.
	Acknowledge(ctx context.Context, id string) error
	// Posted notes that a message shows the answer, or a part of it, as soon as it is sent.
	Posted(ctx context.Context, id, message string) error
	// Finish records the last word on a question, and forgets its token.
	Finish(ctx context.Context, id string, o ledger.Outcome) error
	// Unfinished lists the questions that an earlier process left without a last word,
	// oldest first.
	Unfinished(ctx context.Context) ([]ledger.Question, error)
}

// Answers gives back what was answered.
type Answers interface {
	// ByID is the answer to the question with an ID, or ledger.ErrUnknown.
	ByID(ctx context.Context, id string) (ledger.Record, error)
	// ByMessage is the answer that a message shows, or ledger.ErrUnknown.
	ByMessage(ctx context.Context, message string) (ledger.Record, error)
	// Recent lists the latest different questions asked publicly in a guild that were
	// answered with claims, newest first.
	Recent(ctx context.Context, guild string, limit int) ([]string, error)
}

// Opinions keeps what members think of answers.
type Opinions interface {
	Judge(ctx context.Context, f ledger.Feedback) error
}

// Store remembers questions, answers and opinions: a ledger, or a fake.
type Store interface {
	Questions
	Answers
	Opinions
}

var _ Store = (*ledger.DB)(nil)
