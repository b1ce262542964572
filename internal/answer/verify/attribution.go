package verify

import (
	"strings"

	"footnote/internal/text"
)

// attribution is who says something in a sentence, and which of its words are said.
type attribution struct {
	speaker []word // nil when the sentence does not name one
	pronoun bool   // it is "he", "she", "they"
	said    []word
}

// attributions finds the verbs of saying of a sentence: its words, and the text that they
// were cut from.
func attributions(s string, ws []word) []attribution {
	var out []attribution
	for i, w := range ws {
		switch {
		case !w.reports:
		case w.fold == "according":
			out = append(out, accordingTo(ws, i))
		default:
			a := attribution{said: ws[i+1 : quotationEnd(s, ws, i)]}
			start := a.find(s, ws, i)
			if quoted := quotedBefore(s, ws, i); len(quoted) > 0 {
				a.said = quoted
			} else if start > 2 && tells(ws[i+1:]) < 4 && comma(s, ws, start) {
				a.said = ws[:start] // "…, Haley said on Wednesday"
				if w.fold == "reported" {
					a.said = nil // "…, Reuters reported": passed on, and no claim of theirs
				}
			}
			if len(a.speaker) == 0 && !a.pronoun && len(out) > 0 {
				a.speaker = out[len(out)-1].speaker // "called on Moscow, and said"
			}
			out = append(out, a)
		}
	}
	return out
}

func accordingTo(ws []word, i int) attribution {
	from := min(len(ws), i+1)
	for from < len(ws) && ws[from].kind == function {
		from++
	}
	to := from
	for to < len(ws) && ws[to].kind != function {
		to++
	}
	a := attribution{speaker: ws[from:to], said: ws[:i]}
	if i <= 1 {
		// The speaker's run may go on into what is said, when only a comma parts them.
		a.speaker, a.said = ws[from:min(to, from+3)], ws[min(to, from+1):]
	}
	return a
}

// tells counts the words that are more than grammar.
func tells(ws []word) int {
	n := 0
	for _, w := range ws {
		if w.kind != function {
			n++
		}
	}
	return n
}

func comma(s string, ws []word, j int) bool {
	return j > 0 && j < len(ws) && strings.ContainsAny(s[ws[j-1].end:ws[j].start], ",\"”")
}

// find sets the subject of the verb at i (of a passive one, who it is done by), and returns where it starts: the words right
// before the verb or, past a clause between commas, those that the sentence begins with,
// and a name set off by commas.
func (a *attribution) find(s string, ws []word, i int) int {
	if by := i + 1; passive(ws, i) {
		for by < len(ws) && ws[by].fold != "by" {
			by++
		}
		a.speaker = accordingTo(ws, by).speaker
		return i
	}
	end := i
	for end > 0 && auxiliary[ws[end-1].fold] {
		end--
	}
	set := end < len(ws) && end > 0 && comma(s, ws, end)
	start := end
	for start > 0 && ws[start-1].kind != function && !ws[start-1].reports && (start == end || !comma(s, ws, start)) {
		start--
	}
	if start == end && end > 0 {
		switch ws[end-1].fold {
		case "he", "she", "they", "it", "i", "we":
			a.pronoun = true
		}
		return end
	}
	if !set {
		start = widen(s, ws, start)
		a.speaker = ws[start:end]
		return start
	}
	first := 0
	for first < len(ws) && ws[first].kind == function {
		first++
	}
	to := first
	for to < start && ws[to].kind != function && (to == first || !comma(s, ws, to)) {
		to++
	}
	a.speaker = append(a.speaker, ws[first:to]...)
	if comma(s, ws, start) {
		a.speaker = append(a.speaker, ws[start:end]...)
	}
	return start
}

// widen takes what the words from start are tied to by a preposition into the speaker:
// "ambassador to the UN".
func widen(s string, ws []word, start int) int {
	j := start
	for j > 0 && tying[ws[j-1].fold] && !comma(s, ws, j) {
		j--
	}
	if j == start || j == 0 || ws[j-1].kind == function || ws[j-1].reports || comma(s, ws, j) {
		return start
	}
	for j > 0 && ws[j-1].kind != function && !ws[j-1].reports && !comma(s, ws, j) {
		j--
	}
	return j
}

var tying = map[string]bool{"of": true, "to": true, "for": true, "the": true, "a": true, "in": true, "at": true}

var auxiliary = map[string]bool{
	"has": true, "have": true, "had": true, "was": true, "is": true, "also": true, "been": true, "would": true,
	"will": true, "not": true, "who": true, "which": true,
}

// quotedBefore is the words in quotation marks that close before the verb at i.
func quotedBefore(s string, ws []word, i int) []word {
	last := strings.LastIndexAny(s[:ws[i].start], "\"”")
	if last < 0 {
		return nil
	}
	first := strings.LastIndexAny(s[:last], "\"“")
	if first < ws[0].start-3 {
		return nil // it closes an earlier sentence's
	}
	var out []word
	for _, w := range ws[:i] {
		if w.start >= first && w.end <= last+1 {
			out = append(out, w)
		}
	}
	return out
}

