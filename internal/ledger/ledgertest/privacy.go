package ledgertest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

// privacy checks that what is to be forgotten is, and nothing else.
func privacy(t *testing.T, open Open) {
	t.Run("forget", func(t *testing.T) { forget(t, fresh(t, open)) })
	t.Run("purge", func(t *testing.T) { purge(t, fresh(t, open)) })
}

func forget(t *testing.T, l Ledger) {
	ctx := t.Context()
	p := &Story().Passages[2]
	by := func(member, id, text string, private bool) ledger.Question {
		q := Question(id, text)
		q.Member, q.Private = member, private
		return q
	}
	public := Answered(t, p, Died)
	public.Answer.Understood, public.Answer.Raw = "my secret question", "the model repeats my secret"
	must(t, l.Record(ctx, by("ann", "public", "my secret", false), public))
	must(t, l.Record(ctx, by("ann", "private", "my secret", true), Answered(t, p, Died)))
	must(t, l.Record(ctx, by("ann", "abstained", "my secret", false), Abstained(p)))
	must(t, l.Begin(ctx, by("ann", "unfinished", "my secret", false)))
	must(t, l.Record(ctx, by("bob", "bob's", "his question", false), Answered(t, p, Died)))
	must(t, l.Judge(ctx, ledger.Feedback{Question: "bob's", Member: "ann", Why: "my secret", At: Noon}))
	must(t, l.Refuse(ctx, ledger.Refusal{At: Noon, Guild: "g", Member: "ann", What: "retract"}))

	got, err := l.Forget(ctx, "ann")
	must(t, err)
	if diff := cmp.Diff(ledger.Forgotten{Deleted: 3, Nameless: 1, Feedbacks: 1}, got); diff != "" {
		t.Error(diff)
	}
	for _, id := range []string{"private", "abstained"} {
		_, err := l.ByID(ctx, id)
		wantErr(t, id, err, ledger.ErrUnknown)
	}
	wantErr(t, "Finish", l.Finish(ctx, "unfinished", public), ledger.ErrUnknown)
	r, err := l.ByID(ctx, "public")
	must(t, err)
	if r.Member+r.Text+r.Answer.Question+r.Answer.Understood+r.Answer.Raw != "" || len(r.Answer.Claims) != 1 {
		t.Errorf("kept: %+v", r.Question)
	}
	his, err := l.ByID(ctx, "bob's")
	must(t, err)
	if his.Text != "his question" || his.Member != "bob" || len(his.Feedback) != 1 || his.Feedback[0].Member+his.Feedback[0].Why != "" {
		t.Errorf("another's question: %+v, feedback %+v", his.Question, his.Feedback)
	}
	refused, err := l.Refusals(ctx, "g", 10)
	must(t, err)
	if len(refused) != 1 || refused[0].Member != "" {
		t.Errorf("refusals: %+v", refused)
	}
	if again, err := l.Forget(ctx, "ann"); again != (ledger.Forgotten{}) || err != nil {
		t.Errorf("forgotten again: %+v, %v", again, err)
	}
	if nobody, err := l.Forget(ctx, ""); nobody != (ledger.Forgotten{}) || err != nil {
		t.Errorf("forgetting nobody: %+v, %v", nobody, err)
	}
}

func purge(t *testing.T, l Ledger) {
	ctx := t.Context()
	p := &Story().Passages[2]
	record := func(id string, asked time.Time) {
		q := Question(id, "How many died?")
		q.Asked = asked
		o := Answered(t, p, Died)
		o.At = asked
		must(t, l.Record(ctx, q, o))
	}
	long := ago(90 * 24 * time.Hour)
	for _, id := range []string{"old", "old, judged", "old, reported", "old, judged and undone"} {
		record(id, long)
	}
	record("new", Noon)
	for _, id := range []string{"old, judged", "old, judged and undone"} {
		v, err := l.Rule(ctx, "g", ledger.Verdict{Question: id, Claim: 1, Word: ledger.Supported, Moderator: "mod", At: long})
		must(t, err)
		if id != "old, judged" {
			_, err = l.Undo(ctx, "g", v.ID, "mod", long)
			must(t, err)
		}
	}
	must(t, l.Judge(ctx, ledger.Feedback{Question: "old, reported", Member: "m", Why: "wrong", At: long}))
	must(t, l.Refuse(ctx, ledger.Refusal{At: long, Guild: "g"}))
	must(t, l.Refuse(ctx, ledger.Refusal{At: Noon, Guild: "g"}))

	cut := ago(30 * 24 * time.Hour)
	got, err := l.Purge(ctx, cut)
	must(t, err)
	if diff := cmp.Diff(ledger.Forgotten{Deleted: 2, Nameless: 2, Feedbacks: 1}, got); diff != "" {
		t.Error(diff)
	}
	var left []string
	for r, err := range l.List(ctx, ledger.Filter{}) {
		must(t, err)
		left = append(left, r.ID+": "+r.Member+" asked "+r.Text)
	}
	want := []string{"new: member-of-new asked How many died?", "old, reported:  asked ", "old, judged:  asked "}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Error(diff)
	}
	if refused, _ := l.Refusals(ctx, "g", 10); len(refused) != 1 {
		t.Errorf("refusals left: %v", refused)
	}
	if again, err := l.Purge(ctx, cut); again != (ledger.Forgotten{}) || err != nil {
		t.Errorf("purged again: %+v, %v", again, err)
	}
	// Once a moderator is done with it, the next purge takes the rest.
	_, err = l.Rule(ctx, "g", ledger.Verdict{Question: "old, reported", Word: ledger.Reviewed, Moderator: "mod", At: Noon})
	must(t, err)
	if _, faults, err := l.Verify(ctx); len(faults) != 0 || err != nil {
		t.Errorf("after all that: %v, %v", faults, err)
	}
}
