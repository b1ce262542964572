package discord

import (
	"context"
	"time"

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

// Rulings keeps what moderators decided.
type Rulings interface {
	// Rule records a verdict by a moderator of a guild. The same word again changes nothing.
	Rule(ctx context.Context, guild string, v ledger.Verdict) (ledger.Verdict, error)
	// Undo takes a verdict back.
	Undo(ctx context.Context, guild string, id int64, moderator string, at time.Time) (ledger.Verdict, error)
	// Acts lists every verdict on an answer, those undone too, oldest first.
	Acts(ctx context.Context, id string) ([]ledger.Verdict, error)
	// Approved finds the approved answer of a guild to the same question, or returns
	// ledger.ErrUnknown.
	Approved(ctx context.Context, guild, question string, near float64) (ledger.Record, error)
	// Refuse records something that somebody tried and may not do.
	Refuse(ctx context.Context, r ledger.Refusal) error
}

// Queue keeps what waits for moderators.
type Queue interface {
	// Next leases the next answer to look at, or returns ledger.ErrUnknown.
	Next(ctx context.Context, guild, moderator string, now time.Time, lease time.Duration) (ledger.Item, error)
	// Item is one answer with why it waits, if it does.
	Item(ctx context.Context, id string) (ledger.Item, error)
	// Skip puts one aside for everybody.
	Skip(ctx context.Context, guild, id string, until time.Time) error
	// Waiting counts what waits.
	Waiting(ctx context.Context, guild string) (map[ledger.Reason]int, error)
	// Outdated lists answers whose messages are to be marked as out of date, or to lose
	// that mark: in every guild where guild is "".
	Outdated(ctx context.Context, guild string, limit int) ([]ledger.Record, error)
	// Noted records that this was done, or can't be.
	Noted(ctx context.Context, id string, at time.Time) error
}

// Preferences keeps what was chosen for each guild.
type Preferences interface {
	Settings(ctx context.Context, guild string) (ledger.Settings, error)
	Configure(ctx context.Context, guild, moderator string, at time.Time, change func(*ledger.Settings)) (ledger.Settings, error)
}

// Store remembers all that lasts: a ledger, or a fake.
type Store interface {
	Questions
	Answers
	Opinions
	Rulings
	Queue
	Preferences
	// Forget erases a member.
	Forget(ctx context.Context, member string) (ledger.Forgotten, error)
}

var _ Store = (*ledger.DB)(nil)
