package discord

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

const (
	panelClaims   = 6 // claims on one page of a panel, with two buttons each
	panelWhys     = 3 // members' complaints shown
	panelChanges  = 3 // changes of articles shown
	sayNoWordsNow = "-# The question's words were deleted."
)

// panelExcerpts are how much of each text a panel shows, from what is best to what
// always fits.
var panelExcerpts = []int{500, 300, 200, 120, 70, 40}

// panel is an answer as a moderator sees it, with the buttons to decide about it.
type panel struct {
	control             // where it stands and which page of claims it shows
	item    ledger.Item // outside of the review queue only its record
}

// render lays the panel out in one message.
func (p panel) render() message {
	p.page = min(p.page, p.pages()-1)
	var lines []string
	for _, limit := range panelExcerpts {
		lines = p.lines(limit)
		if size(strings.Join(lines, "\n")) <= maxMessage {
			break
		}
	}
	return message{Content: paginate(lines)[0], Rows: p.rows(), Private: true}
}

func (p panel) pages() int {
	return max((len(p.item.Answer.Claims)+panelClaims-1)/panelClaims, 1)
}

// onPage is the numbers of the first claim on the page, and of the one after the last.
func (p panel) onPage() (from, to int) {
	from = p.page*panelClaims + 1
	return from, min(from+panelClaims, len(p.item.Answer.Claims)+1)
}

// lines are the panel's text, each excerpt in it at most so many units.
func (p panel) lines(limit int) []string {
	var out []string
	if p.where == inReview {
		out = append(out, reasonLine(p.item))
	}
	out = append(out, questionLine(p.item.Record, limit))
	if link := linkTo(p.item.Record); link != "" {
		out = append(out, "-#"+link)
	}
	out = append(out, complaints(p.item.Feedback, limit)...)
	out = append(out, changeLines(p.item.Changes, limit)...)
	out = append(out, p.claimLines(limit)...)
	return append(out, decisions(p.item.Verdicts, limit)...)
}

func questionLine(rec ledger.Record, limit int) string {
	if rec.Text == "" {
		return sayNoWordsNow
	}
	return "> " + excerpt(rec.Text, limit)
}

// reasonLine says why an answer waits for a moderator.
func reasonLine(it ledger.Item) string {
	names := reasonNames(it.Reasons)
	if len(names) == 0 {
		return "**Done**"
	}
	line := "**" + strings.Join(names, ", ") + "**"
	if it.Times > 1 {
		line += fmt.Sprintf(" ×%d", it.Times)
	}
	if !it.Since.IsZero() {
		line += " · since " + day(it.Since)
	}
	return line
}

// reasonNames names every reason in why, the most urgent first.
func reasonNames(why ledger.Reason) []string {
	var out []string
	for _, r := range []struct {
		bit  ledger.Reason
		name string
	}{
		{ledger.Reported, "reported"}, {ledger.DownVoted, "down-voted"}, {ledger.LowScored, "low-scored"},
		{ledger.Stale, "stale"}, {ledger.Unanswered, "unanswered"},
	} {
		if why&r.bit != 0 {
			out = append(out, r.name)
		}
	}
	return out
}

// complaints are what members wrote about an answer, the latest last.
func complaints(all []ledger.Feedback, limit int) []string {
	var out []string
	for _, f := range all {
		if f.Why != "" {
			out = append(out, "👎 “"+excerpt(f.Why, limit)+"”")
		}
	}
	return out[max(len(out)-panelWhys, 0):]
}

// changeLines show the words that articles no longer say, before and after.
func changeLines(changes []ledger.Change, limit int) []string {
	var out []string
	for _, c := range changes[:min(len(changes), panelChanges)] {
		out = append(out, "**"+escape(c.Article)+"** changed on "+day(c.At), "-# before: "+excerpt(c.Before, limit))
		if c.After == "" {
			out = append(out, "-# after: nothing like it is there any more")
		} else {
			out = append(out, "-# after: "+excerpt(c.After, limit))
		}
	}
	if more := len(changes) - panelChanges; more > 0 {
		out = append(out, fmt.Sprintf("-# and %d more changes", more))
	}
	return out
}

func (p panel) claimLines(limit int) []string {
	rec := p.item.Record
	if len(rec.Answer.Claims) == 0 {
		return []string{sayNothing}
	}
	fate := fateOf(rec.Verdicts)
	var out []string
	from, to := p.onPage()
	for n := from; n < to; n++ {
		c := rec.Answer.Claims[n-1]
		out = append(out, fmt.Sprintf("**%d.** %s%s", n, verdictMark(fate.claims[n]), excerpt(c.Text(), limit)))
		for _, cite := range c.Citations()[:min(len(c.Citations()), 2)] {
			out = append(out, fmt.Sprintf("-# [%d] “%s” — %s", cite.Number, excerpt(cite.Quote, limit), excerpt(cite.Passage.Article.Title, min(limit, 80))))
		}
	}
	return out
}

