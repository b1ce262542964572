package terminal

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"footnote/internal/answer/verify"
	"footnote/internal/ledger"
)

// Record prints a recorded answer as it was: what was asked and shown, each quote inside
// its passage, what was dropped and retrieved, and what was done about it since.
func (p *Printer) Record(r ledger.Record) {
	p.paragraph(margin, margin, asked(r), text.Faint)
	p.paragraph(margin, margin, orGone(r.Text), text.Bold)
	p.Understood(r.Answer.Understood)
	p.paragraph(margin, margin, outcome(r), text.Faint)
	if !r.Stale.IsZero() {
		p.paragraph(margin, margin, "Out of date since "+stamp(r.Stale)+": an article no longer says something cited here.", text.Bold)
	}
	p.verdicts(r, 0)
	for i, c := range r.Answer.Claims {
		p.Blank()
		p.recordedClaim(r, i+1, c)
	}
	p.recordedRest(r)
}

func asked(r ledger.Record) string {
	parts := []string{r.ID, "asked " + stamp(r.Asked), "by way of " + r.Via}
	for _, x := range []struct{ name, value string }{
		{"member", r.Member}, {"server", r.Guild}, {"channel", r.Channel}, {"follows", r.Follows}, {"repeats", r.Again},
	} {
		if x.value != "" {
			parts = append(parts, x.name+" "+x.value)
		}
	}
	if r.Private {
		parts = append(parts, "private")
	}
	return strings.Join(parts, " · ")
}

func outcome(r ledger.Record) string {
	parts := []string{string(r.State) + " " + stamp(r.At)}
	if r.Failure != "" {
		return parts[0] + ": " + r.Failure
	}
	a := r.Answer
	if a.Model != "" {
		parts = append(parts, fmt.Sprintf("written by %s (%d + %d tokens)", a.Model, a.Usage.Prompt, a.Usage.Completion))
	} else {
		parts = append(parts, "quoted")
	}
	parts = append(parts, fmt.Sprintf("confidence %.2f", a.Confidence), a.Elapsed.Round(time.Millisecond).String())
	if r.Corpus != "" {
		parts = append(parts, "corpus "+clip(r.Corpus, 12))
	}
	return strings.Join(parts, " · ")
}

func (p *Printer) recordedClaim(r ledger.Record, number int, c verify.Claim) {
	lead := fmt.Sprintf("%s%d. ", margin, number)
	rest := strings.Repeat(" ", len(lead))
	p.paragraph(lead, rest, c.Text(), text.Bold)
	p.verdicts(r, number)
	for _, cite := range c.Citations() {
		t := cite.Passage.Text
		p.paragraph(rest+"│ ", rest+"│ ", t[:cite.Start]+"«"+cite.Quote+"»"+t[cite.End:])
		p.paragraph(rest+fmt.Sprintf("[%d] ", cite.Number), rest+"    ",
			fmt.Sprintf("%s, bytes %d to %d", source(cite.Passage), cite.Start, cite.End), text.Faint)
	}
}

// verdicts prints those that stand on a claim, or on the whole answer (0).
func (p *Printer) verdicts(r ledger.Record, claim int) {
	for _, v := range r.Verdicts {
		if v.Claim != claim {
			continue
		}
		s := fmt.Sprintf("%s by %s, %s", v.Word, v.Moderator, stamp(v.At))
		if v.Reason != "" {
			s += ": " + v.Reason
		}
		p.paragraph(margin+"→ ", margin+"  ", s)
	}
}

// recordedRest prints what the member did not see of an answer, and feedback.
func (p *Printer) recordedRest(r ledger.Record) {
	a := r.Answer
	p.section("Dropped", len(a.Dropped))
	for _, d := range a.Dropped {
		p.paragraph(margin+"- ", margin+"  ", d.Text+" ("+d.Reason+")")
	}
	p.section("Retrieved", len(a.Passages))
	for _, h := range a.Passages {
		p.paragraph(fmt.Sprintf("%3d. ", h.Rank), "     ", fmt.Sprintf("%s · score %.4f · %s", h.Passage.ID, h.Score, clip(h.Passage.Text, 60)))
	}
	p.section("Feedback", len(r.Feedback))
	for _, f := range r.Feedback {
		word := "helpful"
		if !f.Helpful {
			word = "not helpful"
		}
		if f.Why != "" {
			word += ": " + f.Why
		}
		p.paragraph(margin+"- ", margin+"  ", stamp(f.At)+" "+word)
	}
	if a.Raw != "" {
		p.section("What the model wrote, unverified", 1)
		p.paragraph(margin+"│ ", margin+"│ ", a.Raw)
	}
}

// section prints a heading above n things, if there are any.
func (p *Printer) section(title string, n int) {
	if n > 0 {
		p.Blank()
		p.paragraph(margin, margin, title, text.Faint)
	}
}

