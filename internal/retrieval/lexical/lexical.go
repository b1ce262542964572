// Package lexical owns the word index: BM25 over passages that have a title and a
// body, and the vocabulary they make. It ranks by stems alone; what a question's words
// stand for is decided by the caller, who hands it clauses.
package lexical

import (
	"cmp"
	"math"
	"slices"
)

// Document is what is indexed of a passage: stems in order, function words left out.
type Document struct{ Title, Body []string }

// Clause is one thing that a query asks for: the best of its alternatives counts.
type Clause []Alternative

// Alternative is a stem, or stems that must follow each other, and what a match of it
// is worth beside the other alternatives, in (0, 1].
type Alternative struct {
	Stems  []string
	Weight float64
}

// Match is a document that matched, by its number in the order given to New.
type Match struct {
	Doc   int
	Score float64
}

// The constants of BM25F: saturation, length normalisation and the worth of a word in
// the title beside one in the body (Robertson and Zaragoza, "The Probabilistic
// Relevance Framework: BM25 and Beyond", 2009, section 3.3).
const (
	k1          = 1.2
	b           = 0.6
	titleWeight = 0.3
)

type posting struct {
	doc         uint32
	title, body uint16
}

// Index is immutable and safe for concurrent use.
type Index struct {
	ids      map[string]uint32
	stems    []string
	sorted   []string // stems in byte order
	postings [][]posting
	bodies   [][]uint32 // each document's body as term ids, in order
	norms    []float64  // each document's length normalisation
}

// New indexes docs, numbered from 0.
func New(docs []Document) *Index {
	x := &Index{ids: map[string]uint32{}, bodies: make([][]uint32, len(docs))}
	total := 0
	for i, d := range docs {
		for _, s := range d.Title {
			x.at(x.intern(s), uint32(i)).title++
		}
		x.bodies[i] = make([]uint32, len(d.Body))
		for j, s := range d.Body {
			id := x.intern(s)
			x.bodies[i][j] = id
			x.at(id, uint32(i)).body++
		}
		total += len(d.Body)
	}
	mean := max(1, float64(total)/float64(max(1, len(docs))))
	for _, d := range docs {
		x.norms = append(x.norms, 1-b+b*float64(len(d.Body))/mean)
	}
	x.sorted = slices.Sorted(slices.Values(x.stems))
	return x
}

func (x *Index) intern(stem string) uint32 {
	id, ok := x.ids[stem]
	if !ok {
		id = uint32(len(x.stems))
		x.ids[stem] = id
		x.stems = append(x.stems, stem)
		x.postings = append(x.postings, nil)
	}
	return id
}

// at returns the posting of a term in doc, the last one so far, making it if needed.
func (x *Index) at(id, doc uint32) *posting {
	ps := x.postings[id]
	if n := len(ps); n == 0 || ps[n-1].doc != doc {
		x.postings[id] = append(ps, posting{doc: doc})
	}
	return &x.postings[id][len(x.postings[id])-1]
}

// Len is the number of different stems.
func (x *Index) Len() int { return len(x.stems) }

// ID is a stem's number in this index.
func (x *Index) ID(stem string) (id uint32, ok bool) {
	id, ok = x.ids[stem]
	return id, ok
}

// Body is a document's body as stems' numbers. The caller must not change it.
func (x *Index) Body(doc int) []uint32 { return x.bodies[doc] }

// Within reports whether the documents [from, to) hold each of the stems' numbers in
// their bodies, not necessarily all in one.
func (x *Index) Within(ids []uint32, from, to int) bool {
	for _, id := range ids {
		ps := x.postings[id]
		i, _ := slices.BinarySearchFunc(ps, uint32(from), func(p posting, doc uint32) int { return cmp.Compare(p.doc, doc) })
		for i < len(ps) && int(ps[i].doc) < to && ps[i].body == 0 {
			i++
		}
		if i == len(ps) || int(ps[i].doc) >= to {
			return false
		}
	}
	return true
}

// IDF is the inverse document frequency of stems in a row, ln(1 + (N-n+0.5)/(n+0.5)):
// always positive, and at its greatest for what no document holds.
func (x *Index) IDF(stems ...string) float64 {
	return x.idf(x.Frequency(stems...))
}

// BodyIDF is IDF by bodies alone: a word of the title, which stands in every document
// of its article, may still be rare in what the article says.
func (x *Index) BodyIDF(stems ...string) float64 {
	n := 0
	for _, p := range x.find(stems) {
		if p.body > 0 {
			n++
		}
	}
	return x.idf(n)
}

func (x *Index) idf(n int) float64 {
	return math.Log(1 + (float64(len(x.bodies)-n)+0.5)/(float64(n)+0.5))
}

// Search returns the n best documents for the query, best first; equal scores are
// ordered by document number.
func (x *Index) Search(query []Clause, n int) []Match {
	return Best(x.Scores(query), n)
}

// Best is the n highest of scores above 0, as Search orders them.
func Best(scores []float64, n int) []Match {
	out := make([]Match, 0, n+1)
	for doc, s := range scores {
		if s <= 0 || n <= 0 || len(out) == n && s <= out[n-1].Score {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, s, func(m Match, s float64) int {
			if m.Score >= s { // an equal score of an earlier document stays ahead
				return -1
			}
			return 1
		})
		out = slices.Insert(out, at, Match{doc, s})
		out = out[:min(n, len(out))]
	}
	return out
}

// Scores is every document's score, by document number; 0 where nothing matched.
func (x *Index) Scores(query []Clause) []float64 {
	total := make([]float64, len(x.bodies))
	best := make([]float64, len(x.bodies))
	for _, c := range query {
		if len(c) == 1 {
			x.score(c[0], func(doc uint32, s float64) { total[doc] += s })
			continue
		}
		clear(best)
		for _, a := range c {
			x.score(a, func(doc uint32, s float64) { best[doc] = max(best[doc], s) })
		}
		for i, s := range best {
			total[i] += s
		}
	}
	return total
}

func (x *Index) score(a Alternative, emit func(doc uint32, score float64)) {
	ps := x.find(a.Stems)
	idf := a.Weight * x.idf(len(ps))
	for _, p := range ps {
		tf := float64(p.body)/x.norms[p.doc] + titleWeight*float64(p.title)
		emit(p.doc, idf*tf*(k1+1)/(k1+tf))
	}
}

// find is the postings of a stem, or of stems in a row (in bodies only).
func (x *Index) find(stems []string) []posting {
	ids := make([]uint32, len(stems))
	rarest := 0
	for i, s := range stems {
		id, ok := x.ids[s]
		if !ok {
			return nil
		}
		ids[i] = id
		if len(x.postings[id]) < len(x.postings[ids[rarest]]) {
			rarest = i
		}
	}
	switch len(ids) {
	case 0:
		return nil
	case 1:
		return x.postings[ids[0]]
	}
	var out []posting
	for _, p := range x.postings[ids[rarest]] {
		if n := runs(x.bodies[p.doc], ids); n > 0 {
			out = append(out, posting{doc: p.doc, body: n})
		}
	}
	return out
}

// runs counts where run stands in body without a gap.
func runs(body, run []uint32) uint16 {
	var n uint16
	for i := 0; i+len(run) <= len(body); i++ {
		if slices.Equal(body[i:i+len(run)], run) {
			n++
		}
	}
	return n
}
