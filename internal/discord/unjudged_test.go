package discord

import (
	"context"
	"time"

	"footnote/internal/ledger"
)

// unjudged is the part of a Store that moderators use, of a store without any: what is
// asked of it is not there.
type unjudged struct{}

func (unjudged) Rule(context.Context, string, ledger.Verdict) (ledger.Verdict, error) {
	return ledger.Verdict{}, ledger.ErrUnknown
}

func (unjudged) Undo(context.Context, string, int64, string, time.Time) (ledger.Verdict, error) {
	return ledger.Verdict{}, ledger.ErrUnknown
}

func (unjudged) Acts(context.Context, string) ([]ledger.Verdict, error) { return nil, nil }

func (unjudged) Approved(context.Context, string, string, float64) (ledger.Record, error) {
	return ledger.Record{}, ledger.ErrUnknown
}

func (unjudged) Refuse(context.Context, ledger.Refusal) error { return nil }

func (unjudged) Next(context.Context, string, string, time.Time, time.Duration) (ledger.Item, error) {
	return ledger.Item{}, ledger.ErrUnknown
}

func (unjudged) Item(context.Context, string) (ledger.Item, error) {
	return ledger.Item{}, ledger.ErrUnknown
}

func (unjudged) Skip(context.Context, string, string, time.Time) error { return ledger.ErrUnknown }

func (unjudged) Waiting(context.Context, string) (map[ledger.Reason]int, error) { return nil, nil }

func (unjudged) Outdated(context.Context, string, int) ([]ledger.Record, error) { return nil, nil }

func (unjudged) Noted(context.Context, string, time.Time) error { return ledger.ErrUnknown }

func (unjudged) Settings(context.Context, string) (ledger.Settings, error) {
	return ledger.DefaultSettings(), nil
}

func (unjudged) Configure(context.Context, string, string, time.Time, func(*ledger.Settings)) (ledger.Settings, error) {
	return ledger.Settings{}, ledger.ErrUnknown
}

func (unjudged) Forget(context.Context, string) (ledger.Forgotten, error) {
	return ledger.Forgotten{}, nil
}