// RecordLine prints a record as one line of a list.
func (p *Printer) RecordLine(r ledger.Record) {
	marks := ""
	if !r.Stale.IsZero() {
		marks += " (out of date)"
	}
	for _, v := range r.Verdicts {
		if v.Claim == 0 {
			marks += " (" + string(v.Word) + ")"
		}
	}
	p.paragraph("", margin, fmt.Sprintf("%s  %s  %-10s  %s%s", stamp(r.Asked), r.ID, r.State, clip(orGone(r.Text), 80), marks))
}

// Faults prints what a check of the ledger found.
func (p *Printer) Faults(quotes int, faults []ledger.Fault) {
	for _, f := range faults {
		where := ""
		if f.Question != "" {
			where = "question " + f.Question + ": "
		}
		p.paragraph("- ", "  ", where+f.What)
	}
	if len(faults) == 0 {
		p.paragraph("", "", fmt.Sprintf("All %s recorded quotes stand in their recorded passages, and the database is sound.", thousands(quotes)))
	}
}

// Stats prints the sums, and draws the days below each other.
func (p *Printer) Stats(s ledger.Stats) {
	t := s.Total
	p.paragraph(margin, margin, fmt.Sprintf("%s, %s to %s", count(len(s.Days), "day"), s.Days[0].Day, s.Days[len(s.Days)-1].Day), text.Bold)
	p.Blank()
	p.sum("questions", "asked", t.Asked, "answered", t.Answered, "abstained", t.Abstained, "apologised", t.Apologised, "failed", t.Failed)
	p.sum("claims", "shown", t.Claims, "dropped", t.Dropped)
	p.sum("verdicts", "supported", t.Supported, "unsupported", t.Unsupported, "retracted", t.Retracted, "approved", t.Approved, "reviewed", t.Reviewed, "undone", t.Undone)
	p.sum("members", "helpful", t.Helpful, "not helpful", t.Unhelpful, "refused", t.Refused)
	p.sum("tokens", "prompt", t.Prompt, "completion", t.Completion, "all work", t.Tokens)
	if l := s.Latency; l.Answers > 0 {
		p.paragraph(margin+"latency    ", margin+"           ", fmt.Sprintf("half within %s, 90%% within %s, 99%% within %s (latest %s)", l.P50, l.P90, l.P99, thousands(l.Answers)))
	}
	if t != (ledger.Day{}) {
		p.days(s.Days)
	}
	p.section("Most asked without an answer", len(s.Unanswered))
	for _, a := range s.Unanswered {
		p.paragraph(fmt.Sprintf("%5d× ", a.Times), "       ", clip(orGone(a.Text), 100))
	}
}

const (
	mostRows = 31 // of a drawing of days; more days than that share rows
	barWidth = 11 // columns of the longest bar
)

// days draws a row a day: a bar of the questions asked, and counts beside it.
func (p *Printer) days(days []ledger.Day) {
	step := (len(days) + mostRows - 1) / mostRows
	var rows []ledger.Day
	highest := 1
	for i := 0; i < len(days); i += step {
		row := together(days[i:min(i+step, len(days))])
		rows, highest = append(rows, row), max(highest, row.Asked)
	}
	p.Blank()
	p.printf("%s%-10s  %*s%9s%10s%8s%9s%10s\n", margin, "from", barWidth+8, "asked", "answered", "abstained", "dropped", "verdicts", "tokens")
	for _, d := range rows {
		length := (d.Asked*barWidth + highest - 1) / highest
		verdicts := d.Supported + d.Unsupported + d.Retracted + d.Approved + d.Reviewed
		p.printf("%s%s  %s%*s%9s%10s%8s%9s%10s\n", margin, d.Day, p.paint(strings.Repeat("▇", length), text.FgCyan), barWidth-length+8, thousands(d.Asked),
			thousands(d.Answered), thousands(d.Abstained), thousands(d.Dropped), thousands(verdicts), thousands(tokens(d)))
	}
}

// together adds days up under the first one's name.
func together(days []ledger.Day) ledger.Day {
	sum := days[0]
	for _, d := range days[1:] {
		sum.Add(d)
	}
	return sum
}

// tokens is what a day cost: all that was counted, or at least what answers used.
func tokens(d ledger.Day) int { return max(d.Tokens, d.Prompt+d.Completion) }

// sum prints a row of counts, given as name and value by turns.
func (p *Printer) sum(name string, counts ...any) {
	var parts []string
	for i := 0; i < len(counts); i += 2 {
		parts = append(parts, fmt.Sprintf("%s %s", counts[i], thousands(counts[i+1].(int))))
	}
	p.paragraph(fmt.Sprintf("%s%-11s", margin, name), margin+"           ", strings.Join(parts, " · "))
}

// thousands writes a number with its thousands apart.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// orGone stands in for a question whose words were forgotten.
func orGone(s string) string {
	if s == "" {
		return "(forgotten)"
	}
	return s
}
