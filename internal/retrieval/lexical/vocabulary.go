package lexical

import (
	"slices"
	"strings"
)

// Contains reports whether any document holds the stem.
func (x *Index) Contains(stem string) bool {
	_, ok := x.ids[stem]
	return ok
}

// Frequency is the number of documents that hold the stems, in a row.
func (x *Index) Frequency(stems ...string) int { return len(x.find(stems)) }

// minRoot is the fewest letters that kin share.
const minRoot = 4

// Kin returns the stems of the vocabulary that look like words of stem's family, which
// Snowball keeps apart: "europ" and "european", "settl" and "settler". In byte order.
func (x *Index) Kin(stem string) []string {
	if len(stem) < minRoot {
		return nil
	}
	prefix := stem[:minRoot]
	from, _ := slices.BinarySearch(x.sorted, prefix)
	var out []string
	for _, s := range x.sorted[from:] {
		if !strings.HasPrefix(s, prefix) {
			break
		}
		if s != stem && areKin(s, stem) {
			out = append(out, s)
		}
	}
	return out
}

// areKin reports whether a and b share most of their letters, from the first on, and
// past those one has at most a letter and the other at most an ending's worth.
func areKin(a, b string) bool {
	n := shared(a, b)
	longest := max(len(a), len(b))
	if n < minRoot || 10*n < 6*longest {
		return false
	}
	x, y := a[n:], b[n:]
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) <= 1 && len(y) <= 4
}

func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Speller finds what mistyped words were meant to be. It is safe for concurrent use.
type Speller struct {
	words []string            // in byte order
	grams map[uint16][]uint32 // pairs of neighbouring bytes, to the words that have them
}

// NewSpeller makes a speller that knows the words.
func NewSpeller(words []string) *Speller {
	s := &Speller{words: slices.Compact(slices.Sorted(slices.Values(words))), grams: map[uint16][]uint32{}}
	for i, w := range s.words {
		for g := range gramsIn(w) {
			if is := s.grams[g]; len(is) == 0 || is[len(is)-1] != uint32(i) {
				s.grams[g] = append(is, uint32(i))
			}
		}
	}
	return s
}

// Nearest returns the known words that word is the fewest edits from, in byte order;
// none when that is more than a typist's: one edit for words of five to seven letters,
// two for longer ones. An edit is a letter added, left out, changed, or two neighbours
// swapped. Shorter words have none near, since there "Iran" is an edit from "Iraq", and
// nor have numbers.
func (s *Speller) Nearest(word string) []string {
	limit := editLimit(word)
	if limit == 0 {
		return nil
	}
	var out []string
	for _, i := range s.sharing(word) {
		switch d := distance(word, s.words[i], limit); {
		case d < limit:
			limit, out = d, append(out[:0], s.words[i])
		case d == limit:
			out = append(out, s.words[i])
		}
	}
	return out
}

func editLimit(s string) int {
	switch {
	case len(s) < 5 || strings.ContainsAny(s, "0123456789"):
		return 0
	case len(s) < 8:
		return 1
	}
	return 2
}

// sharing is the words that have a pair of letters of w's, in order.
func (s *Speller) sharing(w string) []uint32 {
	var out []uint32
	for g := range gramsIn(w) {
		out = append(out, s.grams[g]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// gramsIn yields s's pairs of neighbouring bytes, with a mark before the first: even a
// short word with two letters swapped keeps one.
func gramsIn(s string) func(func(uint16) bool) {
	return func(yield func(uint16) bool) {
		last := byte('<')
		for i := range len(s) {
			if !yield(uint16(last)<<8 | uint16(s[i])) {
				return
			}
			last = s[i]
		}
	}
}

// distance is the optimal string alignment distance between a and b in bytes, or
// limit+1 when it is more than limit (Boytsov, "Indexing methods for approximate
// dictionary searching", 2011, section 2).
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][64]int
	if len(b) >= len(rows[0]) {
		return limit + 1
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		now, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > limit {
			return limit + 1
		}
	}
	return rows[len(a)%3][len(b)]
}
