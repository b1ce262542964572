package verify

import (
	"strings"

	"footnote/internal/text"
)

// names objects to everybody and everything named in the claim that is not named in what
// it quotes. A pronoun there stands for a name only when the sentence before leaves no
// doubt. A place or a country may also come from the rest of the passage or its title,
// but not as the one who acts.
func (x *examination) names() {
	focus := x.focused()
	for i, w := range x.words {
		if !w.named() {
			continue
		}
		switch {
		case x.inPhrase(i, focus), x.antecedent(w), x.partOfName(i, focus):
		case !x.acts(i) && x.isPlace(w) && x.standsAround(w) && !x.displaces(i):
		case w.naming == text.Calendar || w.number != nil:
			x.object("%s is not in the passage", x.written(w))
		default:
			x.object("%s is not named here", x.written(w))
		}
	}
}

// recognise settles which words that begin the claim are names: those that a retrieved
// passage has as names, and those that no passage has at all, as in "Obama said", unless
// their ending is a plural's or an abstract noun's. In a claim without any capital every
// word is a name that the passages have as one.
func (x *examination) recognise() {
	chat := strings.ToLower(x.claim) == x.claim
	for i := range x.words {
		w := &x.words[i]
		if chat && w.kind == content && w.number == nil && x.knownName(*w) {
			w.naming = text.IsName
		}
		if i == 0 && w.naming == text.IsName && x.onlyCommon(*w) {
			w.naming = text.NotName // the "New" of "New US policies"
		}
		if w.end < len(x.claim) && x.claim[w.end] == '-' {
			continue // the "Non" of "Non-permanent"
		}
		if w.naming != text.MayName || w.kind == function {
			continue
		}
		_, place := text.Canonical(w.key)
		if place || x.knownName(*w) || w.kind == content && !holds(*w, x.all) && !ends(w.fold, common...) {
			w.naming = text.IsName
		}
	}
}

var common = []string{"s", "ing", "ed", "ly", "tion", "ment", "ness", "ity", "ism", "ance", "ence"}

// knownName reports whether the passages have w as a name, or only ever with a capital.
func (x *examination) knownName(w word) bool {
	capital := false
	for _, p := range x.all {
		for _, i := range p.at[w.key] {
			switch p.words[i].naming {
			case text.IsName:
				return true
			case text.NotName:
				return false
			case text.MayName:
				capital = true
			}
		}
	}
	return capital && !ends(w.fold, common...)
}

// onlyCommon reports whether the passages have w, and never with a capital.
func (x *examination) onlyCommon(w word) bool {
	found := false
	for _, p := range x.all {
		for _, i := range p.at[w.key] {
			if p.words[i].naming != text.NotName {
				return false
			}
			found = true
		}
	}
	return found
}

// partOfName reports whether word i, as "Donald" or "President", only fills up the name
// beside it: that name is quoted, and some retrieved passage has the two side by side.
func (x *examination) partOfName(i int, focus []word) bool {
	for _, j := range []int{i - 2, i - 1, i + 1, i + 2} {
		if j < 0 || j >= len(x.words) || !x.words[j].named() {
			continue
		}
		if _, place := text.Canonical(x.words[j].fold); place {
			continue
		}
		if x.in(x.words[j], focus) && together(x.all, x.words[i].key, x.words[j].key, 2) {
			return true
		}
	}
	return false
}

func (x *examination) isPlace(w word) bool {
	_, ok := text.Canonical(w.key)
	return ok
}

// standsAround reports whether a cited passage or its title has the word.
func (x *examination) standsAround(w word) bool {
	for _, p := range x.cited {
		if p.title[w.key] || len(p.at[w.key]) > 0 {
			return true
		}
	}
	return false
}

// displaces reports whether the place at i stands before a word that in the quoted
// sentences follows another place: "the Russian leader" for "the Syrian leader".
func (x *examination) displaces(i int) bool {
	if i+1 == len(x.words) {
		return false
	}
	for _, s := range x.focus {
		for j, o := range s.words() {
			if j > 0 && o.key == x.words[i+1].key && x.isPlace(s.words()[j-1]) {
				return true
			}
		}
	}
	return false
}

// acts reports whether the name at i does something in the claim: it stands at its
// beginning, right before a verb of saying, or after "by".
func (x *examination) acts(i int) bool {
	start := i
	for start > 0 && x.words[start-1].named() {
		start--
	}
	end := i + 1
	for end < len(x.words) && x.words[end].named() {
		end++
	}
	if start <= 1 || x.words[start-1].fold == "by" || start > 1 && x.words[start-2].fold == "by" {
		return true
	}
	return end < len(x.words) && x.words[end].reports
}

// antecedent reports whether a pronoun at the head of a quoted sentence can only mean w:
// the sentence before, past others that begin with a pronoun, begins with that name, and
// names nobody else.
func (x *examination) antecedent(w word) bool {
	for _, s := range x.focus {
		for i := s.number; i > 0 && headedByPronoun(s.in.sentences[i].words()); i-- {
			if soleSubject(w, s.in.sentences[i-1]) {
				return true
			}
		}
	}
	return false
}

func headedByPronoun(ws []word) bool {
	for _, w := range ws[:min(len(ws), 3)] {
		switch w.fold {
		case "he", "she", "they", "his", "her", "their":
			return true
		}
	}
	return false
}

// soleSubject reports whether w is the name that s begins with, and no other person or
// body is named in s. Countries and days don't count.
func soleSubject(w word, s sentence) bool {
	ws := s.words()
	subject, last := false, -1 // last is where the name that s begins with goes up to
	for i, o := range ws {
		_, place := text.Canonical(o.key)
		if o.naming == text.NotName || o.naming == text.Calendar || place || o.naming == text.MayName && i > 0 ||
			i > 0 && whither[ws[i-1].fold] {
			continue
		}
		if last >= 0 && i > last+1 || i > 2 && last < 0 {
			return false
		}
		last = i
		subject = subject || same(w, o) && !possessive(s, o)
	}
	return subject
}

// whither are the words that a place follows.
var whither = listed("in at to from near")

func possessive(s sentence, w word) bool {
	raw := s.in.passage.Text[w.start:w.end]
	return strings.HasSuffix(raw, "'s") || strings.HasSuffix(raw, "’s")
}
