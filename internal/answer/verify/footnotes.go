package verify

import (
	"strings"

	"footnote/internal/article"
)

// Footnotes numbers the citations of one answer's claims as they come, from 1: the same
// words of the same passage keep their number. The zero value is ready to use.
type Footnotes struct {
	numbers map[place]int
	claims  map[string]bool
}

type place struct {
	passage    *article.Passage
	start, end int
}

// Add returns c with its citations numbered in the answer. It returns false, and counts
// nothing, when the answer already holds a claim of the same words.
func (f *Footnotes) Add(c Claim) (Claim, bool) {
	if f.numbers == nil {
		f.numbers, f.claims = map[place]int{}, map[string]bool{}
	}
	key := strings.ToLower(unframe(string(fold(c.text).bytes)))
	if f.claims[key] {
		return Claim{}, false
	}
	f.claims[key] = true
	c.citations = append([]Citation(nil), c.citations...)
	for i := range c.citations {
		c.citations[i].Number = f.number(c.citations[i])
	}
	return c, true
}

func (f *Footnotes) number(c Citation) int {
	at := place{c.Passage, c.Start, c.End}
	if f.numbers[at] == 0 {
		f.numbers[at] = len(f.numbers) + 1
	}
	return f.numbers[at]
}
