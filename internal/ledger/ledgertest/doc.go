// Package ledgertest says in tests what a ledger does, whatever database is under it:
// one that passes Run can take the place of the SQLite one. It also makes articles,
// questions and answers for tests to record. No production code imports it.
package ledgertest

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/ledger"
)

// Ledger is all that a ledger can do but for its operators' files.
type Ledger interface {
	Begin(ctx context.Context, q ledger.Question) error
	Acknowledge(ctx context.Context, id string) error
	Posted(ctx context.Context, id, message string) error
	Finish(ctx context.Context, id string, o ledger.Outcome) error
	Record(ctx context.Context, q ledger.Question, o ledger.Outcome) error
	Unfinished(ctx context.Context) ([]ledger.Question, error)

	ByID(ctx context.Context, id string) (ledger.Record, error)
	ByMessage(ctx context.Context, message string) (ledger.Record, error)
	Recent(ctx context.Context, guild string, limit int) ([]string, error)
	List(ctx context.Context, f ledger.Filter) iter.Seq2[ledger.Record, error]
	Verify(ctx context.Context) (quotes int, faults []ledger.Fault, err error)

	Judge(ctx context.Context, f ledger.Feedback) error
	Rule(ctx context.Context, guild string, v ledger.Verdict) (ledger.Verdict, error)
	Undo(ctx context.Context, guild string, id int64, moderator string, at time.Time) (ledger.Verdict, error)
	Acts(ctx context.Context, id string) ([]ledger.Verdict, error)
	Refuse(ctx context.Context, r ledger.Refusal) error
	Refusals(ctx context.Context, guild string, limit int) ([]ledger.Refusal, error)
	Approved(ctx context.Context, guild, question string, near float64) (ledger.Record, error)

	Next(ctx context.Context, guild, moderator string, now time.Time, lease time.Duration) (ledger.Item, error)
	Item(ctx context.Context, id string) (ledger.Item, error)
	Skip(ctx context.Context, guild, id string, until time.Time) error
	Waiting(ctx context.Context, guild string) (map[ledger.Reason]int, error)

	Correct(ctx context.Context, c *article.Corpus, at time.Time) (ledger.Correction, error)
	QueueStale(ctx context.Context) (int, error)
	Outdated(ctx context.Context, guild string, limit int) ([]ledger.Record, error)
	Noted(ctx context.Context, id string, at time.Time) error

	Forget(ctx context.Context, member string) (ledger.Forgotten, error)
	Purge(ctx context.Context, before time.Time) (ledger.Forgotten, error)

	Settings(ctx context.Context, guild string) (ledger.Settings, error)
	Configure(ctx context.Context, guild, moderator string, at time.Time, change func(*ledger.Settings)) (ledger.Settings, error)
	Stats(ctx context.Context, since, until time.Time) (ledger.Stats, error)
	TokensUsed(ctx context.Context, day string) (int, error)
	AddTokens(ctx context.Context, day string, tokens int) error
}

// Open opens the ledger kept at place, a fresh directory's path or any other name that
// is unique to it. Opening one place twice gives two processes' views of one ledger.
type Open func(t *testing.T, place string) Ledger

// Run checks that what open opens is a ledger.
func Run(t *testing.T, open Open) {
	for _, suite := range []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"Questions", questions},
		{"Records", records},
		{"Feedback", feedback},
		{"Moderation", moderation},
		{"Approvals", approvals},
		{"Review", review},
		{"Corrections", corrections},
		{"Privacy", privacy},
		{"Settings", settings},
		{"Stats", stats},
	} {
		t.Run(suite.name, func(t *testing.T) { suite.run(t, open) })
	}
}

// fresh opens a ledger of its own for one test.
func fresh(t *testing.T, open Open) Ledger {
	t.Helper()
	return open(t, t.TempDir())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}
