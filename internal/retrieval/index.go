package retrieval

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"footnote/internal/article"
	"footnote/internal/retrieval/embed"
	"footnote/internal/retrieval/lexical"
	"footnote/internal/retrieval/vector"
	"footnote/internal/text"
)

// Index is a corpus ready to be searched. It is immutable and safe for concurrent use.
type Index struct {
	passages []*article.Passage
	marks    [][]mark // each passage's, beside words.Body
	spans    map[*article.Article]span
	words    *lexical.Index
	names    []bool            // by stem's number: mostly written with a capital
	stems    map[string]string // every fold of the corpus and its stem
	speller  *lexical.Speller
	aliases  *Aliases
	embedder Embedder
	vectors  *vector.Store // nil: without
	degraded string        // why vectors is nil, when it should not be
	weights  features
}

// span is an article's passages, [from, to), and its title's stems' numbers.
type span struct {
	from, to int
	title    []uint32
}

// Open indexes every passage of the corpus, headers included. It fails only when ctx
// ends: without its embedder an index searches by words alone, and says so.
func Open(ctx context.Context, corpus *article.Corpus, o Options) (*Index, Report, error) {
	if o.Embedder == nil {
		o.Embedder = embed.New()
	}
	x := &Index{
		spans: map[*article.Article]span{}, stems: map[string]string{}, aliases: o.Aliases,
		embedder: o.Embedder, weights: weightsFor(o.Embedder),
	}
	x.read(corpus)
	r := Report{Passages: len(x.passages)}
	if err := ctx.Err(); err != nil {
		return nil, r, err
	}
	var err error
	x.vectors, err = vectors(ctx, x.passages, o, &r)
	if ctx.Err() != nil {
		return nil, r, ctx.Err()
	}
	if err != nil {
		x.degraded = fmt.Sprintf("vector search is unavailable: %v", err)
		r.Notes = append(r.Notes, x.degraded)
	}
	return x, r, nil
}

// read tokenises the corpus, each passage once, and indexes its words.
func (x *Index) read(corpus *article.Corpus) {
	var docs []lexical.Document
	for _, a := range corpus.Articles {
		from := len(x.passages)
		title, _ := x.content(a.Title, nil)
		for i := range a.Passages {
			p := &a.Passages[i]
			body, marks := x.content(p.Text, p.Sentences)
			x.passages = append(x.passages, p)
			x.marks = append(x.marks, marks)
			docs = append(docs, lexical.Document{Title: title, Body: body})
		}
		x.spans[a] = span{from: from, to: len(x.passages)}
	}
	x.words = lexical.New(docs)
	for a, s := range x.spans {
		if s.to > s.from {
			s.title, _ = x.numbersOf(docs[s.from].Title)
			x.spans[a] = s
		}
	}
	x.findNames()
	x.speller = lexical.NewSpeller(slices.Concat(slices.Collect(maps.Keys(x.stems)), x.aliases.words()))
}

// content is the stems of s without its function words, and what stands at each.
func (x *Index) content(s string, sentences []article.Sentence) ([]string, []mark) {
	var stems []string
	var marks []mark
	opening := true
	for _, t := range text.TokensWith(s, x.learn) {
		for len(sentences) > 0 && t.Start >= sentences[0].Start {
			sentences = sentences[1:]
			opening = true
		}
		if t.Stop {
			continue
		}
		stems = append(stems, t.Stem)
		marks = append(marks, markOf(s, t, opening))
		opening = false
	}
	return stems, marks
}

func markOf(s string, t text.Token, opening bool) mark {
	var m mark
	if opening {
		m |= opens
	} else if isCapital(s[t.Start:]) {
		m |= capital
	}
	if '0' <= t.Fold[0] && t.Fold[0] <= '9' || counted[t.Fold] {
		m |= number
	}
	if isYear(t.Fold) || dated[t.Fold] {
		m |= date
	}
	return m
}

// findNames tells names by how the corpus writes them inside sentences: more than
// twice as often with a capital as without.
func (x *Index) findNames() {
	balance := map[uint32]int{}
	for doc := range x.passages {
		for i, id := range x.words.Body(doc) {
			switch m := x.marks[doc][i]; {
			case m&opens != 0:
			case m&capital != 0:
				balance[id]++
			default:
				balance[id] -= 2
			}
		}
	}
	x.names = make([]bool, x.words.Len())
	for id, b := range balance {
		x.names[id] = b > 0
	}
}

func (x *Index) isName(stem string) bool {
	id, ok := x.words.ID(stem)
	return ok && x.names[id]
}

func (x *Index) learn(fold string) string {
	stem, ok := x.stems[fold]
	if !ok {
		stem = text.Stem(fold)
		x.stems[fold] = stem
	}
	return stem
}

func (x *Index) stem(fold string) string {
	if stem, ok := x.stems[fold]; ok {
		return stem
	}
	return text.Stem(fold)
}

// Tokens is text.Tokens, faster for words that the corpus has.
func (x *Index) Tokens(s string) []text.Token { return text.TokensWith(s, x.stem) }

// IDF is a stem's inverse document frequency among the corpus's passages: always
// positive, and at its greatest for a stem that no passage holds.
func (x *Index) IDF(stem string) float64 { return x.words.IDF(stem) }

// Contains reports whether any passage or title holds the stem.
func (x *Index) Contains(stem string) bool { return x.words.Contains(stem) }
