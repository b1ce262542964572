package extract

import (
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// candidate is a sentence that could be the answer, and what speaks for it.
type candidate struct {
	*reading
	number   int     // of the sentence in its passage, from 0
	from, to int     // its words, in the reading's
	has      float64 // a word of the kind asked for stands in it: 0 or 1
	near     float64 // how near to the question's words that is
	x        features
	score    float64
}

func (c *candidate) span() article.Span { return c.hit.Passage.Sentences[c.number].Span }

// features are what is said for and against a sentence; weights has one for each.
type features [featureCount]float64

const (
	// The share of the question's weight that stands in the sentence, and what of the rest stands ...
	fHere    = iota
	fBefore  // in the sentence before it
	fAfter   // in the one after it
	fEarlier // in the passage above those
	fLater   // and below
	fTitle   // in the title alone

	fRelative // fHere as a share of the best candidate's
	fOthers   // the weight of what stands in the sentence of words that are no names, numbers or light words
	fPhrase   // how much of the question stands in it in runs of words, function words counted
	fPassage  // how much worse than the best its passage ranked
	fFirst    // it is the first of its passage
	fPlace    // where it stands in its passage, 0..1
	fPronoun  // it begins with a pronoun

	// A word of the kind asked for, not the question's own, stands in the sentence.
	fHasThing
	fHasPerson
	fHasTime
	fHasPlace
	fHasNumber
	fHasReason

	// And how near to the question's words it stands.
	fNearThing
	fNearPerson
	fNearTime
	fNearPlace
	fNearNumber

	featureCount
)

// candidates are the sentences that may be quoted, measured against the question.
func candidates(q *query, m *matcher, hits []retrieval.Hit) []candidate {
	var out []candidate
	most := 0.0
	for i := range hits {
		r := m.read(&hits[i])
		for n, s := range hits[i].Passage.Sentences {
			if s.Fragment || hits[i].Passage.Number == 0 {
				continue
			}
			c := candidate{reading: &r, number: n, from: r.first[n], to: r.first[n+1]}
			c.measure(q)
			c.x[fPassage] = max(-6, hits[i].Score-hits[0].Score)
			most = max(most, c.x[fHere])
			out = append(out, c)
		}
	}
	for i := range out {
		out[i].x[fRelative] = ratio(out[i].x[fHere], most)
		out[i].score = out[i].x.dot(&weights)
	}
	return out
}

func (x *features) dot(w *features) float64 {
	sum := 0.0
	for i, v := range x {
		sum += w[i] * v
	}
	return sum
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// measure fills in the features but those that compare candidates.
func (c *candidate) measure(q *query) {
	c.coverage(q)
	c.x[fFirst] = is(c.number == 0)
	c.x[fPlace] = float64(c.number) / float64(max(1, len(c.met)-1))
	c.x[fPronoun] = is(c.from < c.to && pronouns[c.words[c.from].Fold])
	c.x[fPhrase] = c.phrases(q)
	c.answering(q)
}

// othersScale keeps fOthers of the order of 1, like the other features.
const othersScale = 5

// coverage says where the question's words stand: here, else near, else further off.
func (c *candidate) coverage(q *query) {
	for t, term := range q.terms {
		had := 0.0
		more := func(feature int, met float64) {
			c.x[feature] += term.Weight / q.total * max(0, met-had)
			had = max(had, met)
		}
		more(fHere, c.met[c.number][t])
		if !term.Name && !term.Number && !term.Light {
			c.x[fOthers] += term.Weight * had / othersScale
		}
		more(fBefore, c.within(c.number-1, c.number, t))
		more(fEarlier, c.within(0, c.number-1, t))
		more(fAfter, c.within(c.number+1, c.number+2, t))
		more(fLater, c.within(c.number+2, len(c.met), t))
		more(fTitle, c.title[t])
	}
}

// within is how well sentences [from, to) meet term t; those that are not there do not.
func (r *reading) within(from, to, t int) float64 {
	best := 0.0
	for i := max(0, from); i < min(to, len(r.met)); i++ {
		best = max(best, r.met[i][t])
	}
	return best
}

// phrases is how many pairs of places begin a run of two words or more that the
// question and the sentence share, as a share of the question's words.
func (c *candidate) phrases(q *query) float64 {
	runs := 0
	for i := range q.words {
		for j := c.from; j < c.to; j++ {
			if n, content := c.shared(q, i, j); content && n >= 2 {
				runs++
			}
		}
	}
	return ratio(float64(runs), float64(len(q.words)))
}

// shared is how many words in a row the question from i on and the passage from j on
// share, and whether one of them is more than a function word.
func (c *candidate) shared(q *query, i, j int) (n int, content bool) {
	for i+n < len(q.words) && j+n < c.to && q.words[i+n].Stem == c.words[j+n].Stem {
		content = content || !q.words[i+n].Stop
		n++
	}
	return n, content
}

var pronouns = set(`he she it they this these his her their its such that those`)