func verdictMark(v ledger.Verdict) string {
	switch v.Word {
	case ledger.Supported:
		return "✅ "
	case ledger.Unsupported:
		return "❌ "
	}
	return ""
}

// decisions say what was decided about the whole answer, by whom and when.
func decisions(verdicts []ledger.Verdict, limit int) []string {
	names := map[ledger.Word]string{ledger.Retracted: "Withdrawn", ledger.Approved: "Approved", ledger.Reviewed: "Reviewed and kept"}
	fate := fateOf(verdicts)
	var out []string
	for _, w := range []ledger.Word{ledger.Retracted, ledger.Approved, ledger.Reviewed} {
		v, ok := fate.answer[w]
		if !ok {
			continue
		}
		line := fmt.Sprintf("%s by <@%s> on %s", names[w], v.Moderator, day(v.At))
		if v.Reason != "" {
			line += ": " + excerpt(v.Reason, limit)
		}
		out = append(out, line)
	}
	return out
}

// rows are the panel's buttons: two for each claim, then those for the whole answer, then
// those to go on.
func (p panel) rows() []discordgo.MessageComponent {
	fate := fateOf(p.item.Verdicts)
	var claims []discordgo.Button
	from, to := p.onPage()
	for n := from; n < to; n++ {
		claims = append(claims, p.toggle(doSupport, ledger.Supported, n, fate.claims[n]), p.toggle(doUnsupport, ledger.Unsupported, n, fate.claims[n]))
	}
	var rows []discordgo.MessageComponent
	for i := 0; i < len(claims); i += 4 {
		rows = append(rows, rowsOf(claims[i:min(i+4, len(claims))]...)...)
	}
	rows = append(rows, rowsOf(p.forAnswer(fate)...)...)
	return append(rows, rowsOf(p.goOn()...)...)
}

// toggle gives a claim a verdict, or takes back the one that stands.
func (p panel) toggle(v verb, w ledger.Word, claim int, stands ledger.Verdict) discordgo.Button {
	if stands.Word == w {
		return p.undoing(string(w)+": "+strconv.Itoa(claim), stands)
	}
	style, name := discordgo.SuccessButton, "Supported: "
	if w == ledger.Unsupported {
		style, name = discordgo.DangerButton, "Unsupported: "
	}
	return discordgo.Button{Label: name + strconv.Itoa(claim), Style: style, CustomID: p.with(v, int64(claim)).id()}
}

func (p panel) undoing(what string, v ledger.Verdict) discordgo.Button {
	button := undoButton(p.control, v)
	button.Label = "Undo " + what
	return button
}

// forAnswer decide about the whole answer.
func (p panel) forAnswer(f fate) []discordgo.Button {
	var out []discordgo.Button
	add := func(v verb, w ledger.Word, label string, style discordgo.ButtonStyle) {
		if stands, ok := f.answer[w]; ok {
			out = append(out, p.undoing(string(w), stands))
			return
		}
		out = append(out, discordgo.Button{Label: label, Style: style, CustomID: p.with(v, 0).id()})
	}
	if len(p.item.Answer.Claims) > 0 {
		add(doApprove, ledger.Approved, "Approve", discordgo.PrimaryButton)
	}
	if len(p.item.Messages) > 0 {
		add(doAskRetract, ledger.Retracted, "Withdraw…", discordgo.DangerButton)
	}
	if p.where == inReview {
		add(doKeep, ledger.Reviewed, "Keep as it is", discordgo.SecondaryButton)
	}
	return out
}

// goOn lead elsewhere.
func (p panel) goOn() []discordgo.Button {
	button := func(label string, v verb, number int64) discordgo.Button {
		return discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: p.with(v, number).id()}
	}
	var out []discordgo.Button
	if p.pages() > 1 {
		to := (p.page + 1) % p.pages()
		out = append(out, button(fmt.Sprintf("Claims %d–%d", to*panelClaims+1, min((to+1)*panelClaims, len(p.item.Answer.Claims))), doPage, int64(to)))
	}
	if p.where != inReview {
		return out
	}
	if len(p.item.Answer.Claims) > 0 {
		out = append(out, button("Sources", doSources, 0))
	}
	return append(out, button("Skip", doSkip, 0), button("Next", doNext, 0))
}
