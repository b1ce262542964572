package verify

import (
	"slices"
	"strings"
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
			out = append(out, accordingTo(s, ws, i))
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

// accordingTo is the attribution of "according to" at i: what stands before it or, when it
// begins the sentence, after the speaker.
func accordingTo(s string, ws []word, i int) attribution {
	from := min(len(ws), i+1)
	for from < len(ws) && ws[from].kind == function {
		from++
	}
	to := from
	for to < len(ws) && ws[to].kind != function && (to == from || !comma(s, ws, to)) {
		to++
	}
	if i <= 1 {
		return attribution{speaker: ws[from:to], said: ws[to:]}
	}
	return attribution{speaker: ws[from:to], said: ws[:i]}
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

// comma reports whether a comma or a quotation mark stands before word j.
func comma(s string, ws []word, j int) bool {
	return j > 0 && j < len(ws) && strings.ContainsAny(s[ws[j-1].end:ws[j].start], ",\"”")
}

// find sets the speaker of the verb at i, and returns where he stands in ws: right before
// the verb or, where a comma parts them, at the head of the sentence; behind "by" when the
// verb is in the passive.
func (a *attribution) find(s string, ws []word, i int) int {
	if by := i + 1; passive(ws, i) {
		for by < len(ws) && ws[by].fold != "by" {
			by++
		}
		a.speaker = accordingTo(s, ws, by).speaker
		return i
	}
	end := i
	for end > 0 && auxiliary[ws[end-1].fold] {
		end--
	}
	start := runBefore(s, ws, end)
	switch {
	case start < end && verbal(ws, end-1): // "the White House faces claims"
	case start == end:
		a.pronoun = end > 0 && speakers[ws[end-1].fold]
	case comma(s, ws, end):
		a.speaker = head(s, ws, start)
		if comma(s, ws, start) {
			a.speaker = append(a.speaker, ws[start:end]...) // "the ambassador, Nikki Haley, said"
		}
	default:
		start = widen(s, ws, start)
		a.speaker = ws[start:end]
	}
	return start
}

// runBefore is where the words that tell something, up to end, begin.
func runBefore(s string, ws []word, end int) int {
	start := end
	for start > 0 && ws[start-1].kind != function && !ws[start-1].reports && (start == end || !comma(s, ws, start)) {
		start--
	}
	return start
}

// head is the first words of ws that tell something, before word end.
func head(s string, ws []word, end int) []word {
	from := 0
	for from < end && ws[from].kind == function {
		from++
	}
	to := from
	for to < end && ws[to].kind != function && (to == from || !comma(s, ws, to)) {
		to++
	}
	return slices.Clone(ws[from:to])
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
	return runBefore(s, ws, j)
}

var (
	speakers  = listed("he she they it i we")
	tying     = listed("of to for the a in at")
	auxiliary = listed("has have had was were is are also been would will not who which")
)

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
	marks := 0
	for _, r := range s[max(0, ws[0].start-len("“")):ws[i].start] {
		if r == '"' || r == '“' || r == '”' {
			marks++
		}
	}
	if marks%2 == 0 {
		return len(ws)
	}
	for j := i + 1; j < len(ws); j++ {
		if strings.ContainsAny(s[ws[j-1].end:ws[j].start], "\"”") {
			return j
		}
	}
	return len(ws)
}
