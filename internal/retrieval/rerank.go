package retrieval

import "math"

// weights are what each feature is worth: the softmax regression that TestFitWeights
// makes of questions about articles that the project does not hold. fMeta alone is set
// by hand, to outweigh all others, since no question there asks about an article itself.
// The light words' are below zero because BM25 has counted these words like any other.
var weights = features{
	fLexical:     0.56,
	fVector:      0.29,
	fSentence:    1.06,
	fNames:       1.13,
	fNamesNear:   1.15,
	fWords:       0.38,
	fWordsNear:   0.68,
	fLight:       -0.9,
	fLightNear:   -0.24,
	fNumbersNear: 1.85,
	fRuns:        1.33,
	fClose:       1.16,
	fDate:        1.65,
	fCount:       1.05,
	fArticle:     1.17,
	fTitle:       2.06,
	fHeader:      -1.76,
	fMeta:        12,
	fLength:      -0.58,
}

// modelVector is what fVector is worth when the vectors are a language model's, not the
// offline embedder's hashed words: enough for the model's first passage to overtake the
// words' first when these leave it in doubt. It is a judgement, fitted on nothing.
const modelVector = 4

// weightsFor is the weights for an embedder's vectors.
func weightsFor(e Embedder) features {
	w := weights
	if _, offline := e.(weigher); !offline {
		w[fVector] = modelVector
	}
	return w
}

// features weighs up one candidate.
func (e *evidence) features(c candidate) features {
	p := e.x.passages[c.doc]
	f := e.find(c.doc)
	best, share := e.best(f)
	var v features
	v[fLexical] = c.score
	if c.vector > 0 {
		v[fVector] = rankOffset / (rankOffset + float64(c.vector))
	}
	v[fSentence] = share
	e.classes(&v, f.whole, best.terms)
	v[fRuns], v[fClose] = e.near(f)
	v[fDate] = is(e.q.asks == asksWhen && best.dates)
	v[fCount] = is(e.q.asks == asksHowMany && best.numbers)
	v[fArticle] = c.article
	title := e.x.spans[p.Article].title
	v[fTitle] = e.q.weigh(e.in(title))
	v[fHeader] = is(p.Number == 0)
	v[fMeta] = is(p.Number == 0 && e.asksAbout(title))
	v[fLength] = math.Log(float64(f.words + 5))
	return v
}

// classScale keeps sums of weights of the order of 1, like the other features.
const classScale = 5

// classes sums what was met by the class of word, in the passage and its best sentence.
func (e *evidence) classes(v *features, whole, near []float64) {
	for i, t := range e.q.terms {
		w := t.weight / classScale
		n := 0.0
		if near != nil {
			n = w * near[i]
		}
		w *= whole[i]
		switch {
		case t.light:
			v[fLight] += w
			v[fLightNear] += n
		case t.number:
			v[fNumbersNear] += n
		case t.name:
			v[fNames] += w
			v[fNamesNear] += n
		default:
			v[fWords] += w
			v[fWordsNear] += n
		}
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
