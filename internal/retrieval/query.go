package retrieval

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"footnote/internal/retrieval/lexical"
	"footnote/internal/text"
)

// What a match of something else than the asked word is worth beside the word itself.
// Each did best, or no worse than its neighbours, in TestRankingMeasured's table.
const (
	aliasWorth = 0.7 // a word of the same group of aliases
	kinWorth   = 0.5 // a word of the same family
	typoWorth  = 0.8 // the nearest word, for a word that the corpus does not have
)

// maxNear is how many words a mistyped one may have meant.
const maxNear = 3

// term is a content word of a query and what may stand for it.
type term struct {
	text.Token
	clause lexical.Clause
	weight float64 // how much finding it says: the best alternative's rarity times its worth
	name   bool    // a name: "Lavrov"
	light  bool    // says little about the subject: "kind", "happened"
	number bool
}

// query is a question understood: its content words, and what kind of thing it asks for.
type query struct {
	terms []term
	total float64 // the sum of the terms' weights; at least a little above 0
	asks  kind
	// meta: it may ask about an article itself, whose title has all the terms in about.
	meta  bool
	about []int
}

// maxTerms is how many content words of a question count, the first ones: more than
// any question has, and a bound on what a text pasted as one costs.
const maxTerms = 64

func (x *Index) understand(question string) query {
	tokens := x.Tokens(question)
	q := query{asks: kindOf(tokens), total: 1e-9}
	for i, t := range tokens {
		if t.Stop || len(q.terms) == maxTerms {
			continue
		}
		q.terms = append(q.terms, term{
			Token: t, light: light[t.Stem],
			name:   i > 0 && isCapital(question[t.Start:]),
			number: '0' <= t.Fold[0] && t.Fold[0] <= '9',
		})
	}
	x.expand(q.terms)
	for i := range q.terms {
		t := &q.terms[i]
		t.weight = x.rarity(t.clause)
		t.name = t.name || x.hasName(t.clause)
		q.total += t.weight
	}
	q.meta, q.about = q.aboutArticle(tokens)
	return q
}

func (q query) aboutArticle(tokens []text.Token) (bool, []int) {
	may, others := aboutArticle(tokens)
	var about []int
	for i, t := range q.terms {
		if slices.Contains(others, t.Stem) {
			about = append(about, i)
		}
	}
	return may, about
}

// expand gives every term its clause: itself and its family, or what it was probably
// meant to be when neither the corpus nor the aliases know it, and then its aliases.
func (x *Index) expand(terms []term) {
	stems := make([]string, len(terms))
	typed := make([]float64, len(terms)) // what the alias of a mistyped word is worth
	for i := range terms {
		stems[i], typed[i] = terms[i].Stem, 1
		terms[i].clause = x.itself(terms[i].Stem)
		if _, n := x.aliases.at(stems[i : i+1]); n > 0 || x.held(terms[i].clause) {
			continue
		}
		for _, s := range x.meant(terms[i].Fold) {
			terms[i].clause = append(terms[i].clause, lexical.Alternative{Stems: []string{s}, Weight: typoWorth})
			if typed[i] == 1 {
				stems[i], typed[i] = s, typoWorth
			}
		}
	}
	for i := 0; i < len(terms); {
		a, n := x.aliases.at(stems[i:])
		for j := i; j < i+n; j++ {
			terms[j].clause = a.joined(terms[j].clause, typed[j])
		}
		i += max(n, 1)
	}
}

// joined adds to a clause what else its word may be called.
func (a alias) joined(c lexical.Clause, worth float64) lexical.Clause {
	if a.replaced {
		c = nil
	} else {
		worth *= aliasWorth
	}
	for _, o := range a.others {
		c = append(c, lexical.Alternative{Stems: o, Weight: worth})
	}
	return c
}

// itself is a stem and its family.
func (x *Index) itself(stem string) lexical.Clause {
	c := lexical.Clause{{Stems: []string{stem}, Weight: 1}}
	for _, s := range x.words.Kin(stem) {
		c = append(c, lexical.Alternative{Stems: []string{s}, Weight: kinWorth})
	}
	return c
}

// meant is the stems of the words nearest to a mistyped one, those that most passages
// hold first; none for a word that is known as it stands.
func (x *Index) meant(fold string) []string {
	var out []string
	for _, w := range x.speller.Nearest(fold) {
		if w == fold {
			return nil
		}
		if s := x.stem(w); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return x.words.Frequency(b) - x.words.Frequency(a) })
	return out[:min(maxNear, len(out))]
}

// hasName reports whether what a clause asks for, or probably meant, is a name.
func (x *Index) hasName(c lexical.Clause) bool {
	return slices.ContainsFunc(c, func(a lexical.Alternative) bool {
		return len(a.Stems) == 1 && a.Weight >= aliasWorth && x.isName(a.Stems[0])
	})
}

// held reports whether the corpus has any alternative of a clause.
func (x *Index) held(c lexical.Clause) bool {
	return slices.ContainsFunc(c, func(a lexical.Alternative) bool { return x.words.Frequency(a.Stems...) > 0 })
}

// unheldShare is what a word that the corpus has not weighs, as a share of its rarest.
const unheldShare = 0.3

// rarity is the weight of a clause: that of its best alternative in the corpus.
func (x *Index) rarity(c lexical.Clause) float64 {
	best := 0.0
	for _, a := range c {
		if x.words.Frequency(a.Stems...) > 0 {
			best = max(best, a.Weight*x.words.IDF(a.Stems...))
		}
	}
	if best == 0 {
		return unheldShare * x.words.IDF()
	}
	return best
}

func (q query) clauses() []lexical.Clause {
	out := make([]lexical.Clause, len(q.terms))
	for i, t := range q.terms {
		out[i] = t.clause
	}
	return out
}

func isCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
