package verify

import "footnote/internal/text"

// substitutions objects to a word put in the place of another: what stands around it in
// the claim stands in a quoted sentence too, around a different word that the claim lacks.
func (x *examination) substitutions() {
	focus := x.focused()
	for i, w := range x.words {
		if !x.replaceable(w) || x.inPhrase(i, focus) {
			continue
		}
		before, after := x.neighbour(i, -1), x.neighbour(i, 1)
		if before < 0 || after < 0 {
			continue
		}
		for _, s := range x.focus {
			if o, ok := x.between(w, s.words(), x.words[before], x.words[after], after-before); ok {
				x.object("the passage says %q, not %q", s.phrase([]word{o}), x.written(w))
			}
		}
	}
}

// replaceable reports whether a word says something that another would not.
func (x *examination) replaceable(w word) bool {
	return w.kind == content && !w.named() && w.number == nil && !w.reports && !text.Hedges(w.fold)
}

// neighbour is the next word before or after i that the quoted sentences have too; -1 when
// there is none within five words, or another that they lack comes first.
func (x *examination) neighbour(i, step int) int {
	for j := i + step; j >= 0 && j < len(x.words) && j != i+6*step; j += step {
		switch w := x.words[j]; {
		case w.kind == function:
		case x.in(w, x.focused()):
			return j
		case w.kind == content:
			return -1 // not one word is replaced, but several
		}
	}
	return -1
}

// between finds the one word that a sentence has between a and b, about as far apart,
// when the claim has it nowhere.
func (x *examination) between(w word, ws []word, a, b word, apart int) (word, bool) {
	for i := range ws {
		if !same(a, ws[i]) {
			continue
		}
		var only []word
		for j := i + 1; j < min(len(ws), i+apart+2); j++ {
			if same(b, ws[j]) {
				if len(only) == 1 && !x.in(only[0], x.words) && !alike(w, only[0]) {
					return only[0], true
				}
				break
			}
			if x.replaceable(ws[j]) || ws[j].named() {
				only = append(only, ws[j])
			}
		}
	}
	return word{}, false
}

// alike reports whether two words mean much the same, or begin alike.
func alike(a, b word) bool {
	return text.Alike(a.key, b.key) || len(a.fold) >= 4 && len(b.fold) >= 4 && a.fold[:4] == b.fold[:4]
}
