package ledgertest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/ledger"
)

// records checks that what was recorded comes back as it was.
func records(t *testing.T, open Open) {
	t.Run("all of it", func(t *testing.T) { allOfIt(t, open) })
	t.Run("unknown", func(t *testing.T) { unknown(t, fresh(t, open)) })
	t.Run("recent", func(t *testing.T) { recent(t, fresh(t, open)) })
	t.Run("list", func(t *testing.T) { list(t, fresh(t, open)) })
	t.Run("articles as they were", func(t *testing.T) { asTheyWere(t, fresh(t, open)) })
}

func allOfIt(t *testing.T, open Open) {
	ctx, place := t.Context(), t.TempDir()
	l := open(t, place)
	q := Question("1", "How many died?")
	q.Follows, q.Private = "0", true
	o := Answered(t, &Story().Passages[2], Died, Animal)
	o.Answer.Mode, o.Answer.Model, o.Answer.Raw = answer.Written, "gpt", "{\"claims\":\x00\xff"
	o.Answer.Usage = answer.Usage{Prompt: 900, Completion: 80}
	o.Answer.Understood, o.Answer.Notices = "How many people died?", []string{"One notice.", "Another."}
	o.Answer.Dropped = []answer.Dropped{{Text: "14 died.", Reason: "14 is not in the passage"}}

	must(t, l.Begin(ctx, q))
	for _, m := range []string{"m1", "m2", "m1"} {
		must(t, l.Posted(ctx, "1", m))
	}
	must(t, l.Finish(ctx, "1", o))

	want := ledger.Record{Question: q, Answer: o.Answer, Corpus: "v1", At: o.At}
	want.Application, want.Token, want.State, want.Messages = "", "", ledger.Answered, []string{"m1", "m2"}
	want.Answer.ID, want.Answer.Question = "1", q.Text
	got, err := open(t, place).ByMessage(ctx, "m2")
	must(t, err)
	if diff := cmp.Diff(ViewOf(want), ViewOf(got)); diff != "" {
		t.Error(diff)
	}
	if quotes, faults, err := l.Verify(ctx); quotes != 2 || len(faults) != 0 || err != nil {
		t.Errorf("Verify: %d quotes, %v, %v", quotes, faults, err)
	}
}

func unknown(t *testing.T, l Ledger) {
	must(t, l.Begin(t.Context(), Question("1", "How many died?")))
	for _, id := range []string{"", "2", "1"} { // 1 has no answer yet
		_, err := l.ByID(t.Context(), id)
		wantErr(t, "ByID "+id, err, ledger.ErrUnknown)
		_, err = l.ByMessage(t.Context(), id)
		wantErr(t, "ByMessage "+id, err, ledger.ErrUnknown)
	}
}

func recent(t *testing.T, l Ledger) {
	p := &Story().Passages[2]
	ask := func(id, text string, o ledger.Outcome, change func(*ledger.Question)) {
		q := Question(id, text)
		if change != nil {
			change(&q)
		}
		must(t, l.Record(t.Context(), q, o))
	}
	ask("1", "old", Answered(t, p, Died), nil)
	ask("2", "twice", Answered(t, p, Died), nil)
	ask("3", "abstained", Abstained(p), nil)
	ask("4", "private", Answered(t, p, Died), func(q *ledger.Question) { q.Private = true })
	ask("5", "elsewhere", Answered(t, p, Died), func(q *ledger.Question) { q.Guild = "other" })
	ask("6", "new", Answered(t, p, Died), nil)
	ask("7", "twice", Answered(t, p, Died), nil)
	for limit, want := range map[int][]string{1: {"twice"}, 2: {"twice", "new"}, 25: {"twice", "new", "old"}} {
		got, err := l.Recent(t.Context(), "g", limit)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("limit %d:\n%s", limit, diff)
		}
	}
}

func list(t *testing.T, l Ledger) {
	p := &Story().Passages[2]
	const n = 110 // more than a page
	for i := range n {
		q := Question(fmt.Sprint(i), "a?")
		q.Asked = Noon.Add(time.Duration(i) * time.Minute)
		o := Abstained(p)
		if i%2 == 0 {
			o = Answered(t, p, Died)
		}
		if i%10 == 0 {
			q.Guild = "other"
		}
		must(t, l.Record(t.Context(), q, o))
	}
	for _, tt := range []struct {
		name   string
		filter ledger.Filter
		want   func(i int) bool
	}{
		{"all", ledger.Filter{}, func(int) bool { return true }},
		{"limit", ledger.Filter{Limit: 105}, func(i int) bool { return i >= n-105 }},
		{"guild", ledger.Filter{Guild: "other"}, func(i int) bool { return i%10 == 0 }},
		{"state", ledger.Filter{State: ledger.Abstained}, func(i int) bool { return i%2 == 1 }},
		{"time", ledger.Filter{Since: Noon.Add(time.Hour), Before: Noon.Add(90 * time.Minute)}, func(i int) bool { return i >= 60 && i < 90 }},
		{"nothing", ledger.Filter{Guild: "none"}, func(int) bool { return false }},
	} {
		var want, got []string
		for i := range n {
			if tt.want(i) {
				want = append(want, fmt.Sprint(i))
			}
		}
		slices.Reverse(want)
		for r, err := range l.List(t.Context(), tt.filter) {
			must(t, err)
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
	}
}

// asTheyWere cites an article, changes it, cites it again: each record holds the
// article that it was made from.
func asTheyWere(t *testing.T, l Ledger) {
	old, edited := Story(), Story()
	edited.Title, edited.Updated = "Corrected", Noon
	must(t, l.Record(t.Context(), Question("1", "a?"), Answered(t, &old.Passages[2], Died)))
	must(t, l.Record(t.Context(), Question("2", "a?"), Answered(t, &edited.Passages[2], Died)))
	for id, want := range map[string]string{"1": "About syria", "2": "Corrected"} {
		r, err := l.ByID(t.Context(), id)
		must(t, err)
		if got := r.Answer.Claims[0].Citations()[0].Passage.Article.Title; got != want {
			t.Errorf("record %s cites %q, want %q", id, got, want)
		}
	}
}
