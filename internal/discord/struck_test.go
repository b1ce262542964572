package discord

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
)

// randomRecord is an answered question with up to 20 claims of any length, of which some
// have verdicts.
func randomRecord(t *testing.T, dice *rand.Rand) ledger.Record {
	var texts []string
	for i := range 1 + dice.IntN(20) {
		word := []string{"wörd ", "*_~`| ", "👩‍👩‍👧 ", "a"}[dice.IntN(4)]
		texts = append(texts, fmt.Sprintf("Claim %d: %s.", i, strings.Repeat(word, 1+dice.IntN((verify.MaxQuote-40)/len(word)))))
	}
	rec := ledger.Record{
		Question: ledger.Question{ID: "1", Via: ledger.ViaCommand, Guild: "2", Channel: "3", Text: strings.Repeat("why ", 1+dice.IntN(125)), Messages: []string{"4"}},
		Answer:   answer.Answer{Answered: true, Mode: answer.Extract, Claims: claimsOf(t, "A title", texts...)},
	}
	words := []ledger.Word{ledger.Supported, ledger.Unsupported, ledger.Unsupported}
	for n := range rec.Answer.Claims {
		if dice.IntN(2) == 0 {
			rec.Verdicts = append(rec.Verdicts, ledger.Verdict{ID: int64(n + 1), Claim: n + 1, Word: words[dice.IntN(3)], Moderator: "5", At: ledgertest.Noon})
		}
	}
	if dice.IntN(3) == 0 {
		rec.Stale = ledgertest.Noon
	}
	for range dice.IntN(5) {
		rec.Feedback = append(rec.Feedback, ledger.Feedback{Why: strings.Repeat("wrong ", 1+dice.IntN(150))})
	}
	return rec
}

// Whatever moderators decide, an answer's messages and their own panel keep to Discord's
// limits; struck claims cost no further message where that can be avoided.
func TestJudgedAnswersKeepTheLimits(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		rec := randomRecord(t, dice)
		plain := rec
		plain.Verdicts, plain.Stale = nil, time.Time{}
		before, _ := asItStands(plain, true)
		rec.Messages = make([]string, len(before))
		pages, _ := asItStands(rec, true)
		for _, p := range pages {
			if size(p) > maxMessage || strings.Count(p, "~~")%2 != 0 {
				t.Fatalf("%d units:\n%s", size(p), p)
			}
		}
		if all := strings.Join(pages, "\n"); strings.Count(all, "Struck by") != len(fateOf(rec.Verdicts).struck()) {
			t.Errorf("not every struck claim says so:\n%s", all)
		}
		if len(pages) > len(before)+1 {
			t.Errorf("%d messages instead of %d", len(pages), len(before))
		}
		for page := range 4 {
			checkPanel(t, panel{control{where: inReview, question: "1", page: page}, ledger.Item{Record: rec, Reasons: ledger.Reported, Times: 3}}.render())
		}
	}
}

func checkPanel(t *testing.T, m message) {
	t.Helper()
	if size(m.Content) > maxMessage || len(m.Rows) > 5 {
		t.Fatalf("a panel of %d units and %d rows:\n%s", size(m.Content), len(m.Rows), m.Content)
	}
}

// Where a note does not fit any more, the answer goes on in a further message, which a
// moderator can find, and which is empty again when the note goes.
func TestNoteThatDoesNotFit(t *testing.T) {
	room := func(n int) []string {
		return []string{strings.Repeat("a", n) + ".", strings.Repeat("b", n) + "."}
	}
	length := 0
	for n := 400; length == 0; n++ {
		rec := ledger.Record{Question: ledger.Question{Via: ledger.ViaCommand, Text: "What happened?"}, Answer: answer.Answer{Mode: answer.Extract, Answered: true, Claims: claimsOf(t, "About dam", room(n)...)}}
		if pages, _ := asItStands(rec, true); len(pages) > 1 {
			length = n - 1
		}
	}
	c := newCourt(t, room(length)...)
	m := c.answered("What happened?")
	if rec := c.record(m); len(rec.Messages) != 1 || size(m.Content) < maxMessage-10 {
		t.Fatalf("%d messages, the first of %d units", len(rec.Messages), size(m.Content))
	}
	c.change("Something else.")
	more := c.posted(c.Channel(), "An article cited here has changed since")
	if more.ID == m.ID || more.ReplyTo != m.ID || more.Button("Sources") == nil {
		t.Errorf("the further message: %+v", more)
	}
	c.becomes(m, "aaa")
	for range 2 { // both messages are noted
		<-c.ledger.posted
	}
	if rec := c.record(more); len(rec.Messages) != 2 {
		t.Errorf("noted: %v", rec.Messages)
	}
	c.change(room(length)...)
	if back := c.becomes(m, "bbb"); back.Content != m.Content {
		t.Errorf("restored:\n%s", back.Content)
	}
	c.becomes(more, sayAbove)
	if pings := c.Pings(); len(pings) != 0 {
		t.Errorf("it pinged: %v", pings)
	}
}
