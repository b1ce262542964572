package ledgertest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

// questions checks that a question is recorded once, has one last word, and is never
// lost between the two.
func questions(t *testing.T, open Open) {
	t.Run("a question comes twice", func(t *testing.T) {
		l := fresh(t, open)
		must(t, l.Begin(t.Context(), Question("1", "How many died?")))
		wantErr(t, "Begin again", l.Begin(t.Context(), Question("1", "Something else?")), ledger.ErrKnown)
	})
	t.Run("states", func(t *testing.T) { states(t, fresh(t, open)) })
	t.Run("one last word", func(t *testing.T) { oneLastWord(t, fresh(t, open)) })
	t.Run("nothing is done to what is not there", func(t *testing.T) {
		l := fresh(t, open)
		ctx := t.Context()
		wantErr(t, "Acknowledge", l.Acknowledge(ctx, "1"), ledger.ErrUnknown)
		wantErr(t, "Posted", l.Posted(ctx, "1", "m"), ledger.ErrUnknown)
		wantErr(t, "Finish", l.Finish(ctx, "1", Abstained(&Story().Passages[1])), ledger.ErrUnknown)
	})
	t.Run("a crash", func(t *testing.T) { takenOver(t, open) })
	t.Run("taken over once", func(t *testing.T) { takenOverOnce(t, open) })
	t.Run("a terminal's question", func(t *testing.T) {
		place := t.TempDir()
		q := Question("1", "How many died?")
		q.Via = ledger.ViaTerminal
		must(t, open(t, place).Begin(t.Context(), q))
		left, err := open(t, place).Unfinished(t.Context())
		if len(left) != 0 || err != nil {
			t.Errorf("Unfinished: %v, %v: nobody waits for it", left, err)
		}
	})
}

func states(t *testing.T, l Ledger) {
	p := &Story().Passages[2]
	for state, o := range map[ledger.State]ledger.Outcome{
		ledger.Answered:   Answered(t, p, Died),
		ledger.Abstained:  Abstained(p),
		ledger.Apologised: {Failure: "Something went wrong.", At: Noon},
		ledger.Failed:     {Failure: "the token had expired", Silent: true, At: Noon},
	} {
		id := string(state)
		must(t, l.Begin(t.Context(), Question(id, "How many died?")))
		must(t, l.Finish(t.Context(), id, o))
		r, err := l.ByID(t.Context(), id)
		must(t, err)
		if r.State != state || r.Failure != o.Failure || r.Token != "" || r.Application != "" {
			t.Errorf("%s: state %s, failure %q, token %q", state, r.State, r.Failure, r.Token)
		}
	}
}

func oneLastWord(t *testing.T, l Ledger) {
	ctx := t.Context()
	p := &Story().Passages[2]
	must(t, l.Begin(ctx, Question("1", "How many died?")))
	must(t, l.Finish(ctx, "1", Answered(t, p, Died)))
	wantErr(t, "a second Finish", l.Finish(ctx, "1", Abstained(p)), ledger.ErrFinished)
	wantErr(t, "a late Acknowledge", l.Acknowledge(ctx, "1"), ledger.ErrFinished)
	must(t, l.Posted(ctx, "1", "late")) // sent before Finish, noted after it
	r, err := l.ByMessage(ctx, "late")
	must(t, err)
	if r.State != ledger.Answered || len(r.Answer.Claims) != 1 {
		t.Errorf("the second word changed the first: %s, %d claims", r.State, len(r.Answer.Claims))
	}
}

// takenOver leaves questions in every state and opens the ledger anew: those without a
// last word come back whole, in order, and the one who left them can't finish them.
func takenOver(t *testing.T, open Open) {
	ctx, place := t.Context(), t.TempDir()
	before := open(t, place)
	want := []ledger.Question{Question("received", "a?"), Question("acknowledged", "b?"), Question("answering", "c?")}
	for i := range want {
		must(t, before.Begin(ctx, want[i]))
		want[i].State = ledger.State(want[i].ID)
	}
	must(t, before.Acknowledge(ctx, "acknowledged"))
	must(t, before.Posted(ctx, "answering", "m1"))
	must(t, before.Acknowledge(ctx, "answering")) // late: it does not go back
	want[2].Messages = []string{"m1"}
	must(t, before.Record(ctx, Question("done", "d?"), Abstained(&Story().Passages[1])))

	after := open(t, place)
	got, err := after.Unfinished(ctx)
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantErr(t, "Finish by the one who left it", before.Finish(ctx, "answering", Abstained(&Story().Passages[1])), ledger.ErrTaken)
	wantErr(t, "Posted by the one who left it", before.Posted(ctx, "received", "m2"), ledger.ErrTaken)
	if again, err := after.Unfinished(ctx); len(again) != 0 || err != nil {
		t.Errorf("given out again: %v, %v", again, err)
	}
	_, err = before.Unfinished(ctx)
	wantErr(t, "Unfinished while another serves", err, ledger.ErrServed)
	for _, q := range got {
		must(t, after.Finish(ctx, q.ID, ledger.Outcome{Failure: "Sorry.", At: Noon}))
	}
}

func takenOverOnce(t *testing.T, open Open) {
	place := t.TempDir()
	dead := open(t, place)
	const n = 40
	for i := range n {
		must(t, dead.Begin(t.Context(), Question(fmt.Sprint(i), "a?")))
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	taken := map[string]int{}
	for range 4 {
		l := open(t, place)
		wg.Go(func() {
			got, err := l.Unfinished(t.Context())
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				wantErr(t, "Unfinished", err, ledger.ErrServed)
			}
			for _, q := range got {
				taken[q.ID]++
			}
		})
	}
	wg.Wait()
	for id, times := range taken {
		if times != 1 {
			t.Errorf("question %s was given to %d", id, times)
		}
	}
	if len(taken) != n {
		t.Errorf("%d questions were taken over, want %d", len(taken), n)
	}
}

// ago is a time before Noon.
func ago(d time.Duration) time.Time { return Noon.Add(-d) }
