package retrieval

import (
	"footnote/internal/retrieval/lexical"
	"footnote/internal/text"
)

// Term is a content word of a question and what may stand for it in a passage.
type Term struct {
	text.Token
	Means  []Meaning
	Weight float64 // how much finding it says: the rarity of its best meaning times that one's worth
	Rarity float64 // Weight as a share of what the rarest word weighs, which grows with the corpus
	Name   bool    // written with a capital, in the question or mostly in the corpus
	Light  bool    // says little about the subject: "kind", "happened"
	Number bool
	Known  bool // some passage or title holds it or one of its meanings
}

// Meaning is words that may stand for a term: itself, an alias, a word of its family,
// or what a mistyped word was meant to be.
type Meaning struct {
	Stems []string // in a row, function words left out
	Worth float64  // 1 for the term itself, less for what is less sure to mean it
}

// Terms are the content words of a question, in its order, as Search understands them.
func (x *Index) Terms(question string) []Term {
	q := x.understand(question)
	out := make([]Term, len(q.terms))
	most := x.words.IDF()
	for i, t := range q.terms {
		weight := x.bodyRarity(t.clause)
		out[i] = Term{Token: t.Token, Weight: weight, Rarity: weight / most, Name: t.name, Light: t.light, Number: t.number, Known: x.held(t.clause)}
		for _, a := range t.clause {
			out[i].Means = append(out[i].Means, Meaning{a.Stems, a.Weight})
		}
	}
	return out
}

// bodyRarity is rarity among bodies: what tells one passage of an article from another.
func (x *Index) bodyRarity(c lexical.Clause) float64 {
	best := 0.0
	for _, a := range c {
		if x.words.Frequency(a.Stems...) > 0 {
			best = max(best, a.Weight*x.words.BodyIDF(a.Stems...))
		}
	}
	if best == 0 {
		return unheldShare * x.words.IDF()
	}
	return best
}
