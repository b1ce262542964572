package retrieval

import "math"

// weights are what each feature is worth, fitted by TestFitWeights on questions about
// articles that this project does not hold; fMeta is set by hand, since no question
// there asks about an article itself.
var weights = features{
	fLexical:     0.43,
	fVector:      0.2,
	fShare:       0.39,
	fSentence:    1.1,
	fPair:        0.84,
	fNames:       1.41,
	fNamesNear:   1.27,
	fWords:       0.33,
	fWordsNear:   0.97,
	fLight:       -0.92,
	fLightNear:   0.1,
	fNumbers:     1.25,
	fNumbersNear: 2.22,
	fRuns:        1.76,
	fClose:       1.26,
	fDate:        0.06,
	fDateNear:    1.51,
	fCount:       0.62,
	fCountNear:   1.03,
	fPerson:      0.21,
	fArticle:     1.55,
	fAround:      1.03,
	fTitle:       2.41,
	fHeader:      -1.74,
	fMeta:        12,
	fLength:      -0.73,
}

// features weighs up one candidate.
func (e *evidence) features(c candidate) features {
	p := e.x.passages[c.doc]
	f := e.find(c.doc)
	best, share := e.best(f)
	var v features
	v[fLexical] = c.score
	v[fShare] = c.score / e.q.total
	if c.vector > 0 {
		v[fVector] = rankOffset / (rankOffset + float64(c.vector))
	}
	v[fSentence] = share
	v[fPair] = e.pair(f)
	e.classes(&v, f.whole, best.terms)
	v[fRuns], v[fClose] = e.near(f)
	e.answering(&v, f, best)
	s := e.x.spans[p.Article]
	v[fTitle] = e.in(s.title)
	v[fArticle] = c.article
	if p.Number == 0 {
		v[fHeader] = 1
		if e.q.meta {
			v[fMeta] = 1
		}
	} else {
		v[fAround] = max(e.within(max(s.from, c.doc-1), c.doc), e.within(c.doc+1, min(s.to, c.doc+2)))
	}
	v[fLength] = math.Log(float64(f.words + 5))
	return v
}

// classScale keeps sums of weights of the order of 1, like the other features.
const classScale = 5

// classes sums what was met by the class of word, in the passage and its best sentence.
func (e *evidence) classes(v *features, whole, near []float64) {
	for i, t := range e.q.terms {
		at := fWords
		switch {
		case t.light:
			at = fLight
		case t.number:
			at = fNumbers
		case t.name:
			at = fNames
		}
		v[at] += t.weight * whole[i] / classScale
		if near != nil {
			v[at+1] += t.weight * near[i] / classScale
		}
	}
}

// answering looks for the kind of thing that the query asks for.
func (e *evidence) answering(v *features, f found, best sentence) {
	anywhere := sentence{}
	for _, s := range f.sentences {
		anywhere.numbers = anywhere.numbers || s.numbers
		anywhere.dates = anywhere.dates || s.dates
	}
	switch e.q.asks {
	case asksWhen:
		v[fDateNear], v[fDate] = is(best.dates), is(anywhere.dates)
	case asksHowMany:
		v[fCountNear], v[fCount] = is(best.numbers), is(anywhere.numbers)
	case asksWho:
		v[fPerson] = is(best.names)
	}
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// score is what the features come to.
func (v features) score(w *features) float64 {
	sum := 0.0
	for i, x := range v {
		sum += w[i] * x
	}
	return sum
}
