package ledgertest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

// approvals checks that an approved answer is given again to the same question, and
// only while it stands.
func approvals(t *testing.T, open Open) {
	t.Run("the same question", func(t *testing.T) { sameQuestion(t, approved(t, open)) })
	t.Run("ends", func(t *testing.T) { approvalEnds(t, open) })
	t.Run("unfit", func(t *testing.T) { unfit(t, fresh(t, open)) })
	t.Run("given again", func(t *testing.T) { givenAgain(t, approved(t, open)) })
	t.Run("as it was understood", func(t *testing.T) {
		l := fresh(t, open)
		o := Answered(t, &Story().Passages[2], Died)
		o.Answer.Understood = "How many died in Khan Sheikhoun?"
		must(t, l.Record(t.Context(), Question("1", "and how many died?"), o))
		_, err := l.Rule(t.Context(), "g", verdict(0, ledger.Approved, 0))
		must(t, err)
		_, err = l.Approved(t.Context(), "g", "how many died in khan sheikhoun", 0)
		must(t, err)
		_, err = l.Approved(t.Context(), "g", "and how many died?", 0)
		wantErr(t, "the bare follow-up", err, ledger.ErrUnknown)
	})
}

// approved opens a ledger with one answer, approved: question 1.
func approved(t *testing.T, open Open) Ledger {
	l := fresh(t, open)
	must(t, l.Record(t.Context(), Question("1", "How many people died in Khan Sheikhoun?"), Answered(t, &Story().Passages[2], Died)))
	_, err := l.Rule(t.Context(), "g", verdict(0, ledger.Approved, 0))
	must(t, err)
	return l
}

func sameQuestion(t *testing.T, l Ledger) {
	for _, tt := range []struct {
		guild, question string
		near            float64
		found           bool
	}{
		{"g", "How many people died in Khan Sheikhoun?", 0, true},
		{"g", "hello, how many PEOPLE died in the “Khan Sheikhoun” please", 0, true},
		{"other", "How many people died in Khan Sheikhoun?", 0, false},
		{"g", "How many people died?", 0, false},
		{"g", "", 0, false},
		{"g", "", 0.9, false},
		{"g", "How many people died in Khan Shiekhoun?", 0, false},
		{"g", "How many people died in Khan Shiekhoun?", 0.95, true},
		{"g", "How many people died in Khan Shiekhoun?", 0.99, false},
		{"g", "How many people did not die in Khan Sheikhoun?", 0.5, false},
		{"g", "In Khan Sheikhoun, how many people died?", 0.5, false},
	} {
		r, err := l.Approved(t.Context(), tt.guild, tt.question, tt.near)
		if tt.found {
			must(t, err)
			if r.ID != "1" || len(r.Answer.Claims) != 1 {
				t.Errorf("%q: got record %q with %d claims", tt.question, r.ID, len(r.Answer.Claims))
			}
		} else {
			wantErr(t, tt.question, err, ledger.ErrUnknown)
		}
	}
}

func approvalEnds(t *testing.T, open Open) {
	for name, end := range map[string]func(t *testing.T, l Ledger){
		"undone": func(t *testing.T, l Ledger) {
			acts, err := l.Acts(t.Context(), "1")
			must(t, err)
			_, err = l.Undo(t.Context(), "g", acts[0].ID, "mod", Noon)
			must(t, err)
		},
		"retracted": func(t *testing.T, l Ledger) {
			_, err := l.Rule(t.Context(), "g", verdict(0, ledger.Retracted, time.Second))
			must(t, err)
		},
		"a claim unsupported": func(t *testing.T, l Ledger) {
			_, err := l.Rule(t.Context(), "g", verdict(1, ledger.Unsupported, time.Second))
			must(t, err)
		},
		"its article changed, though not the words cited": func(t *testing.T, l Ledger) {
			changed := Article("syria", "The strike came at noon.", Story().Passages[2].Text, "Russia denied it.")
			got, err := l.Correct(t.Context(), Corpus("v2", changed), Noon)
			must(t, err)
			if got.Lapsed != 1 || got.Stale != 0 {
				t.Errorf("Correct: %+v", got)
			}
		},
		"its article went": func(t *testing.T, l Ledger) {
			_, err := l.Correct(t.Context(), Corpus("v2"), Noon)
			must(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := approved(t, open)
			_, err := l.Correct(t.Context(), Corpus("v1", Story()), ago(time.Hour))
			must(t, err)
			if _, err := l.Approved(t.Context(), "g", "How many people died in Khan Sheikhoun?", 0); err != nil {
				t.Fatalf("an unchanged article ended the approval: %v", err)
			}
			end(t, l)
			_, err = l.Approved(t.Context(), "g", "How many people died in Khan Sheikhoun?", 1)
			wantErr(t, "Approved", err, ledger.ErrUnknown)
		})
	}
}

// unfit tries to approve what can't be.
func unfit(t *testing.T, l Ledger) {
	ctx := t.Context()
	p := &Story().Passages[2]
	must(t, l.Record(ctx, Question("1", "How many died?"), Answered(t, p, Died)))
	must(t, l.Record(ctx, Question("abstained", "Who won?"), Abstained(p)))
	approve := func(id string) error {
		v := verdict(0, ledger.Approved, 0)
		v.Question = id
		_, err := l.Rule(ctx, "g", v)
		return err
	}
	wantErr(t, "an abstention", approve("abstained"), ledger.ErrUnfit)
	for _, v := range []ledger.Verdict{verdict(0, ledger.Retracted, 0), verdict(1, ledger.Unsupported, 0)} {
		got, err := l.Rule(ctx, "g", v)
		must(t, err)
		wantErr(t, string(v.Word), approve("1"), ledger.ErrUnfit)
		_, err = l.Undo(ctx, "g", got.ID, "mod", Noon)
		must(t, err)
	}
	_, err := l.Correct(ctx, Corpus("v2"), Noon)
	must(t, err)
	wantErr(t, "a stale answer", approve("1"), ledger.ErrUnfit)
	_, err = l.Correct(ctx, Corpus("v1", Story()), Noon)
	must(t, err)
	must(t, approve("1"))
}

// givenAgain gives the approved answer to a second member: the record says so and holds
// the same evidence. When the first is retracted, the second waits for a moderator.
func givenAgain(t *testing.T, l Ledger) {
	ctx := t.Context()
	first, err := l.Approved(ctx, "g", "How many people died in Khan Sheikhoun?", 0)
	must(t, err)
	o := ledger.Outcome{Answer: first.Answer, Again: first.ID, Corpus: "v1", At: Noon.Add(time.Hour)}
	must(t, l.Record(ctx, Question("2", "how many people died in khan sheikhoun"), o))
	second, err := l.ByID(ctx, "2")
	must(t, err)
	if second.Again != "1" || first.Again != "" {
		t.Errorf("again: %q, then %q", first.Again, second.Again)
	}
	if diff := cmp.Diff(ViewOf(first).Claims, ViewOf(second).Claims); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(ViewOf(first).Retrieved, ViewOf(second).Retrieved); diff != "" {
		t.Error(diff)
	}
	wantErr(t, "repeating nothing", l.Record(ctx, Question("3", "a?"), ledger.Outcome{Again: "none", At: Noon}), ledger.ErrUnknown)

	_, err = l.Rule(ctx, "g", verdict(0, ledger.Retracted, time.Second))
	must(t, err)
	item, err := l.Next(ctx, "g", "mod", Noon, time.Minute)
	must(t, err)
	if item.ID != "2" || item.Reasons != ledger.Reported {
		t.Errorf("in the queue: %s for %b", item.ID, item.Reasons)
	}
}
