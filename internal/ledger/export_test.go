package ledger_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// exported is a ledger with an answer that a good deal happened to, an abstention to a
// question that is a formula, and a failure.
func exported(t *testing.T) *ledger.DB {
	t.Helper()
	ctx := context.Background()
	db := open(t)
	story := ledgertest.Story()
	o := ledgertest.Answered(t, &story.Passages[2], ledgertest.Died, ledgertest.Animal)
	o.Answer.Mode, o.Answer.Model, o.Answer.Raw = answer.Written, "gpt", `{"claims":[…]}`
	o.Answer.Usage = answer.Usage{Prompt: 900, Completion: 80}
	o.Answer.Dropped = []answer.Dropped{{Text: "14 died.", Reason: "14 is not in the passage"}}
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	must(db.Record(ctx, ledgertest.Question("1", "How many died? <b>"), o))
	must(db.Posted(ctx, "1", "m1"))
	_, err := db.Rule(ctx, "g", ledger.Verdict{Question: "1", Claim: 2, Word: ledger.Unsupported, Moderator: "mod", Reason: "who?", At: ledgertest.Noon.Add(time.Hour)})
	must(err)
	must(db.Judge(ctx, ledger.Feedback{Question: "1", Member: "ann", Why: "vague", At: ledgertest.Noon.Add(time.Minute)}))
	_, err = db.Correct(ctx, ledgertest.Corpus("v2"), ledgertest.Noon.Add(2*time.Hour))
	must(err)
	must(db.Record(ctx, ledgertest.Question("2", `=HYPERLINK("evil")`), ledgertest.Abstained(&story.Passages[1])))
	must(db.Record(ctx, ledgertest.Question("3", "Why?"), ledger.Outcome{Failure: "Something went wrong.", At: ledgertest.Noon}))
	return db
}

func TestExportGolden(t *testing.T) {
	db := exported(t)
	for name, export := range map[string]func(*bytes.Buffer) error{
		"export.jsonl": func(w *bytes.Buffer) error {
			return ledger.ExportJSONL(w, db.List(context.Background(), ledger.Filter{}))
		},
		"export.csv": func(w *bytes.Buffer) error {
			return ledger.ExportCSV(w, db.List(context.Background(), ledger.Filter{}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := export(&got); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExportCSVRunsNothing(t *testing.T) {
	db := exported(t)
	var out bytes.Buffer
	if err := ledger.ExportCSV(&out, db.List(context.Background(), ledger.Filter{})); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 {
		t.Fatalf("%d rows, want a header and 3", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a formula: %s", cell)
			}
		}
	}
}
