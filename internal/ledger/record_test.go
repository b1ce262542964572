package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
)

// FuzzRecord records whatever bytes a member or a model wrote: they come back as they were.
func FuzzRecord(f *testing.F) {
	f.Add("How many died?", "{}", "14 is not there", "m1", int64(0))
	f.Add("", "\x00\xff", "'); DROP TABLE question; --", "\x00", int64(-62135596800000))
	f.Add("日本語 \u202e", "`", `"`, "ß", int64(1<<40))
	db := open(f)
	n := 0
	f.Fuzz(func(t *testing.T, text, raw, reason, message string, at int64) {
		ctx := context.Background()
		n++
		q := ledgertest.Question(time.Duration(n).String()+text, text)
		q.Asked = time.UnixMilli(at % (1 << 50)).UTC()
		o := ledgertest.Answered(t, &ledgertest.Story().Passages[2], ledgertest.Died)
		o.At, o.Answer.Raw, o.Answer.Understood = q.Asked, raw, text
		o.Answer.Dropped = []answer.Dropped{{Text: raw, Reason: reason}}
		if err := db.Record(ctx, q, o); err != nil {
			t.Fatal(err)
		}
		if err := db.Posted(ctx, q.ID, q.ID+message); err != nil {
			t.Fatal(err)
		}
		got, err := db.ByMessage(ctx, q.ID+message)
		if err != nil {
			t.Fatal(err)
		}
		want := ledger.Record{Question: q, Answer: o.Answer, Corpus: o.Corpus, At: o.At}
		want.Application, want.Token, want.State, want.Messages = "", "", ledger.Answered, []string{q.ID + message}
		want.Answer.ID, want.Answer.Question = q.ID, text
		if diff := cmp.Diff(ledgertest.ViewOf(want), ledgertest.ViewOf(got)); diff != "" {
			t.Error(diff)
		}
	})
}
