package verify

import (
	"slices"
	"strings"

	"footnote/internal/text"
)

// roles objects to a claim in which names have changed places around a verb: who does it,
// and to whom.
func (x *examination) roles() {
	for j := range x.words {
		if !verbal(x.words, j) {
			continue
		}
		x.doneBy(j)
		x.acted(j)
		for i := max(0, j-6); i < j; i++ {
			if !x.agent(i) || i > 0 && preposition[x.words[i-1].fold] {
				continue
			}
			if i == x.nearestAgent(j) {
				x.actor(i, j)
			}
			for k := j + 1; k < min(len(x.words), j+8); k++ {
				if x.agent(k) && x.words[k].key != x.words[i].key {
					x.exchanged(x.words[i], j, x.words[k])
				}
			}
		}
	}
}

// verbal reports whether word j looks like a verb: "blocked", "knew", "Moscow wants".
func verbal(ws []word, j int) bool {
	w := ws[j]
	switch {
	case w.named() || w.kind == function || w.number != nil:
		return false
	case ends(w.fold, "ed", "ing"), text.Irregular(w.fold), w.reports:
		return true
	}
	if j == 0 {
		return false
	}
	plural := j+1 < len(ws) && auxiliary[ws[j+1].fold] // "Moscow relations are"
	return strings.HasSuffix(w.fold, "s") && ws[j-1].named() && !plural || beforeVerb[ws[j-1].fold]
}

// beforeVerb are the words that a plain verb follows.
var beforeVerb = listed("to not did does do didn't doesn't don't can cannot could will would may might must should")

// agent reports whether word i of the claim names somebody or some country.
func (x *examination) agent(i int) bool {
	w := x.words[i]
	_, place := text.Canonical(w.key)
	return w.naming == text.IsName || place
}

// passive reports whether the verb at j is in the passive: "was blocked", "blocked by".
func passive(ws []word, j int) bool {
	for k := max(0, j-2); k < j; k++ {
		switch ws[k].fold {
		case "is", "are", "was", "were", "be", "been", "being":
			return ends(ws[j].fold, "ed", "en") || text.Irregular(ws[j].fold)
		}
	}
	for k := j + 1; k < min(len(ws), j+4); k++ {
		if ws[k].fold == "by" {
			return true
		}
	}
	return false
}

// exchanged compares "a v b", the verb v at j, with each quoted sentence that has all three.
func (x *examination) exchanged(a word, j int, b word) {
	v, isPassive, reversed := x.words[j], passive(x.words, j), false
	_, isBy := by(x.words, j)
	for _, s := range x.focus {
		ws := s.words()
		for i, o := range ws {
			if !same(v, o) {
				continue
			}
			before, after := ws[max(0, i-8):i], ws[i+1:min(len(ws), i+9)]
			as := stands(a, before) && stands(b, after)
			turned := stands(b, before) && stands(a, after) || relative(a, b, before)
			switch _, done := by(ws, i); {
			case passive(ws, i) == isPassive:
			case done || isBy:
				as, turned = turned, as
			default: // "was poised", "seemed poised"
				turned = false
			}
			if as {
				return
			}
			reversed = reversed || turned
		}
	}
	if reversed {
		x.object("the passage has %s and %s the other way round", x.written(a), x.written(b))
	}
}

// relative reports "a, who b" before a verb: b acts, a is acted on.
func relative(a, b word, before []word) bool {
	at, who := -1, -1
	for i, w := range before {
		switch {
		case same(a, w):
			at, who = i, -1
		case w.fold == "who" || w.fold == "whom" || w.fold == "that" || w.fold == "which":
			who = i
		case same(b, w) && at >= 0 && who > at && i == who+1:
			return true
		}
	}
	return false
}

