package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/article"
	"footnote/internal/retrieval"
	"footnote/internal/text"
)

// word is a token with what its spelling tells.
type word struct {
	text.Token
	capital bool // begins with a capital letter
	opens   bool // begins its sentence, where a capital tells nothing
	digit   bool // begins with a digit
}

// wordsOf adds to the tokens of s what their spelling tells; s's sentences begin where
// the given ones do, or at its first word.
func wordsOf(s string, tokens []text.Token, sentences []article.Sentence) []word {
	out := make([]word, len(tokens))
	opens := true
	for i, t := range tokens {
		for len(sentences) > 0 && t.Start >= sentences[0].Start {
			sentences, opens = sentences[1:], true
		}
		r, _ := utf8.DecodeRuneInString(s[t.Start:])
		out[i] = word{Token: t, capital: unicode.IsUpper(r), digit: unicode.IsDigit(r), opens: opens}
		opens = false
	}
	return out
}

// named reports whether w is written as a name, as far as its place lets one tell.
func (w *word) named() bool { return w.capital && !w.Stop }

// reading is a passage read for one question.
type reading struct {
	hit   *retrieval.Hit
	words []word
	terms []int     // by word: the question's term that it stands for; -1: none
	worth []float64 // by word: how well it does, 0..1
	first []int     // by sentence, and one more: the index of its first word
	met   [][]float64
	whole []float64 // by term: how well the passage meets it
	title []float64 // by term: how well the article's title does
}

// matcher finds a question's terms in texts.
type matcher struct {
	lex   Lexicon
	terms int
	first map[string][]meaning // by a meaning's first stem
}

type meaning struct {
	retrieval.Meaning
	term int
}

func newMatcher(q *query, lex Lexicon) *matcher {
	m := &matcher{lex: lex, terms: len(q.terms), first: map[string][]meaning{}}
	for i, t := range q.terms {
		for _, a := range t.Means {
			m.first[a.Stems[0]] = append(m.first[a.Stems[0]], meaning{a, i})
		}
	}
	return m
}

// match finds, for each word, the term that it stands for best and how well.
func (m *matcher) match(words []word) (terms []int, worth []float64) {
	terms, worth = make([]int, len(words)), make([]float64, len(words))
	for i := range terms {
		terms[i] = -1
	}
	for i := range words {
		if words[i].Stop {
			continue
		}
		for _, a := range m.first[words[i].Stem] {
			for _, j := range run(words, i, a.Stems) {
				if a.Worth > worth[j] {
					terms[j], worth[j] = a.term, a.Worth
				}
			}
		}
	}
	return terms, worth
}

// run is the indices of the words from i on that are stems in a row, function words
// left out; nil where they are not.
func run(words []word, i int, stems []string) []int {
	var at []int
	for _, s := range stems {
		for i < len(words) && words[i].Stop {
			i++
		}
		if i == len(words) || words[i].Stem != s {
			return nil
		}
		at = append(at, i)
		i++
	}
	return at
}

// best is, by term, how well words [from, to) meet it.
func (m *matcher) best(terms []int, worth []float64, from, to int) []float64 {
	out := make([]float64, m.terms)
	for i := from; i < to; i++ {
		if t := terms[i]; t >= 0 {
			out[t] = max(out[t], worth[i])
		}
	}
	return out
}

// read finds the question's terms in the sentences of a passage.
func (m *matcher) read(hit *retrieval.Hit) reading {
	p := hit.Passage
	r := reading{hit: hit, words: wordsOf(p.Text, m.lex.Tokens(p.Text), p.Sentences)}
	r.terms, r.worth = m.match(r.words)
	r.whole = m.best(r.terms, r.worth, 0, len(r.words))
	n := 0
	for _, s := range p.Sentences {
		for n < len(r.words) && r.words[n].Start < s.Start {
			n++
		}
		r.first = append(r.first, n)
	}
	r.first = append(r.first, len(r.words))
	for i := range p.Sentences {
		r.met = append(r.met, m.best(r.terms, r.worth, r.first[i], r.first[i+1]))
	}
	r.title = m.title(p.Article)
	return r
}

// title is, by term, how well the title of an article meets it.
func (m *matcher) title(a *article.Article) []float64 {
	words := wordsOf(a.Title, m.lex.Tokens(a.Title), nil)
	terms, worth := m.match(words)
	return m.best(terms, worth, 0, len(words))
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
