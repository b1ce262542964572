package extract

import (
	"math"
	"strings"
)

// answering looks in the sentence for a word of the kind that is asked for, and for how
// near to the question's words it stands.
func (c *candidate) answering(q *query) {
	has, near := 0.0, 0.0
	for i := c.from; i < c.to; i++ {
		if c.fits(q, i) {
			has = 1
			near = max(near, c.around(q, i))
		}
	}
	c.has, c.near = has, near
	switch q.asks {
	case asksPerson:
		c.x[fHasPerson], c.x[fNearPerson] = has, near
	case asksTime:
		c.x[fHasTime], c.x[fNearTime] = has, near
	case asksPlace:
		c.x[fHasPlace], c.x[fNearPlace] = has, near
	case asksNumber:
		c.x[fHasNumber], c.x[fNearNumber] = has, near
	case asksReason:
		c.x[fHasReason], c.x[fNearThing] = has, near
	case asksManner:
		c.x[fNearThing] = near
	default:
		c.x[fHasThing], c.x[fNearThing] = has, near
	}
}

// fits reports whether the word at i could be, or begin, an answer: it is of the kind
// asked for and not the question's own.
func (c *candidate) fits(q *query, i int) bool {
	w := &c.words[i]
	if t := c.terms[i]; t >= 0 && t != q.focus {
		return false
	}
	switch q.asks {
	case asksPerson, asksPlace:
		return w.named() && c.terms[i] < 0
	case asksTime:
		return w.isTime() && (!q.lasting || c.counted(i))
	case asksNumber:
		return w.isNumber()
	case asksReason:
		return reasons[w.Fold]
	case asksManner:
		return manners[w.Fold]
	}
	return !w.Stop && c.terms[i] < 0
}

// counted reports whether a number stands just before the word at i: "two-year", "for six years".
func (c *candidate) counted(i int) bool {
	return i > c.from && c.words[i-1].isNumber()
}

// around is how near the question's words stand to the word at i, each counting by its weight.
func (c *candidate) around(q *query, i int) float64 {
	const fade = 6 // words; further off counts e times less for each
	best := make([]float64, len(q.terms))
	for j := c.from; j < c.to; j++ {
		if t := c.terms[j]; t >= 0 && t != q.focus {
			best[t] = max(best[t], c.worth[j]*math.Exp(-math.Abs(float64(i-j))/fade))
		}
	}
	sum := 0.0
	for t, v := range best {
		sum += v * q.terms[t].Weight
	}
	return sum / q.total
}

func (w *word) isNumber() bool { return w.digit || numerals[w.Fold] }

// isTime reports whether w belongs to a date or a duration: a year, an ordinal, a month.
func (w *word) isTime() bool {
	if !w.digit {
		return times[w.Fold]
	}
	year := strings.TrimSuffix(w.Fold, "s")
	return len(year) == 4 && (year[0] == '1' || year[0] == '2') ||
		strings.HasSuffix(w.Fold, "th") || strings.HasSuffix(w.Fold, "nd") || strings.HasSuffix(w.Fold, "st") || strings.HasSuffix(w.Fold, "rd")
}

var (
	times = set(`january february march april may june july august september october november december
		monday tuesday wednesday thursday friday saturday sunday century centuries decade decades year years month months
		day days week weeks today yesterday tomorrow ago morning evening night spring summer autumn winter era`)
	numerals = set(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
		seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
		thousands million millions billion billions trillion dozen dozens half third quarter few several many most single
		double twice once percent`)
	reasons = set(`because since due as cause caused causes causing result resulted resulting reason reasons therefore
		thus so lead led leading for to`)
	manners = set(`by through using via with as`)
)
