package verify

import (
	"slices"
	"strings"

	"footnote/internal/text"
)

// quantities objects to numbers that what is cited does not hold, holds only as a bound,
// or holds of other things.
func (x *examination) quantities() {
	for i, w := range x.words {
		if w.number != nil && !ordinalOfSpeech(x.words, i) {
			x.quantity(i)
		}
	}
}

// ordinalOfSpeech tells "First, …" from the first of something.
func ordinalOfSpeech(claim []word, i int) bool {
	n := claim[i].number
	return i == 0 && n.Kind == text.Ordinal && n.Value <= 3
}

// quantity looks for the number at word i in each quoted sentence: the number itself, then
// one with the same bound, then one of the same thing.
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

// equal reports whether two numbers are the same; "April 12" and "the 12th" are.
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
	return people[thing.fold] && slices.ContainsFunc(near, func(w word) bool { return people[w.fold] })
}

// people are the words by which people are counted.
var people = listed(`people persons individuals victims lives dead deaths fatalities killed died casualties`)

// countedBy is the first plural or unit within three words after the number at i.
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
		plural := strings.HasSuffix(w.fold, "s") && !strings.HasSuffix(w.fold, "ss") || text.Irregular(w.fold)
		if plural || people[w.fold] || units[w.fold] {
			return w, true
		}
	}
	return word{}, false
}

// units are what is measured in; singular ones too, since a "two-year term" has them.
var units = listed(`percent year years month months day days week weeks hour hours minute minutes mile miles
dollar dollars kilometre kilometer km metre meter kg ton`)
