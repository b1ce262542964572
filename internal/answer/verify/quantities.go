package verify

import (
	"strings"

	"footnote/internal/text"
)

// quantities objects to numbers that what is cited does not hold, holds only as a bound,
// or holds of other things.
func (x *examination) quantities() {
	for i, w := range x.words {
		if w.number == nil {
			continue
		}
		if ordinalOfSpeech(x.words, i) {
			continue
		}
		x.quantity(i)
	}
}

// ordinalOfSpeech tells "First, …" from the first of something.
func ordinalOfSpeech(claim []word, i int) bool {
	n := claim[i].number
	return i == 0 && n.Kind == text.Ordinal && n.Value <= 3
}

func (x *examination) quantity(i int) {
	w := x.words[i]
	var found, bounded, counted bool
	var theirs text.Number
	for _, s := range x.focus {
		ws := s.words()
		for j, o := range ws {
			if o.number == nil || !equal(*w.number, *o.number) {
				continue
			}
			found = true
			theirs = *o.number
			if !agrees(w.number.Bound, o.number.Bound) {
				continue
			}
			bounded = true
			counted = counted || x.counts(i, ws, j)
		}
	}
	switch {
	case !found:
		x.object("%s is not in the passage", x.written(w))
	case !bounded:
		x.object("the passage says %s, the claim %s", boundWords(theirs.Bound, x.written(w)), boundWords(w.number.Bound, x.written(w)))
	case !counted:
		x.object("the passage does not say %s of the same thing", x.written(w))
	}
}

func equal(a, b text.Number) bool {
	return a.Value == b.Value && (a.Kind == b.Kind || a.Kind == text.Cardinal && b.Kind == text.Ordinal && a.Value <= 31)
}

// agrees reports whether a claim may bound a number so where the passage bounds it thus.
func agrees(claim, passage text.Bound) bool {
	return claim == passage || claim == text.Roughly && passage == text.Exact
}

func boundWords(b text.Bound, number string) string {
	return [...]string{text.Exact: "", text.More: "more than ", text.Fewer: "fewer than ", text.Roughly: "about "}[b] + number
}

// counts reports whether the thing that the claim counts, the first plural or unit after
// its number, stands near the passage's number too. People go by many names; and where
// claims are weighed, things may go by names that the passage has nowhere.
func (x *examination) counts(i int, passage []word, j int) bool {
	thing, ok := countedBy(x.words, i)
	if !ok || x.words[i].number.Kind == text.Percent {
		return true
	}
	near := passage[max(0, j-5):min(len(passage), j+6)]
	if x.in(thing, near) || x.weighing && !units[thing.fold] && !x.in(thing, x.focused()) {
		return true
	}
	if !people[thing.fold] {
		return false
	}
	for _, w := range near {
		if people[w.fold] {
			return true
		}
	}
	return false
}

var people = map[string]bool{
	"people": true, "persons": true, "individuals": true, "victims": true, "lives": true, "dead": true, "deaths": true,
	"fatalities": true, "killed": true, "died": true, "casualties": true,
}

func countedBy(claim []word, i int) (word, bool) {
	for j := i + 1; j < min(len(claim), i+4); j++ {
		w := claim[j]
		if w.number != nil {
			break
		}
		if w.kind == function {
			if j == i+1 {
				break
			}
			continue
		}
		if people[w.fold] || strings.HasSuffix(w.fold, "s") && !strings.HasSuffix(w.fold, "ss") || units[w.fold] || text.Irregular(w.fold) {
			return w, true
		}
	}
	return word{}, false
}

var units = map[string]bool{
	"percent": true, "year": true, "month": true, "day": true, "week": true, "hour": true, "minute": true, "mile": true,
	"years": true, "months": true, "days": true, "weeks": true, "hours": true, "minutes": true, "miles": true, "dollars": true, "kilometre": true, "kilometer": true, "km": true, "metre": true, "meter": true, "kg": true, "ton": true, "dollar": true,
}
