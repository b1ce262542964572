package retrieval

import (
	"context"

	"footnote/internal/article"
	"footnote/internal/retrieval/lexical"
	"footnote/internal/text"
)

// Index is a corpus ready to be searched. It is immutable and safe for concurrent use.
type Index struct {
	passages []*article.Passage
	numbers  map[string]int // passage id -> its place in passages
	words    *lexical.Index
	stems    map[string]string // every fold of the corpus and its stem
}

// Open indexes every passage of the corpus, headers included.
func Open(ctx context.Context, corpus *article.Corpus, o Options) (*Index, Report, error) {
	x := &Index{numbers: map[string]int{}, stems: map[string]string{}}
	var docs []lexical.Document
	for _, a := range corpus.Articles {
		title := x.content(a.Title)
		for i := range a.Passages {
			p := &a.Passages[i]
			x.numbers[p.ID] = len(x.passages)
			x.passages = append(x.passages, p)
			docs = append(docs, lexical.Document{Title: title, Body: x.content(p.Text)})
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, Report{}, err
	}
	x.words = lexical.New(docs)
	return x, Report{Passages: len(x.passages)}, nil
}

// content is the stems of s without its function words; it learns new words' stems.
func (x *Index) content(s string) []string {
	var out []string
	for _, t := range text.TokensWith(s, x.learn) {
		if !t.Stop {
			out = append(out, t.Stem)
		}
	}
	return out
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
