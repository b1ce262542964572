package verify

import (
	"slices"

	"footnote/internal/text"
)

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
	return slices.ContainsFunc(speaker, func(w word) bool { return w.named() && x.antecedent(w) })
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

// within reports whether the inner words begin no sooner than the outer ones.
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
	return slices.ContainsFunc(ws, word.named)
}

// shares reports whether any of the one stands among the other.
func (x *examination) shares(mine, theirs []word) bool {
	return slices.ContainsFunc(mine, func(w word) bool { return x.in(w, theirs) })
}
