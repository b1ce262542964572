package verify

import (
	"slices"

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
				x.object("the passage says %q, the claim does not", s.phrase(ws[i:i+1]))
			}
		}
	}
}

// follows reports whether the claim takes over what stands before a verb at i: what it is
// that "was denied".
func (x *examination) follows(ws []word, i int) bool {
	return slices.ContainsFunc(ws[max(0, i-5):i], func(w word) bool { return w.kind == content && x.in(w, x.words) })
}

// stops are verbs that leave of what follows as little as a "not" does.
var stops = listed("stop halt ceas quit")

func anyStops(ws []word) bool {
	return slices.ContainsFunc(ws, func(w word) bool { return stops[w.key] })
}

func anyNegates(ws []word) bool {
	return slices.ContainsFunc(ws, func(w word) bool { return w.negates })
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

// negatedAround reports whether a negation stands where it would bear on word j.
func negatedAround(ws []word, j int) bool {
	return anyNegates(ws[max(0, j-6):min(len(ws), j+3)])
}

// reaches reports whether the claim takes over what a word of a sentence, at i, bears on:
// one of the next two words that tell something, names and clauses between commas apart.
func (x *examination) reaches(s sentence, i int) bool {
	ws, seen := s.words(), 0
	for j := i + 1; j < len(ws) && seen < 2; j++ {
		past := pastClause(s, j)
		if past == len(ws) || clause[ws[past].fold] || past == j && j > i+1 && comma(s.in.passage.Text, ws, j) {
			break
		}
		j = past
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
var clause = listed("and as because while but after before although since")

// pastClause is where a clause that begins at j with ", who" or ", which" is over.
func pastClause(s sentence, j int) int {
	ws, raw := s.words(), s.in.passage.Text
	if f := ws[j].fold; f != "who" && f != "which" || !comma(raw, ws, j) {
		return j
	}
	for j++; j < len(ws) && !comma(raw, ws, j); j++ {
	}
	return j
}

// hedges objects to a claim that is surer than its passage.
func (x *examination) hedges() {
	if slices.ContainsFunc(x.words, func(w word) bool { return hedging(w) || w.reports }) {
		return
	}
	for _, s := range x.focus {
		ws := s.words()
		for i, w := range ws {
			if hedging(w) && x.reaches(s, i) {
				x.object("the passage says %q, the claim is surer", s.phrase(ws[i:i+1]))
			}
		}
	}
}

func hedging(w word) bool { return text.Hedges(w.fold) && w.naming != text.Calendar }

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
