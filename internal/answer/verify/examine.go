package verify

import (
	"fmt"
	"strings"

	"footnote/internal/text"
)

// examination is one claim held against what it cites. Each of its checks adds a reason
// for everything that the passages do not say.
type examination struct {
	claim   string
	words   []word
	cited   []*prepared // the passages cited
	all     []*prepared // all that were retrieved
	focus   []sentence  // the sentences quoted
	aliases Aliases
	reasons []string

	quoted  []word              // the words of focus, when asked for
	renamed map[string][][]word // the words of each alias looked up
}

// object adds a reason, once.
func (x *examination) object(format string, args ...any) {
	reason := fmt.Sprintf(format, args...)
	for _, r := range x.reasons {
		if r == reason {
			return
		}
	}
	x.reasons = append(x.reasons, reason)
}

// written is the claim's own writing of a word.
func (x *examination) written(w word) string { return x.claim[w.start:w.end] }

// in reports whether a word stands among others: in the same form, by another of its
// names, or, where it is no name, in a form with the same beginning.
func (x *examination) in(w word, others []word) bool {
	for _, o := range others {
		if same(w, o) {
			return true
		}
	}
	return x.byAlias(w.fold, others)
}

// byAlias reports whether a folded name stands among words by another of its names.
func (x *examination) byAlias(name string, others []word) bool {
	names, known := x.renamed[name]
	if !known {
		for _, alias := range x.aliases(name) {
			names = append(names, words(alias))
		}
		if x.renamed == nil {
			x.renamed = map[string][][]word{}
		}
		x.renamed[name] = names
	}
	for _, n := range names {
		if containsAll(others, n) {
			return true
		}
	}
	return false
}

// same reports whether two words are forms of one.
func same(a, b word) bool {
	switch {
	case a.key == b.key:
		return true
	case a.number != nil || b.number != nil:
		return false
	case a.naming == text.Calendar:
		return len(a.fold) > prefix && oneEdit(a.fold, b.fold)
	case a.named():
		return inflects(a.fold, b.fold) || inflects(b.fold, a.fold)
	}
	return len(a.fold) >= prefix && len(b.fold) >= prefix && a.fold[:prefix] == b.fold[:prefix]
}

// inflects reports whether long is the name short with an ending: Assads, Kremlin's, Westerner.
func inflects(short, long string) bool {
	return len(short) >= 4 && len(long) > len(short) && len(long) <= len(short)+3 && strings.HasPrefix(long, short)
}

// oneEdit reports whether a misprint of one letter more, less or other parts a and b.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:] == b[i+len(b)-len(a):] || len(a) == len(b) && i < len(a) && a[i+1:] == b[i+1:]
}

func containsAll(in, all []word) bool {
	for _, w := range all {
		if w.kind == function {
			continue
		}
		found := false
		for _, o := range in {
			found = found || o.key == w.key
		}
		if !found {
			return false
		}
	}
	return len(all) > 0
}

// focused is every word of the quoted sentences.
func (x *examination) focused() []word {
	if x.quoted == nil {
		for _, s := range x.focus {
			x.quoted = append(x.quoted, s.words()...)
		}
	}
	return x.quoted
}
