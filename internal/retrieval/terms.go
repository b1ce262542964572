package retrieval

import "footnote/internal/text"

// Term is a content word of a question and what may stand for it in a passage.
type Term struct {
	text.Token
	Means  []Meaning
	Weight float64 // how much finding it says: the rarity of its best meaning times that one's worth
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
	for i, t := range q.terms {
		out[i] = Term{Token: t.Token, Weight: t.weight, Name: t.name, Light: t.light, Number: t.number, Known: x.held(t.clause)}
		for _, a := range t.clause {
			out[i].Means = append(out[i].Means, Meaning{a.Stems, a.Weight})
		}
	}
	return out
}
