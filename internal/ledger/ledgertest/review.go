package ledgertest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

const lease = 10 * time.Minute

// review checks the moderators' queue.
func review(t *testing.T, open Open) {
	t.Run("order", func(t *testing.T) { order(t, fresh(t, open)) })
	t.Run("what waits", func(t *testing.T) { whatWaits(t, fresh(t, open)) })
	t.Run("asked again and again", func(t *testing.T) { askedAgain(t, fresh(t, open)) })
	t.Run("leases", func(t *testing.T) { leases(t, fresh(t, open)) })
	t.Run("moderators at once", func(t *testing.T) { atOnce(t, fresh(t, open)) })
	t.Run("closed and opened", func(t *testing.T) { closedAndOpened(t, fresh(t, open)) })
	t.Run("one item", func(t *testing.T) { oneItem(t, fresh(t, open)) })
}

// oneItem looks at one answer with why it waits, and leaves it free for others.
func oneItem(t *testing.T, l Ledger) {
	ctx := t.Context()
	_, err := l.Item(ctx, "1")
	wantErr(t, "before it was asked", err, ledger.ErrUnknown)
	report(t, l, "1", Noon)
	item, err := l.Item(ctx, "1")
	must(t, err)
	if item.Reasons != ledger.Reported || item.Times != 1 || item.ID != "1" || len(item.Answer.Claims) != 1 {
		t.Errorf("waiting: reasons %b, %d times, id %q", item.Reasons, item.Times, item.ID)
	}
	if free, err := l.Next(ctx, "g", "other", Noon, lease); err != nil || free.ID != "1" {
		t.Errorf("for another moderator: %q, %v", free.ID, err)
	}
	_, err = l.Rule(ctx, "g", verdict(0, ledger.Reviewed, time.Second))
	must(t, err)
	item, err = l.Item(ctx, "1")
	must(t, err)
	if item.Reasons != 0 || len(item.Verdicts) != 1 {
		t.Errorf("decided: reasons %b, verdicts %v", item.Reasons, item.Verdicts)
	}
}

// report records an answer that a member found wrong.
func report(t *testing.T, l Ledger, id string, at time.Time) {
	t.Helper()
	must(t, l.Record(t.Context(), Question(id, "How many died?"), Answered(t, &Story().Passages[2], Died)))
	must(t, l.Judge(t.Context(), ledger.Feedback{Question: id, Member: "m", Why: "wrong", At: at}))
}

// order puts one answer of each kind into the queue, the least urgent first, and takes
// them out again.
func order(t *testing.T, l Ledger) {
	ctx := t.Context()
	story, other := Story(), Article("other", "Nothing of it is true.")
	for _, id := range []string{"unanswered", "unanswered again"} {
		must(t, l.Record(ctx, Question(id, "Who won?"), Abstained(&story.Passages[1])))
	}
	must(t, l.Record(ctx, Question("stale", "b?"), Answered(t, &other.Passages[1], "Nothing of it is true.")))
	_, err := l.Correct(ctx, Corpus("v2", story), Noon)
	must(t, err)
	_, err = l.QueueStale(ctx)
	must(t, err)
	unsure := Answered(t, &story.Passages[2], Died)
	unsure.Answer.Confidence = 0.1
	must(t, l.Record(ctx, Question("unsure", "c?"), unsure))
	must(t, l.Record(ctx, Question("down", "d?"), Answered(t, &story.Passages[2], Died)))
	must(t, l.Judge(ctx, ledger.Feedback{Question: "down", Member: "m", At: Noon}))
	report(t, l, "reported late", Noon.Add(time.Second))
	report(t, l, "reported", Noon)

	waiting, err := l.Waiting(ctx, "g")
	must(t, err)
	want := map[ledger.Reason]int{ledger.Reported: 2, ledger.DownVoted: 1, ledger.LowScored: 1, ledger.Stale: 1, ledger.Unanswered: 1}
	if diff := cmp.Diff(want, waiting); diff != "" {
		t.Errorf("waiting:\n%s", diff)
	}
	for _, want := range []string{"reported", "reported late", "down", "unsure", "stale", "unanswered"} {
		item, err := l.Next(ctx, "g", "mod", Noon, lease)
		must(t, err)
		if item.ID != want {
			t.Fatalf("next is %q, want %q", item.ID, want)
		}
		_, err = l.Rule(ctx, "g", ledger.Verdict{Question: item.ID, Word: ledger.Reviewed, Moderator: "mod", At: Noon})
		must(t, err)
	}
	_, err = l.Next(ctx, "g", "mod", Noon, lease)
	wantErr(t, "an empty queue", err, ledger.ErrUnknown)
}

// whatWaits checks what never reaches the queue.
func whatWaits(t *testing.T, l Ledger) {
	ctx := t.Context()
	p := &Story().Passages[2]
	unsure := Answered(t, p, Died)
	unsure.Answer.Confidence = 0.1
	private, direct := Question("private", "a?"), Question("direct", "a?")
	private.Private, direct.Guild = true, ""
	must(t, l.Record(ctx, private, unsure))
	must(t, l.Record(ctx, direct, unsure))
	must(t, l.Record(ctx, Question("sure", "a?"), Answered(t, p, Died)))
	must(t, l.Record(ctx, Question("failed", "a?"), ledger.Outcome{Failure: "Sorry.", At: Noon}))
	must(t, l.Judge(ctx, ledger.Feedback{Question: "sure", Member: "m", Helpful: true, At: Noon}))
	must(t, l.Judge(ctx, ledger.Feedback{Question: "failed", Member: "m", At: Noon}))
	must(t, l.Judge(ctx, ledger.Feedback{Question: "private", Member: "m", Why: "for my eyes alone", At: Noon}))
	for _, guild := range []string{"g", "", "other"} {
		item, err := l.Next(ctx, guild, "mod", Noon, lease)
		wantErr(t, fmt.Sprintf("guild %q has %q waiting", guild, item.ID), err, ledger.ErrUnknown)
	}
}

