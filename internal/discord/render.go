package discord

import (
	"fmt"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

const (
	// maxMessage is Discord's limit on a message's content.
	maxMessage = 2000

	nearestShown   = 3   // passages under an abstention
	nearestExcerpt = 300 // units of each
	maxTitle       = 120 // units of an article's title in a footnote
	maxHeading     = 600 // units of the question above an answer
)

// The sentences of its own that the bot shows with answers.
const (
	sayNothing     = "The articles don't say."
	sayNearest     = "The nearest passages:"
	sayQuoted      = "Quoted word for word from the articles."
	sayMoreToCome  = "Still checking…"
	sayUnderstood  = "Understood as: "
	sayInterrupted = "The answer stops here: the rest could not be finished."
)

// view is what is known of an answer so far, to be shown.
type view struct {
	Question   string // shown above; "" where the question stands in the channel anyway
	Understood string
	Claims     []verify.Claim
	Mode       answer.Mode
	Notices    []string // constants of the program
	Nearest    []retrieval.Hit
	Done       bool // no more claims will come

	Struck map[int]time.Time // claims that were found unsupported, by their number, and when
	Marks  []string          // constants, dated: what became of the answer
	terse  int               // how little is shown of struck claims: see struckLine
}

// render lays a view out in messages of at most maxMessage units. A page holds whole
// claims with all their footnotes; only a claim that no page could hold is divided. As
// claims are added, no page but the last one changes, apart from its footer.
func render(v view) []string {
	if v.Done && len(v.Claims) == 0 {
		return renderAbstention(v)
	}
	l := layout{head: heading(v), foot: footer(v)}
	for i, c := range v.Claims {
		if at, struck := v.Struck[i+1]; struck {
			l.add(struckLine(c, at, v.terse))
		} else {
			l.add(claimLine(c), c.Citations())
		}
	}
	return l.finish()
}

func heading(v view) []string {
	var out []string
	if v.Question != "" {
		out = append(out, "> "+excerpt(v.Question, maxHeading))
	}
	if v.Understood != "" {
		out = append(out, "-# "+sayUnderstood+excerpt(v.Understood, maxHeading))
	}
	return out
}

func footer(v view) []string {
	if !v.Done {
		return []string{"-# " + sayMoreToCome}
	}
	var out []string
	if v.Mode == answer.Extract {
		out = append(out, "-# "+sayQuoted)
	}
	for _, n := range v.Notices {
		out = append(out, "-# "+excerpt(n, nearestExcerpt))
	}
	for _, m := range v.Marks {
		out = append(out, "-# "+m)
	}
	return out
}

func claimLine(c verify.Claim) []string {
	parts := append(units(c.Text()), " ")
	for _, cite := range c.Citations() {
		parts = append(parts, fmt.Sprintf("[%d]", cite.Number))
	}
	return parts
}

// footnote is a citation's line in pieces: what stands before its quote, the quote, and
// what stands after.
func footnote(c verify.Citation) (before string, quote []string, after string) {
	return fmt.Sprintf("-# [%d] “", c.Number), units(c.Quote), "” — " + source(c.Passage)
}

// source names a passage for a person: its article's title and its paragraph.
func source(p *article.Passage) string {
	title := excerpt(p.Article.Title, maxTitle)
	if title == "" {
		title = escape(p.Article.Slug)
	}
	if p.Paragraph == 0 {
		return title + ", about the article"
	}
	return fmt.Sprintf("%s, ¶%d", title, p.Paragraph)
}

// layout fills pages with claims, their footnotes below them.
type layout struct {
	head, foot []string // lines above the first page and below the last
	done       []string // full pages
	claims     []string // of the page being filled
	notes      []string
	noted      map[int]bool // the footnotes on it
}

func (l *layout) add(claim []string, cites []verify.Citation) {
	if l.tryAdd(claim, cites) {
		return
	}
	l.turn()
	if !l.tryAdd(claim, cites) {
		l.divide(claim, cites)
	}
}

// tryAdd puts a claim on the page if it fits there with the footnotes that it needs.
func (l *layout) tryAdd(claim []string, cites []verify.Citation) bool {
	claims := append(l.claims[:len(l.claims):len(l.claims)], strings.Join(claim, ""))
	notes := l.notes[:len(l.notes):len(l.notes)]
	var fresh []int
	for _, c := range cites {
		if l.noted[c.Number] {
			continue
		}
		before, quote, after := footnote(c)
		notes, fresh = append(notes, before+strings.Join(quote, "")+after), append(fresh, c.Number)
	}
	if size(l.page(claims, notes, l.foot)) > maxMessage {
		return false
	}
	l.claims, l.notes = claims, notes
	if l.noted == nil {
		l.noted = map[int]bool{}
	}
	for _, n := range fresh {
		l.noted[n] = true
	}
	return true
}

// divide gives a claim that fits on no page pages of its own.
func (l *layout) divide(claim []string, cites []verify.Citation) {
	room := maxMessage - size(l.page(nil, nil, l.foot)) - len("\n\n")
	for _, piece := range wrap(claim, room) {
		l.claims = []string{piece}
		l.turn()
	}
	for _, c := range cites {
		before, quote, after := footnote(c)
		lines := wrap(quote, room-size(before)-size(after))
		for i, line := range lines {
			if i == 0 {
				line = before + line
			} else {
				line = "-# " + line
			}
			if i == len(lines)-1 {
				line += after
			}
			l.note(line)
		}
	}
}

// note puts a footnote's line on the page, or on a new one.
func (l *layout) note(line string) {
	notes := append(l.notes[:len(l.notes):len(l.notes)], line)
	if size(l.page(l.claims, notes, l.foot)) > maxMessage {
		l.turn()
		notes = []string{line}
	}
	l.notes = notes
}

// turn ends the page that is being filled, unless nothing is on it.
func (l *layout) turn() {
	if len(l.claims)+len(l.notes)+len(l.head) > 0 {
		l.done = append(l.done, l.page(l.claims, l.notes, nil))
	}
	l.head, l.claims, l.notes, l.noted = nil, nil, nil, nil
}

func (l *layout) finish() []string {
	return append(l.done, l.page(l.claims, l.notes, l.foot))
}

func (l *layout) page(claims, notes, foot []string) string {
	var blocks []string
	for _, lines := range [][]string{l.head, claims, append(notes[:len(notes):len(notes)], foot...)} {
		if len(lines) > 0 {
			blocks = append(blocks, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(blocks, "\n\n")
}

// renderAbstention says that there is no answer and shows what came nearest.
func renderAbstention(v view) []string {
	return paginate(append(append(heading(v), sayNothing), nearestLines(v.Nearest)...))
}

// nearestLines shows the passages that came nearest, as what they are.
func nearestLines(hits []retrieval.Hit) []string {
	if len(hits) == 0 {
		return nil
	}
	lines := []string{"", sayNearest}
	for _, h := range hits[:min(len(hits), nearestShown)] {
		lines = append(lines, "> "+around(h, nearestExcerpt), "-# "+source(h.Passage))
	}
	return lines
}

// paginate joins lines, each shorter than a message, into messages, none of them empty.
func paginate(lines []string) []string {
	var out []string
	page := ""
	for _, line := range lines {
		joined := line
		if page != "" {
			joined = page + "\n" + line
		}
		if size(joined) > maxMessage {
			out, joined = append(out, page), line
		}
		page = joined
	}
	if page == "" { // an empty line was all that no longer fitted
		return out
	}
	return append(out, page)
}
