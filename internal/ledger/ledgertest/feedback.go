package ledgertest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

// feedback checks what members say of answers.
func feedback(t *testing.T, open Open) {
	ctx := t.Context()
	l := fresh(t, open)
	must(t, l.Record(ctx, Question("1", "a?"), Answered(t, &Story().Passages[2], Died)))
	say := func(member string, helpful bool, why string, after time.Duration) ledger.Feedback {
		f := ledger.Feedback{Question: "1", Member: member, Helpful: helpful, Why: why, At: Noon.Add(after)}
		must(t, l.Judge(ctx, f))
		return f
	}
	say("a", true, "", time.Second)
	b := say("b", false, "", 2*time.Second)
	a := say("a", false, "that is not what it says", 3*time.Second)
	r, err := l.ByID(ctx, "1")
	must(t, err)
	if diff := cmp.Diff([]ledger.Feedback{b, a}, r.Feedback); diff != "" {
		t.Error(diff)
	}
	wantErr(t, "Judge", l.Judge(ctx, ledger.Feedback{Question: "2"}), ledger.ErrUnknown)

	item, err := l.Next(ctx, "g", "mod", Noon, time.Minute)
	must(t, err)
	if item.ID != "1" || item.Reasons != ledger.Reported|ledger.DownVoted || item.Times != 2 {
		t.Errorf("in the queue: %s for %b, %d times", item.ID, item.Reasons, item.Times)
	}
}

// settings checks that what moderators choose is kept, and only that.
func settings(t *testing.T, open Open) {
	ctx, place := t.Context(), t.TempDir()
	l := open(t, place)
	got, err := l.Settings(ctx, "g")
	must(t, err)
	if diff := cmp.Diff(ledger.DefaultSettings(), got); diff != "" {
		t.Errorf("before anything was chosen:\n%s", diff)
	}
	_, err = l.Configure(ctx, "g", "mod", Noon, func(s *ledger.Settings) { s.Roles, s.LowScore = []string{"r1", "r2"}, 0 })
	must(t, err)
	want, err := l.Configure(ctx, "g", "mod", Noon, func(s *ledger.Settings) { s.LogChannel, s.StaleNote = "c", false })
	must(t, err)
	got, err = open(t, place).Settings(ctx, "g")
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(got.Roles) != 2 || got.LowScore != 0 || got.StaleNote || got.NearIdentical != ledger.DefaultSettings().NearIdentical {
		t.Errorf("the second change lost something of the first: %+v", got)
	}
	if other, _ := l.Settings(ctx, "other"); !cmp.Equal(other, ledger.DefaultSettings()) {
		t.Errorf("another server's settings changed: %+v", other)
	}
}
