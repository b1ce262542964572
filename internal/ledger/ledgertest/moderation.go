package ledgertest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

// verdict is one by a moderator of the guild "g" on question 1.
func verdict(claim int, word ledger.Word, after time.Duration) ledger.Verdict {
	return ledger.Verdict{Question: "1", Claim: claim, Word: word, Moderator: "mod", Reason: "because", At: Noon.Add(after)}
}

// moderation checks verdicts: recorded, in effect, undone, and refused to strangers.
func moderation(t *testing.T, open Open) {
	setup := func(t *testing.T) Ledger {
		l := fresh(t, open)
		must(t, l.Record(t.Context(), Question("1", "How many died?"), Answered(t, &Story().Passages[2], Died, Animal)))
		return l
	}
	t.Run("verdicts stand until undone", func(t *testing.T) { verdictsStand(t, setup(t)) })
	t.Run("the same word twice", func(t *testing.T) {
		l := setup(t)
		for _, v := range []ledger.Verdict{verdict(1, ledger.Unsupported, 0), verdict(0, ledger.Retracted, 0)} {
			first, err := l.Rule(t.Context(), "g", v)
			must(t, err)
			second, err := l.Rule(t.Context(), "g", v)
			must(t, err)
			if first.ID == 0 || first.ID != second.ID {
				t.Errorf("%s: ids %d and %d, want one", v.Word, first.ID, second.ID)
			}
		}
	})
	t.Run("a changed mind", func(t *testing.T) {
		l := setup(t)
		for i, w := range []ledger.Word{ledger.Unsupported, ledger.Supported, ledger.Unsupported} {
			v, err := l.Rule(t.Context(), "g", verdict(1, w, time.Duration(i)*time.Second))
			must(t, err)
			if v.Word != w || !v.At.Equal(Noon.Add(time.Duration(i)*time.Second)) {
				t.Errorf("verdict %d came back as %+v", i, v)
			}
		}
	})
	t.Run("what is not there", func(t *testing.T) {
		l := setup(t)
		_, err := l.Rule(t.Context(), "g", verdict(3, ledger.Supported, 0))
		wantErr(t, "claim 3 of 2", err, ledger.ErrUnknown)
		v := verdict(0, ledger.Retracted, 0)
		v.Question = "2"
		_, err = l.Rule(t.Context(), "g", v)
		wantErr(t, "question 2 of 1", err, ledger.ErrUnknown)
		_, err = l.Undo(t.Context(), "g", 4711, "mod", Noon)
		wantErr(t, "Undo", err, ledger.ErrUnknown)
	})
	t.Run("another server's moderator", func(t *testing.T) { strangers(t, setup(t)) })
	t.Run("refusals", func(t *testing.T) { refusals(t, fresh(t, open)) })
}

func verdictsStand(t *testing.T, l Ledger) {
	ctx := t.Context()
	var given []ledger.Verdict
	for i, v := range []ledger.Verdict{
		verdict(1, ledger.Supported, 1), verdict(2, ledger.Unsupported, 2), verdict(0, ledger.Retracted, 3),
	} {
		v.At = Noon.Add(time.Duration(i) * time.Second)
		got, err := l.Rule(ctx, "g", v)
		must(t, err)
		v.ID = got.ID
		if diff := cmp.Diff(v, got); diff != "" {
			t.Errorf("given back otherwise:\n%s", diff)
		}
		given = append(given, got)
	}
	undone, err := l.Undo(ctx, "g", given[1].ID, "other mod", Noon.Add(time.Minute))
	must(t, err)
	again, err := l.Undo(ctx, "g", given[1].ID, "third mod", Noon.Add(time.Hour))
	must(t, err)
	if undone.UndoneBy != "other mod" || !undone.Undone.Equal(Noon.Add(time.Minute)) || undone != again {
		t.Errorf("undone as %+v, then as %+v", undone, again)
	}
	r, err := l.ByID(ctx, "1")
	must(t, err)
	if diff := cmp.Diff([]ledger.Verdict{given[0], given[2]}, r.Verdicts); diff != "" {
		t.Errorf("standing:\n%s", diff)
	}
	acts, err := l.Acts(ctx, "1")
	must(t, err)
	if diff := cmp.Diff([]ledger.Verdict{given[0], undone, given[2]}, acts); diff != "" {
		t.Errorf("ever given:\n%s", diff)
	}
}

// strangers reaches for another server's answer in every way there is: nothing changes,
// and each attempt is recorded in the stranger's own server.
func strangers(t *testing.T, l Ledger) {
	ctx := t.Context()
	mine, err := l.Rule(ctx, "g", verdict(1, ledger.Unsupported, 0))
	must(t, err)
	for _, guild := range []string{"other", ""} {
		for _, v := range []ledger.Verdict{verdict(0, ledger.Retracted, 0), verdict(1, ledger.Supported, 0), verdict(0, ledger.Approved, 0)} {
			_, err := l.Rule(ctx, guild, v)
			wantErr(t, "Rule", err, ledger.ErrElsewhere)
		}
		_, err = l.Undo(ctx, guild, mine.ID, "stranger", Noon)
		wantErr(t, "Undo", err, ledger.ErrElsewhere)
		wantErr(t, "Skip", l.Skip(ctx, guild, "1", Noon), ledger.ErrElsewhere)
		refused, err := l.Refusals(ctx, guild, 10)
		must(t, err)
		if len(refused) != 4 {
			t.Errorf("%d refusals recorded of guild %q, want 4: %v", len(refused), guild, refused)
		}
	}
	acts, err := l.Acts(ctx, "1")
	must(t, err)
	if diff := cmp.Diff([]ledger.Verdict{mine}, acts); diff != "" {
		t.Error(diff)
	}
}

func refusals(t *testing.T, l Ledger) {
	var want []ledger.Refusal
	for i, why := range []string{"forged", "no permission", "no permission"} {
		r := ledger.Refusal{At: Noon.Add(time.Duration(i) * time.Second), Guild: "g", Channel: "c", Member: "m", What: "retract", Why: why}
		must(t, l.Refuse(t.Context(), r))
		want = append([]ledger.Refusal{r}, want...)
	}
	must(t, l.Refuse(t.Context(), ledger.Refusal{At: Noon, Guild: "other"}))
	got, err := l.Refusals(t.Context(), "g", 2)
	must(t, err)
	if diff := cmp.Diff(want[:2], got); diff != "" {
		t.Error(diff)
	}
}
