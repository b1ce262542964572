package retrieval

import (
	"math"
	"slices"
)

// mark says what stands at a word of a passage's body.
type mark uint8

const (
	opens   mark = 1 << iota // the first word of a sentence
	capital                  // written with a capital, not first in its sentence
	number                   // digits or a number word
	date                     // a year, or a word of dates
)

// features are what is said for and against a passage; weights has one for each.
type features [featureCount]float64

const (
	fLexical     = iota // BM25
	fVector             // the rank by vectors, as reciprocal rank fusion counts it
	fSentence           // the share of the query's weight that its best sentence has
	fNames              // the weight of the query's names found in it
	fNamesNear          // and of those in the best sentence
	fWords              // the same two for the query's other words
	fWordsNear          //
	fLight              // for its light words
	fLightNear          //
	fNumbersNear        // and, in the best sentence alone, for its numbers
	fRuns               // the share of the query's neighbouring words that stand as neighbours
	fClose              // how close the query's words stand to those next to them in the query
	fDate               // a "when", and the best sentence has a date that the query has not
	fCount              // a "how many", and the best sentence has a number that the query has not
	fArticle            // the share of the query's weight that the article has anywhere
	fTitle              // and that its title has
	fHeader             // the passage is the article's metadata
	fMeta               // and the query asks for metadata
	fLength             // ln of the passage's words and 5
	featureCount
)

// evidence finds a query's words in a passage.
type evidence struct {
	x     *Index
	q     query
	alts  []alternative
	first map[uint32][]alternative // what begins with a stem
}

// alternative is one of a term's alternatives, as stems' numbers.
type alternative struct {
	term   int
	run    []uint32
	weight float64
}

func (x *Index) evidence(q query) *evidence {
	e := &evidence{x: x, q: q, first: map[uint32][]alternative{}}
	for i, t := range q.terms {
		for _, a := range t.clause {
			if run, ok := x.numbersOf(a.Stems); ok {
				alt := alternative{i, run, a.Weight}
				e.alts = append(e.alts, alt)
				e.first[run[0]] = append(e.first[run[0]], alt)
			}
		}
	}
	return e
}

func (x *Index) numbersOf(stems []string) ([]uint32, bool) {
	out := make([]uint32, len(stems))
	for i, s := range stems {
		id, ok := x.words.ID(s)
		if !ok {
			return nil, false
		}
		out[i] = id
	}
	return out, len(out) > 0
}

// found is what of a query stands in a passage.
type found struct {
	whole     []float64 // how well each term is met, 0..1
	sentences []sentence
	at        [][]int // each term's positions
	words     int
}

// sentence is what of a query stands in one sentence.
type sentence struct {
	terms          []float64
	numbers, dates bool // that are not the query's own
}

// find looks for the query's terms in the body of a document.
func (e *evidence) find(doc int) found {
	body, marks := e.x.words.Body(doc), e.x.marks[doc]
	f := found{whole: make([]float64, len(e.q.terms)), at: make([][]int, len(e.q.terms)), words: len(body)}
	for i, id := range body {
		if i == 0 || marks[i]&opens != 0 {
			f.sentences = append(f.sentences, sentence{terms: make([]float64, len(e.q.terms))})
		}
		s := &f.sentences[len(f.sentences)-1]
		met := false
		for _, a := range e.first[id] {
			if !startsWith(body[i:], a.run) {
				continue
			}
			met = true
			f.at[a.term] = append(f.at[a.term], i)
			f.whole[a.term] = max(f.whole[a.term], a.weight)
			s.terms[a.term] = max(s.terms[a.term], a.weight)
		}
		if !met {
			s.numbers = s.numbers || marks[i]&number != 0
			s.dates = s.dates || marks[i]&date != 0
		}
	}
	return f
}

func startsWith(body, run []uint32) bool {
	if len(body) < len(run) {
		return false
	}
	for i, id := range run {
		if body[i] != id {
			return false
		}
	}
	return true
}

// weigh is the share of the query's weight that met makes up.
func (q query) weigh(met []float64) float64 {
	sum := 0.0
	for i, m := range met {
		sum += m * q.terms[i].weight
	}
	return sum / q.total
}

// best is the sentence with most of the query's weight, the first of equal ones.
func (e *evidence) best(f found) (s sentence, share float64) {
	share = -1
	for _, c := range f.sentences {
		if w := e.q.weigh(c.terms); w > share {
			s, share = c, w
		}
	}
	return s, max(0, share)
}

// reach is how many words apart two words may stand to count as close.
const reach = 8

// near returns the share of the query's neighbours that are neighbours in the passage
// too, and how close its words stand to the one or two after them in the query: 1 for
// side by side, 1/2 for a word between, and so on.
func (e *evidence) near(f found) (runs, closeness float64) {
	var runsOf, closeOf float64
	for i := range e.q.terms {
		for j := i + 1; j <= i+2 && j < len(e.q.terms); j++ {
			a, b := e.q.terms[i], e.q.terms[j]
			gap, following := apart(f.at[i], f.at[j])
			if j == i+1 {
				runsOf += a.weight + b.weight
				if following {
					runs += a.weight + b.weight
				}
			}
			w := min(a.weight, b.weight)
			closeOf += w
			if gap <= reach {
				closeness += w / float64(gap)
			}
		}
	}
	return ratio(runs, runsOf), ratio(closeness, closeOf)
}

// apart is the least distance between a position of a and one of b, and whether one of
// b follows one of a at once.
func apart(a, b []int) (gap int, following bool) {
	gap = math.MaxInt
	for _, i := range a {
		for _, j := range b {
			if j == i+1 {
				following = true
			}
			if j != i {
				gap = min(gap, max(j-i, i-j))
			}
		}
	}
	return gap, following
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// within is the share of the query's weight that documents [from, to) have between them.
func (e *evidence) within(from, to int) float64 {
	met := make([]float64, len(e.q.terms))
	for _, a := range e.alts {
		if a.weight > met[a.term] && e.x.words.Within(a.run, from, to) {
			met[a.term] = a.weight
		}
	}
	return e.q.weigh(met)
}

// in is how well each term is met by stems in a row.
func (e *evidence) in(stems []uint32) []float64 {
	met := make([]float64, len(e.q.terms))
	for i, id := range stems {
		for _, a := range e.first[id] {
			if startsWith(stems[i:], a.run) {
				met[a.term] = max(met[a.term], a.weight)
			}
		}
	}
	return met
}

// asksAbout reports whether the query asks for the metadata of the article with a title.
func (e *evidence) asksAbout(title []uint32) bool {
	if !e.q.meta {
		return false
	}
	met := e.in(title)
	return !slices.ContainsFunc(e.q.about, func(term int) bool { return met[term] == 0 })
}