// actor objects when who does something in the claim, at i, only has it done to him in
// every quoted sentence with that verb, at j.
func (x *examination) actor(i, j int) {
	v := x.words[j]
	if passive(x.words, j) || text.Hedges(v.fold) {
		return
	}
	undergoes := false
	for _, s := range x.focus {
		ws := s.words()
		for k, o := range ws {
			if o.key != v.key || passive(ws, k) {
				continue
			}
			if stands(x.words[i], ws[:k]) {
				return
			}
			if pronounBefore(ws, k) {
				undergoes = undergoes || !x.antecedent(x.words[i])
			} else {
				undergoes = undergoes || v.key != "say" && v.key != "tell" && stands(x.words[i], ws[k+1:min(len(ws), k+6)])
			}
		}
	}
	if undergoes {
		x.object("the passage does not have %s as the one who %s", x.written(x.words[i]), x.written(v))
	}
}

// doneBy objects when the claim has the verb at j done by somebody, and no quoted
// sentence with that verb does.
func (x *examination) doneBy(j int) {
	who, ok := by(x.words, j)
	if !ok || !who.named() {
		return
	}
	found := false
	for _, s := range x.focus {
		ws := s.words()
		for k, o := range ws {
			if o.key != x.words[j].key {
				continue
			}
			found = true
			if theirs, ok := by(ws, k); ok && same(who, theirs) || !passive(ws, k) && stands(who, ws[max(0, k-8):k]) {
				return
			}
		}
	}
	if found {
		x.object("the passage does not have it %s by %s", x.written(x.words[j]), x.written(who))
	}
}

// by is the first name after "by" behind the verb at j.
func by(ws []word, j int) (word, bool) {
	for k := j + 1; k < min(len(ws), j+4); k++ {
		if ws[k].fold != "by" {
			continue
		}
		for _, w := range ws[k+1 : min(len(ws), k+6)] {
			if w.named() {
				return w, true
			}
		}
		return word{}, false
	}
	return word{}, false
}

// nearestAgent is the last name before the verb at j, or -1.
func (x *examination) nearestAgent(j int) int {
	for i := j - 1; i >= max(0, j-6); i-- {
		switch {
		case x.agent(i):
			return i
		case pronouns[x.words[i].fold]:
			return -1
		}
	}
	return -1
}

// acted objects when the claim has another person than every quoted sentence right after
// the verb at j: "called Putin" for "called regime leader Assad … Putin".
func (x *examination) acted(j int) {
	k := j + 1
	if k == len(x.words) || !x.person(x.words[k]) || passive(x.words, j) || comma(x.claim, x.words, k) ||
		x.words[j].reports && !addressing[x.words[j].key] {
		return
	}
	other := ""
	for _, s := range x.focus {
		ws := s.words()
		for i, o := range ws {
			if o.key != x.words[j].key {
				continue
			}
			first := i + 1
			for first < len(ws) && !x.person(ws[first]) {
				first++
			}
			last := first
			for last < len(ws) && x.person(ws[last]) {
				last++
			}
			if first == len(ws) || stands(x.words[k], ws[first:last]) || passive(ws, i) {
				return
			}
			other = s.phrase(ws[first:last])
		}
	}
	if other != "" && x.in(x.words[k], x.focused()) {
		x.object("the passage has %s there, not %s", other, x.written(x.words[k]))
	}
}

// addressing are the verbs of saying that somebody comes after, and not what is said.
var addressing = listed("call describ tell accus urg ask warn")

// person reports whether a name is not a country's or a day's.
func (x *examination) person(w word) bool {
	_, place := text.Canonical(w.key)
	return w.naming == text.IsName && !place
}

func pronounBefore(ws []word, k int) bool {
	return slices.ContainsFunc(ws[max(0, k-2):k], func(w word) bool { return pronouns[w.fold] })
}

var pronouns = listed("he she they")

var preposition = listed("of in on at for with to from against between and")

// stands reports whether a form of w is among the words.
func stands(w word, in []word) bool {
	return slices.ContainsFunc(in, func(o word) bool { return same(w, o) })
}
