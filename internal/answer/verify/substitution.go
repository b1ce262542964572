package verify

import "footnote/internal/text"

// substitutions objects to a word put in the place of another: what stands around it in
// the claim stands in a quoted sentence too, around a different word that the claim lacks.
func (x *examination) substitutions() {
	focus := x.focused()
	for i, w := range x.words {
		if !x.replaceable(w) || x.in(w, focus) {
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

// neighbour is the next word that tells something before or after i; -1 when there is
// none within five words.
func (x *examination) neighbour(i, step int) int {
	for j := i + step; j >= 0 && j < len(x.words) && j != i+6*step; j += step {
		if x.words[j].kind != function {
			return j
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
				if len(only) == 1 && x.replaceable(only[0]) && !x.in(only[0], x.words) && !text.Alike(w.fold, only[0].fold) {
					return only[0], true
				}
				break
			}
			if ws[j].kind != function {
				only = append(only, ws[j])
			}
		}
	}
	return word{}, false
}
