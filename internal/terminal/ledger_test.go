package terminal

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/ledger"
	"footnote/internal/retrieval"
)

func TestLedgerGolden(t *testing.T) {
	header, body := haley()
	noon := time.Date(2017, 4, 13, 12, 0, 0, 0, time.UTC)
	r := ledger.Record{
		Question: ledger.Question{ID: "1042", Via: ledger.ViaCommand, Guild: "77", Channel: "78", Member: "79", Text: "Did anybody reply to Haley?", Asked: noon, State: ledger.Answered},
		At:       noon.Add(time.Second), Corpus: "0123456789abcdef", Stale: noon.Add(48 * time.Hour),
		Answer: answer.Answer{
			Answered: true, Mode: answer.Written, Understood: "Did anybody reply to Nikki Haley?", Confidence: 0.87, Elapsed: 1234567 * time.Microsecond,
			Claims:   []verify.Claim{claim(t, body, "Nobody replied."), claim(t, header, "Leroy Wright")},
			Passages: []retrieval.Hit{{Passage: body, Rank: 1, Score: 0.0328}, {Passage: header, Rank: 2, Score: 0.0161}},
			Dropped:  []answer.Dropped{{Text: "14 replied.", Reason: "14 is not in the passage"}},
			Model:    "a-model", Raw: `{"claims":[{"text":"Nobody replied."}]}`, Usage: answer.Usage{Prompt: 900, Completion: 80},
		},
		Verdicts: []ledger.Verdict{
			{Claim: 2, Word: ledger.Unsupported, Moderator: "80", Reason: "that is the author", At: noon.Add(time.Hour)},
			{Word: ledger.Reviewed, Moderator: "80", At: noon.Add(time.Hour)},
		},
		Feedback: []ledger.Feedback{{Helpful: true, At: noon}, {Why: "too short", At: noon}},
	}
	failed := ledger.Record{Question: ledger.Question{ID: "1043", Via: ledger.ViaMention, Asked: noon, State: ledger.Apologised, Private: true}, Failure: "Something went wrong.", At: noon}
	days := []ledger.Day{{Day: "2017-04-11"}, {Day: "2017-04-12", Asked: 7, Answered: 6, Tokens: 1200}, {Day: "2017-04-13", Asked: 3, Answered: 2, Tokens: 4000}}
	for _, tt := range []struct {
		name  string
		print func(*Printer)
	}{
		{"record", func(p *Printer) { p.Record(r) }},
		{"record-failed", func(p *Printer) { p.Record(failed) }},
		{"records", func(p *Printer) { p.RecordLine(r); p.RecordLine(failed) }},
		{"faults", func(p *Printer) {
			p.Faults(1234567, []ledger.Fault{{What: "the database is damaged"}, {Question: "1042", What: "claim 1 has no citation"}})
		}},
		{"no-faults", func(p *Printer) { p.Faults(1234567, nil) }},
		{"stats", func(p *Printer) {
			p.Stats(ledger.Stats{
				Days: days, Total: ledger.Day{Asked: 10, Answered: 8, Abstained: 2, Claims: 15, Tokens: 5200},
				Latency:    ledger.Latency{Answers: 10, P50: time.Second, P90: 2 * time.Second, P99: 3 * time.Second},
				Unanswered: []ledger.Asked{{Text: "Who won?", Times: 12}, {Times: 2}},
			})
		}},
		{"stats-long", func(p *Printer) {
			s := ledger.Stats{Days: make([]ledger.Day, 62)}
			for i := range s.Days {
				s.Days[i] = ledger.Day{Day: noon.AddDate(0, 0, i).Format(time.DateOnly), Asked: i, Answered: i / 2}
				s.Total.Add(s.Days[i])
			}
			p.Stats(s)
		}},
		{"stats-nothing", func(p *Printer) { p.Stats(ledger.Stats{Days: days[:1]}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plain, painted bytes.Buffer
			tt.print(&Printer{w: &plain, width: unknown})
			tt.print(&Printer{w: &painted, width: unknown, color: true})
			golden(t, tt.name, plain.Bytes())
			if got := text.StripEscape(painted.String()); got != plain.String() {
				t.Errorf("colour changes what is said:\n%s", cmp.Diff(plain.String(), got))
			}
		})
	}
}