// askedAgain asks without an answer until the first of the same questions waits, with
// how often it was asked; once a moderator closed it, more of the same does not open it.
func askedAgain(t *testing.T, l Ledger) {
	ctx := t.Context()
	n := 0
	ask := func(text string) {
		n++
		must(t, l.Record(ctx, Question(fmt.Sprint(n), text), Abstained(&Story().Passages[1])))
	}
	ask("Who won the match?")
	ask("Who lost the match?")
	_, err := l.Next(ctx, "g", "mod", Noon, lease)
	wantErr(t, "asked once", err, ledger.ErrUnknown)
	ask("who lost the match")
	for range 2 {
		ask("who WON match?!")
	}
	for _, want := range []struct {
		id    string
		times int
	}{{"1", 3}, {"2", 2}} {
		item, err := l.Next(ctx, "g", "mod", Noon, lease)
		must(t, err)
		if item.ID != want.id || item.Times != want.times || item.Reasons != ledger.Unanswered {
			t.Errorf("got %q asked %d times for %b, want %+v", item.ID, item.Times, item.Reasons, want)
		}
		_, err = l.Rule(ctx, "g", ledger.Verdict{Question: item.ID, Word: ledger.Reviewed, At: Noon})
		must(t, err)
	}
	ask("Who won the match?")
	_, err = l.Next(ctx, "g", "mod", Noon, lease)
	wantErr(t, "asked again after it was closed", err, ledger.ErrUnknown)
}

func leases(t *testing.T, l Ledger) {
	ctx := t.Context()
	for i := range 3 {
		report(t, l, fmt.Sprint(i), Noon.Add(time.Duration(i)*time.Second))
	}
	next := func(moderator string, after time.Duration, want string) {
		t.Helper()
		item, err := l.Next(ctx, "g", moderator, Noon.Add(after), lease)
		if want == "" {
			wantErr(t, moderator, err, ledger.ErrUnknown)
			return
		}
		must(t, err)
		if item.ID != want {
			t.Errorf("%s got %s after %s, want %s", moderator, item.ID, after, want)
		}
	}
	next("ann", 0, "0")
	next("bob", 0, "1")
	next("ann", time.Minute, "0") // the same again, and the lease begins anew
	next("cat", lease-1, "2")
	next("dan", lease-1, "")
	next("bob", lease, "1") // bob's ended, but nobody took it
	next("dan", lease+time.Minute, "0")
	next("ann", lease+time.Minute, "") // ann's was given to dan
}

// atOnce lets moderators work side by side: nobody ever gets what another has.
func atOnce(t *testing.T, l Ledger) {
	ctx := t.Context()
	const n, moderators = 24, 4
	for i := range n {
		report(t, l, fmt.Sprint(i), Noon)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[string]string{}
	for m := range moderators {
		name := fmt.Sprint("moderator ", m)
		wg.Go(func() {
			for {
				item, err := l.Next(ctx, "g", name, Noon, lease)
				if errors.Is(err, ledger.ErrUnknown) {
					return
				}
				mu.Lock()
				if other := seen[item.ID]; other != "" || err != nil {
					t.Errorf("%s got %q that %s had: %v", name, item.ID, other, err)
					mu.Unlock()
					return
				}
				seen[item.ID] = name
				mu.Unlock()
				if _, err := l.Rule(ctx, "g", ledger.Verdict{Question: item.ID, Word: ledger.Reviewed, Moderator: name, At: Noon}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(seen) != n {
		t.Errorf("%d items were shown, want %d", len(seen), n)
	}
}

// closedAndOpened closes an item in each way, takes that back, and closes it for good.
func closedAndOpened(t *testing.T, l Ledger) {
	ctx := t.Context()
	report(t, l, "1", Noon)
	shown := func(want bool) {
		t.Helper()
		_, err := l.Next(ctx, "g", "mod", Noon, lease)
		if want {
			must(t, err)
		} else {
			wantErr(t, "Next", err, ledger.ErrUnknown)
		}
	}
	for _, w := range []ledger.Word{ledger.Reviewed, ledger.Approved, ledger.Retracted} {
		shown(true)
		v, err := l.Rule(ctx, "g", verdict(0, w, 0))
		must(t, err)
		shown(false)
		_, err = l.Undo(ctx, "g", v.ID, "mod", Noon)
		must(t, err)
	}
	must(t, l.Skip(ctx, "g", "1", Noon.Add(time.Hour)))
	shown(false)
	_, err := l.Next(ctx, "g", "mod", Noon.Add(time.Hour), lease)
	must(t, err)
	_, err = l.Rule(ctx, "g", verdict(0, ledger.Reviewed, 0))
	must(t, err)
	must(t, l.Judge(ctx, ledger.Feedback{Question: "1", Member: "another", Why: "still wrong", At: Noon}))
	shown(true) // somebody else reported it since
}
