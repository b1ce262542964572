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

	weighing bool // the claim is weighed, not held to every rule

	quoted  []word                // the words of focus, when asked for
	renamed map[string][][]string // the stems of each alias looked up
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
	return x.byAlias(w.key, others)
}

// byAlias reports whether a name stands among words by another of its names.
func (x *examination) byAlias(name string, others []word) bool {
	names, known := x.renamed[name]
	if !known {
		for _, alias := range x.aliases(name) {
			names = append(names, strings.Fields(alias))
		}
		if x.renamed == nil {
			x.renamed = map[string][][]string{}
		}
		x.renamed[name] = names
	}
	for _, stems := range names {
		if standTogether(stems, others) {
			return true
		}
	}
	return false
}

// standTogether reports whether words have the stems in a row.
func standTogether(stems []string, ws []word) bool {
	if len(stems) == 0 {
		return false
	}
next:
	for i := range ws {
		if i+len(stems) > len(ws) {
			return false
		}
		for j, s := range stems {
			if ws[i+j].key != s {
				continue next
			}
		}
		return true
	}
	return false
}

// inPhrase is in for word i of the claim, also as part of a phrase of up to three words
// that goes by another name: the "toll" of "death toll".
func (x *examination) inPhrase(i int, others []word) bool {
	if x.in(x.words[i], others) {
		return true
	}
	for from := max(0, i-2); from <= i; from++ {
		for to := max(i+1, from+2); to <= min(len(x.words), from+3); to++ {
			if x.byAlias(keys(x.words[from:to]), others) {
				return true
			}
		}
	}
	return false
}

// keys joins the keys of words with a space.
func keys(ws []word) string {
	out := ws[0].key
	for _, w := range ws[1:] {
		out += " " + w.key
	}
	return out
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

// focused is every word of the quoted sentences.
func (x *examination) focused() []word {
	if x.quoted == nil {
		for _, s := range x.focus {
			x.quoted = append(x.quoted, s.words()...)
		}
	}
	return x.quoted
}
