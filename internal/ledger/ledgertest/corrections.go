package ledgertest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/ledger"
)

// corrections checks what a changed corpus does to past answers.
func corrections(t *testing.T, open Open) {
	t.Run("compared by content", func(t *testing.T) { byContent(t, open) })
	t.Run("before and after", func(t *testing.T) { beforeAndAfter(t, fresh(t, open)) })
	t.Run("words come back", func(t *testing.T) { wordsComeBack(t, fresh(t, open)) })
	t.Run("marked once", func(t *testing.T) { markedOnce(t, fresh(t, open)) })
	t.Run("while an answer is made", func(t *testing.T) { whileMade(t, fresh(t, open)) })
	t.Run("many answers", func(t *testing.T) { manyStale(t, fresh(t, open)) })
	t.Run("after a restart", func(t *testing.T) { afterRestart(t, open) })
}

// byContent changes an article of which the second paragraph is cited, in many ways.
func byContent(t *testing.T, open Open) {
	cited := Story().Passages[2].Text
	for _, tt := range []struct {
		name  string
		now   *article.Article // nil: the article went
		stale bool
	}{
		{"unchanged", Story(), false},
		{"another paragraph changed", Article("syria", "The strike came at noon.", cited, "Russia denied it."), false},
		{"numbers moved", Article("syria", "A new first one.", "The strike came at dawn.", cited, "Russia denied it."), false},
		{"moved to the end", Article("syria", "The strike came at dawn.", "Russia denied it.", cited), false},
		{"the words around it changed", Article("syria", "The strike came at dawn.", Died+" He never said that."), false},
		{"joined with another", Article("syria", "The strike came at dawn. "+cited, "Russia denied it."), false},
		{"a number changed", Article("syria", "The strike came at dawn.", "More than 90 people died in Khan Sheikhoun, aid workers said."), true},
		{"the paragraph went", Article("syria", "The strike came at dawn.", "Russia denied it."), true},
		{"emptied", Article("syria"), true},
		{"another article says so", Article("other", "The strike came at dawn.", cited), true},
		{"the article went", nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, l := t.Context(), fresh(t, open)
			first, err := l.Correct(ctx, Corpus("v1", Story()), ago(time.Hour))
			must(t, err)
			if first.Stale != 0 || first.Gone != 0 {
				t.Errorf("at first: %+v", first)
			}
			must(t, l.Record(ctx, Question("1", "How many died?"), Answered(t, &Story().Passages[2], Died)))
			c := Corpus("v2")
			if tt.now != nil {
				c = Corpus("v2", tt.now)
			}
			got, err := l.Correct(ctx, c, Noon)
			must(t, err)
			r, err := l.ByID(ctx, "1")
			must(t, err)
			if stale := !r.Stale.IsZero(); stale != tt.stale || (got.Stale == 1) != tt.stale || (got.Gone == 1) != tt.stale {
				t.Errorf("stale: %t, want %t; %+v", stale, tt.stale, got)
			}
			if _, err := l.QueueStale(ctx); err != nil {
				t.Error(err)
			}
			_, err = l.Next(ctx, "g", "mod", Noon, lease)
			if queued := err == nil; queued != tt.stale {
				t.Errorf("queued: %t, want %t", queued, tt.stale)
			}
			if len(r.Answer.Claims) != 1 {
				t.Error("what was answered is no longer read as it was")
			}
		})
	}
}

func beforeAndAfter(t *testing.T, l Ledger) {
	ctx := t.Context()
	must(t, l.Record(ctx, Question("1", "How many died?"), Answered(t, &Story().Passages[2], Died, Animal)))
	after := "More than 90 people died in Khan Sheikhoun, aid workers now say. “He’s an animal.”"
	got, err := l.Correct(ctx, Corpus("v2", Article("syria", "The strike came at dawn.", "A new one.", after)), Noon)
	must(t, err)
	if diff := cmp.Diff(ledger.Correction{Changed: []string{"syria"}, Gone: 1, Stale: 1}, got); diff != "" {
		t.Error(diff)
	}
	n, err := l.QueueStale(ctx)
	must(t, err)
	item, err := l.Next(ctx, "g", "mod", Noon, lease)
	must(t, err)
	want := []ledger.Change{{Article: "syria", Quote: Died, Before: Story().Passages[2].Text, After: after, At: Noon}}
	if diff := cmp.Diff(want, item.Changes); diff != "" || n != 1 || item.Reasons != ledger.Stale {
		t.Errorf("%d queued, for %b:\n%s", n, item.Reasons, diff)
	}
	if again, err := l.QueueStale(ctx); again != 0 || err != nil {
		t.Errorf("queued again: %d, %v", again, err)
	}
}

func wordsComeBack(t *testing.T, l Ledger) {
	ctx := t.Context()
	must(t, l.Record(ctx, Question("1", "How many died?"), Answered(t, &Story().Passages[2], Died)))
	_, err := l.Correct(ctx, Corpus("v2"), Noon)
	must(t, err)
	_, err = l.QueueStale(ctx)
	must(t, err)
	got, err := l.Correct(ctx, Corpus("v1", Story()), Noon.Add(time.Hour))
	must(t, err)
	if diff := cmp.Diff(ledger.Correction{Changed: []string{"syria"}, Back: 1}, got); diff != "" {
		t.Error(diff)
	}
	r, err := l.ByID(ctx, "1")
	must(t, err)
	if !r.Stale.IsZero() {
		t.Errorf("still stale since %s", r.Stale)
	}
	_, err = l.Next(ctx, "g", "mod", Noon, lease)
	wantErr(t, "Next", err, ledger.ErrUnknown)
	waiting, err := l.Waiting(ctx, "g")
	must(t, err)
	if len(waiting) != 0 {
		t.Errorf("waiting: %v", waiting)
	}
}

