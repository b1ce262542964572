package ledgertest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/ledger"
)

// stats checks the sums, that they outlive what they count, and the budget.
func stats(t *testing.T, open Open) {
	t.Run("sums", func(t *testing.T) { sums(t, fresh(t, open)) })
	t.Run("nothing", func(t *testing.T) {
		got, err := fresh(t, open).Stats(t.Context(), Noon, Noon)
		must(t, err)
		if diff := cmp.Diff(ledger.Stats{Days: []ledger.Day{{Day: "2017-04-12"}}}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("budget", func(t *testing.T) { budget(t, open) })
}

func sums(t *testing.T, l Ledger) {
	ctx := t.Context()
	p := &Story().Passages[2]
	late := Question("late", "a?")
	late.Asked = time.Date(2017, 4, 12, 23, 59, 59, 0, time.UTC)
	next := late.Asked.Add(2 * time.Second)
	o := Answered(t, p, Died, Animal)
	o.At, o.Answer.Usage, o.Answer.Elapsed = next, answer.Usage{Prompt: 900, Completion: 80}, 2*time.Second
	o.Answer.Dropped = []answer.Dropped{{Text: "x", Reason: "y"}}
	must(t, l.Record(ctx, late, o))
	for _, id := range []string{"1", "2"} {
		must(t, l.Record(ctx, Question(id, "Who won?"), Abstained(p)))
	}
	must(t, l.Record(ctx, Question("3", "a?"), ledger.Outcome{Failure: "Sorry.", At: Noon}))
	_, err := l.Rule(ctx, "g", ledger.Verdict{Question: "late", Claim: 1, Word: ledger.Supported, At: next})
	must(t, err)
	for range 2 {
		must(t, l.Judge(ctx, ledger.Feedback{Question: "late", Member: "m", Helpful: true, At: next}))
	}
	must(t, l.AddTokens(ctx, "2017-04-13", 1000))
	must(t, l.AddTokens(ctx, "2017-04-14", 7)) // outside
	first := ledger.Day{Day: "2017-04-12", Asked: 4, Abstained: 2, Apologised: 1}
	second := ledger.Day{Day: "2017-04-13", Answered: 1, Claims: 2, Dropped: 1, Supported: 1, Helpful: 1, Prompt: 900, Completion: 80, Tokens: 1000}
	total := ledger.Day{Asked: 4, Abstained: 2, Apologised: 1, Answered: 1, Claims: 2, Dropped: 1, Supported: 1, Helpful: 1, Prompt: 900, Completion: 80, Tokens: 1000}
	want := ledger.Stats{
		Days: []ledger.Day{{Day: "2017-04-11"}, first, second}, Total: total,
		Latency:    ledger.Latency{Answers: 3, P50: time.Millisecond, P90: 2 * time.Second, P99: 2 * time.Second},
		Unanswered: []ledger.Asked{{Guild: "g", Text: "Who won?", Times: 2}},
	}
	got, err := l.Stats(ctx, Noon.AddDate(0, 0, -1), Noon.AddDate(0, 0, 1))
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err = l.Purge(ctx, next.Add(time.Hour))
	must(t, err)
	got, err = l.Stats(ctx, Noon.AddDate(0, 0, -1), Noon.AddDate(0, 0, 1))
	must(t, err)
	if diff := cmp.Diff(want.Days, got.Days); diff != "" {
		t.Errorf("after a purge:\n%s", diff)
	}
}

func budget(t *testing.T, open Open) {
	ctx, place := t.Context(), t.TempDir()
	l := open(t, place)
	for range 3 {
		must(t, l.AddTokens(ctx, "2017-04-12", 100))
	}
	for day, want := range map[string]int{"2017-04-12": 300, "2017-04-13": 0} {
		if got, err := open(t, place).TokensUsed(ctx, day); got != want || err != nil {
			t.Errorf("%s: %d, %v, want %d", day, got, err, want)
		}
	}
}
