package verify

import (
	"strings"

	"footnote/internal/text"
)

// negations objects to a "not" on one side alone.
func (x *examination) negations() {
	focus := x.focused()
	for i, w := range x.words {
		if w.negates && !x.negatedIn(focus, x.words, i) {
			x.object("the passage does not say %q", x.written(w))
		}
	}
	if anyNegates(x.words) || anyStops(x.words) {
		return
	}
	for _, s := range x.focus {
		ws := s.words()
		for i, w := range ws {
			if (w.negates || stops[w.key]) && (x.reaches(s, i) || w.kind != function && passive(ws, i) && x.follows(ws, i)) {
				x.object("the passage says %q, the claim does not", s.in.passage.Text[w.start:w.end])
			}
		}
	}
}

// follows reports whether the claim takes over what stands before a verb at i: what it is
// that "was denied".
func (x *examination) follows(ws []word, i int) bool {
	for _, w := range ws[max(0, i-5):i] {
		if w.kind == content && x.in(w, x.words) {
			return true
		}
	}
	return false
}

// stops are verbs that leave of what follows as little as a "not" does.
var stops = map[string]bool{"stop": true, "halt": true, "ceas": true, "quit": true}

func anyStops(ws []word) bool {
	for _, w := range ws {
		if stops[w.key] {
			return true
		}
	}
	return false
}

func anyNegates(ws []word) bool {
	for _, w := range ws {
		if w.negates {
			return true
		}
	}
	return false
}

// negatedIn reports whether what the claim negates at i is negated in focus too, where
// focus speaks of it at all.
func (x *examination) negatedIn(focus, claim []word, i int) bool {
	if x.in(claim[i], focus) && claim[i].kind != function {
		return true // "denied", "refused": the word itself is there
	}
	target, ok := scope(claim, i)
	if !ok {
		return anyNegates(focus)
	}
	spoken := false
	for j, o := range focus {
		if !same(target, o) {
			continue
		}
		spoken = true
		if negatedAround(focus, j) {
			return true
		}
	}
	return !spoken && anyNegates(focus)
}

// scope is the first content word after a negation.
func scope(ws []word, i int) (word, bool) {
	for j := i + 1; j < min(len(ws), i+5); j++ {
		if ws[j].kind != function {
			return ws[j], true
		}
	}
	return word{}, false
}

func negatedAround(ws []word, j int) bool {
	for k := max(0, j-6); k < min(len(ws), j+3); k++ {
		if ws[k].negates {
			return true
		}
	}
	return false
}

// reaches reports whether the claim takes over what a word of a sentence, at i, bears on:
// one of the next two words that tell something, names and clauses between commas apart.
func (x *examination) reaches(s sentence, i int) bool {
	ws, seen := s.words(), 0
	for j := i + 1; j < len(ws) && seen < 2; j++ {
		j = x.pastClause(s, ws, j)
		if j == len(ws) || clause[ws[j].fold] {
			break
		}
		if ws[j].kind == function || ws[j].named() || ws[j].reports {
			continue
		}
		seen++
		if x.in(ws[j], x.words) {
			return true
		}
	}
	return false
}

// clause are the words that begin another clause.
var clause = map[string]bool{"and": true, "as": true, "because": true, "while": true, "but": true, "after": true, "before": true, "although": true, "since": true}

// pastClause is where a clause that begins at j with ", who" or ", which" is over.
func (x *examination) pastClause(s sentence, ws []word, j int) int {
	if f := ws[j].fold; f != "who" && f != "which" || !s.comma(j) {
		return j
	}
	for j++; j < len(ws) && !s.comma(j); j++ {
	}
	return j
}

// comma reports whether a comma stands before word j of the sentence.
func (s sentence) comma(j int) bool {
	ws := s.words()
	return j > 0 && strings.Contains(s.in.passage.Text[ws[j-1].end:ws[j].start], ",")
}

// hedges objects to a claim that is surer than its passage.
func (x *examination) hedges() {
	for _, w := range x.words {
		if text.Hedges(w.fold) && w.naming != text.Calendar || w.reports {
			return
		}
	}
	for _, s := range x.focus {
		ws := s.words()
		for i, w := range ws {
			if text.Hedges(w.fold) && x.reaches(s, i) {
				x.object("the passage says %q, the claim is surer", s.in.passage.Text[w.start:w.end])
			}
		}
	}
}

// opposites objects to a word whose opposite stands in its place in what is quoted: with
// one of the same neighbours, and not itself negated.
func (x *examination) opposites() {
	for i, w := range x.words {
		if w.kind == function && w.fold != "before" && w.fold != "after" || x.in(w, x.focused()) {
			continue
		}
		near := around(x.words, i)
		for _, s := range x.focus {
			ws := s.words()
			for j, o := range ws {
				if text.Opposed(w.key, o.key) && !x.in(o, x.words) && !negatedAround(ws, j) && x.shares(near, around(ws, j)) {
					x.object("the passage says %q, the claim %q", o.fold, x.written(w))
				}
			}
		}
	}
}

// around is the words that tell something within three words of ws[i].
func around(ws []word, i int) []word {
	var out []word
	for j := max(0, i-3); j < min(len(ws), i+4); j++ {
		if j != i && ws[j].kind != function {
			out = append(out, ws[j])
		}
	}
	return out
}
