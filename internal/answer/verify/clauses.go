package verify

import "strings"

// clauses objects to a part of the sentence of which next to nothing stands in what is
// quoted: a true sentence lends nothing to what was hung onto it ("…, because the
// generals had lost their patience").
func (x *examination) clauses() {
	focus := x.focused()
	start, all, found := 0, 0, 0
	end := func(at int) {
		if all >= 2 && found == 0 || all >= 3 && 3*found <= all {
			x.object("too little of %q is in the passage", strings.Trim(x.claim[start:at], " ,;:–—.?!"))
		}
		start, all, found = at, 0, 0
	}
	for i, w := range x.words {
		if i > 0 && x.divides(i) {
			end(w.start)
		}
		if w.kind != content {
			continue
		}
		all++
		if x.in(w, focus) || meant(w, focus) || len(w.fold) < prefix && holds(w, x.cited) {
			found++
		}
	}
	end(len(x.claim))
}

// divides reports whether a new part of the sentence begins at word i: after a comma or
// the like, or with a word that joins clauses.
func (x *examination) divides(i int) bool {
	between := x.claim[x.words[i-1].end:x.words[i].start]
	return strings.ContainsAny(between, ",;:–—()") || joins[x.words[i].fold]
}

// joins are the words that join a clause to a sentence.
var joins = listed(`because since while whereas although though after before until unless if when where
		which who so but and as despite following`)