func markedOnce(t *testing.T, l Ledger) {
	ctx := t.Context()
	for i := range 3 {
		id := fmt.Sprint(i)
		must(t, l.Record(ctx, Question(id, "How many died?"), Answered(t, &Story().Passages[2], Died)))
		must(t, l.Posted(ctx, id, "message "+id))
	}
	_, err := l.Correct(ctx, Corpus("v2"), Noon)
	must(t, err)
	_, err = l.QueueStale(ctx)
	must(t, err)
	for _, want := range [][]string{{"message 0"}, {"message 1"}, {"message 2"}} {
		out, err := l.Outdated(ctx, "g", 1)
		must(t, err)
		if len(out) != 1 {
			t.Fatalf("%d are outdated, want 1", len(out))
		}
		if diff := cmp.Diff(want, out[0].Messages); diff != "" {
			t.Error(diff)
		}
		must(t, l.Noted(ctx, out[0].ID, Noon))
	}
	for _, guild := range []string{"g", ""} {
		if out, err := l.Outdated(ctx, guild, 1); len(out) != 0 || err != nil {
			t.Errorf("marked again: %v, %v", out, err)
		}
	}

	// The words are back: each mark is to be taken away, once.
	_, err = l.Correct(ctx, Corpus("v1", Story()), Noon.Add(time.Hour))
	must(t, err)
	for range 3 {
		out, err := l.Outdated(ctx, "", 1)
		must(t, err)
		if len(out) != 1 || !out[0].Stale.IsZero() {
			t.Fatalf("marks to take away: %v", out)
		}
		must(t, l.Noted(ctx, out[0].ID, time.Time{}))
	}
	if out, err := l.Outdated(ctx, "g", 1); len(out) != 0 || err != nil {
		t.Errorf("taken away again: %v, %v", out, err)
	}
}

// whileMade changes the corpus while an answer from the old one is on its way.
func whileMade(t *testing.T, l Ledger) {
	ctx := t.Context()
	old := Story()
	_, err := l.Correct(ctx, Corpus("v1", old), ago(time.Hour))
	must(t, err)
	must(t, l.Begin(ctx, Question("1", "How many died?")))
	now := Article("syria", "The strike came at dawn.", Animal)
	_, err = l.Correct(ctx, Corpus("v2", now), Noon)
	must(t, err)
	must(t, l.Finish(ctx, "1", Answered(t, &old.Passages[2], Died, Animal)))
	r, err := l.ByID(ctx, "1")
	must(t, err)
	if r.Stale.IsZero() {
		t.Error("an answer from words gone by then is not stale")
	}
	item, err := l.Next(ctx, "g", "mod", Noon, lease)
	must(t, err)
	if item.ID != "1" || len(item.Changes) != 1 {
		t.Errorf("in the queue: %q with changes %v", item.ID, item.Changes)
	}
}

// manyStale has more stale answers than one step of the queue takes, some of which are
// nobody's to review.
func manyStale(t *testing.T, l Ledger) {
	ctx := t.Context()
	const n, hands = 600, 8
	p := &Story().Passages[2]
	o := Answered(t, p, Died, Animal)
	var wg sync.WaitGroup
	for hand := range hands {
		wg.Go(func() {
			for i := hand; i < n; i += hands {
				q := Question(fmt.Sprint(i), "How many died?")
				q.Private = i%10 == 0
				if err := l.Record(ctx, q, o); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := l.Correct(ctx, Corpus("v2"), Noon)
	must(t, err)
	if got.Stale != n || got.Gone != 2 {
		t.Errorf("Correct: %+v", got)
	}
	_, err = l.QueueStale(ctx)
	must(t, err)
	waiting, err := l.Waiting(ctx, "g")
	must(t, err)
	if diff := cmp.Diff(map[ledger.Reason]int{ledger.Stale: n - n/10}, waiting); diff != "" {
		t.Error(diff)
	}
}

// afterRestart changes the corpus while nobody looks.
func afterRestart(t *testing.T, open Open) {
	ctx, place := t.Context(), t.TempDir()
	l := open(t, place)
	_, err := l.Correct(ctx, Corpus("v1", Story()), ago(time.Hour))
	must(t, err)
	must(t, l.Record(ctx, Question("1", "How many died?"), Answered(t, &Story().Passages[2], Died)))
	got, err := open(t, place).Correct(ctx, Corpus("v2", Article("syria", "The strike came at dawn.")), Noon)
	must(t, err)
	if got.Stale != 1 {
		t.Errorf("Correct: %+v", got)
	}
	got, err = open(t, place).Correct(ctx, Corpus("v2", Article("syria", "The strike came at dawn.")), Noon.Add(time.Hour))
	must(t, err)
	if diff := cmp.Diff(ledger.Correction{}, got); diff != "" {
		t.Errorf("the same corpus again:\n%s", diff)
	}
}