// quotationEnd is where a quotation that word i stands in closes; the end of ws when it
// stands in none.
func quotationEnd(s string, ws []word, i int) int {
	open := strings.Count(s[ws[0].start:ws[i].start], "\"") + strings.Count(s[ws[0].start:ws[i].start], "“") + strings.Count(s[ws[0].start:ws[i].start], "”")
	if before := s[:ws[0].start]; strings.HasSuffix(before, "\"") || strings.HasSuffix(before, "“") {
		open++
	}
	if open%2 == 0 {
		return len(ws)
	}
	for j := i + 1; j < len(ws); j++ {
		if strings.ContainsAny(s[ws[j-1].end:ws[j].start], "\"”") {
			return j
		}
	}
	return len(ws)
}

// attributed objects to a claim that says as a fact, or in another's name, what the
// passage gives as somebody's word.
func (x *examination) attributed() {
	mine := attributions(x.claim, x.words)
	spoken := make([][]attribution, len(x.focus))
	any := false
	for i, s := range x.focus {
		spoken[i] = attributions(s.in.passage.Text, s.words())
		any = any || len(spoken[i]) > 0
		x.heard(s, spoken[i], len(mine) > 0)
	}
	if !any {
		return
	}
	for i, m := range mine {
		if i > 0 && within(m.said, mine[0].said) || !anyNamed(m.speaker) {
			continue // told by somebody who has been checked
		}
		if !x.speaks(m, spoken) {
			x.object("the passage does not have %s say this", x.claim[m.speaker[0].start:m.speaker[len(m.speaker)-1].end])
		}
	}
}

// speaks reports whether a quoted sentence has the claim's speaker, or a pronoun that
// means him, say some of what he says in the claim.
func (x *examination) speaks(m attribution, spoken [][]attribution) bool {
	for i, s := range x.focus {
		for _, t := range spoken[i] {
			meant := x.shares(m.speaker, t.speaker) || t.pronoun && x.anyAntecedent(m.speaker)
			if meant && (len(t.said) == 0 || x.overlap(m.said, t.said) || x.shares(m.speaker, s.words()) && len(x.focus) == 1) {
				return true
			}
		}
	}
	return false
}

func (x *examination) anyAntecedent(speaker []word) bool {
	for _, w := range speaker {
		if w.named() && x.antecedent(w) {
			return true
		}
	}
	return false
}

// overlap reports whether at least a third of what tells something in mine is in theirs.
func (x *examination) overlap(mine, theirs []word) bool {
	in, all := 0, 0
	for _, w := range mine {
		if w.kind == function {
			continue
		}
		all++
		if x.in(w, theirs) {
			in++
		}
	}
	return 3*in >= all
}

// heard objects when what claim and sentence share is somebody's word, and the claim does
// not say whose. Of several who say it, the last to report counts.
func (x *examination) heard(s sentence, theirs []attribution, attributed bool) {
	var innermost *attribution
	named := len(s.words()) // the least that the claim gives as the word of who said it
	for i := range theirs {
		a := &theirs[i]
		inside, all := x.said(s, *a)
		if attributed && 3*inside >= all && x.mentions(a.speaker) && len(a.said) > 0 {
			named = min(named, len(a.said))
		}
		if len(a.speaker) == 0 && attributed || inside < 2 || 2*inside < all {
			continue
		}
		if innermost == nil || len(a.said) <= len(innermost.said) {
			innermost = a
		}
	}
	switch {
	case innermost == nil, innermost.pronoun && attributed, named < len(innermost.said), x.mentions(innermost.speaker):
	case len(innermost.speaker) == 0:
		x.object("the passage only reports that somebody says so")
	default:
		x.object("the passage has only %s say so, the claim leaves that out", s.phrase(innermost.speaker))
	}
}

// said counts what claim and sentence share, and how much of that is said.
func (x *examination) said(s sentence, a attribution) (inside, all int) {
	for _, w := range s.words() {
		if w.kind == function || w.reports || stands(w, a.speaker) || !x.in(w, x.words) {
			continue
		}
		all++
		if len(a.said) > 0 && w.start >= a.said[0].start && w.end <= a.said[len(a.said)-1].end {
			inside++
		}
	}
	return inside, all
}

func within(inner, outer []word) bool {
	return len(inner) == 0 || len(outer) > 0 && inner[0].start >= outer[0].start
}

// mentions reports whether the claim names the speaker; of "the Syrian representative"
// the country alone is not enough.
func (x *examination) mentions(speaker []word) bool {
	only := len(speaker) == 1
	for _, w := range speaker {
		_, place := text.Canonical(w.key)
		if (!place || only) && w.kind != function && x.in(w, x.words) {
			return true
		}
	}
	return false
}

// phrase is the passage's writing of some of its words.
func (s sentence) phrase(ws []word) string {
	return s.in.passage.Text[ws[0].start:ws[len(ws)-1].end]
}

func anyNamed(ws []word) bool {
	for _, w := range ws {
		if w.named() {
			return true
		}
	}
	return false
}

func (x *examination) shares(mine, theirs []word) bool {
	for _, w := range mine {
		if x.in(w, theirs) {
			return true
		}
	}
	return false
}
