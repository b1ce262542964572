package verify

import (
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/text"
)

// Evidence is passages prepared for verifying: folded and cut into words once for all
// the claims of a question. It is immutable and safe for concurrent use.
type Evidence struct {
	verifier *Verifier
	passages []*prepared
}

// Evidence prepares the passages retrieved for a question.
func (v *Verifier) Evidence(passages []*article.Passage) *Evidence {
	e := &Evidence{verifier: v, passages: make([]*prepared, len(passages))}
	for i, p := range passages {
		e.passages[i] = v.prepared(p)
	}
	return e
}

// prepared is a passage as verifying sees it.
type prepared struct {
	passage   *article.Passage
	folded    folded
	words     []word
	at        map[string][]int32 // where each key stands in words
	prefixes  map[string]bool    // the first five bytes of its longer words
	sentences []sentence
	title     map[string]bool // the keys of the article's title
}

// sentence is one sentence of a prepared passage. Words that stand in none, as in a
// passage without known sentences, make one together.
type sentence struct {
	in       *prepared
	number   int // its place in in.sentences
	span     article.Span
	from, to int // of in.words
	negates  bool
}

func (s sentence) words() []word { return s.in.words[s.from:s.to] }

func (v *Verifier) prepare(p *article.Passage) *prepared {
	out := &prepared{passage: p, folded: fold(p.Text), words: words(p.Text, v.stem), title: map[string]bool{}}
	out.at = make(map[string][]int32, len(out.words))
	out.prefixes = make(map[string]bool, len(out.words))
	for i, w := range out.words {
		out.at[w.key] = append(out.at[w.key], int32(i))
		if w.fold == "one" {
			out.at["#1"] = append(out.at["#1"], int32(i))
		}
		if len(w.fold) >= prefix && w.number == nil {
			out.prefixes[w.fold[:prefix]] = true
		}
	}
	if p.Article != nil {
		for _, w := range words(p.Article.Title, v.stem) {
			out.title[w.key] = true
		}
	}
	out.cut()
	return out
}

// cut finds the words of each sentence.
func (p *prepared) cut() {
	i := 0
	take := func(span article.Span) {
		s := sentence{in: p, number: len(p.sentences), span: span, from: i}
		for ; i < len(p.words) && p.words[i].start < span.End; i++ {
			s.negates = s.negates || p.words[i].negates
		}
		if s.to = i; s.to > s.from {
			p.sentences = append(p.sentences, s)
		}
	}
	for _, s := range p.passage.Sentences {
		if s.Start >= 0 && s.Start < s.End && s.End <= len(p.passage.Text) {
			take(s.Span)
		}
	}
	if i < len(p.words) {
		take(article.Span{Start: p.words[i].start, End: p.words[len(p.words)-1].end})
	}
}

// prefix is how much of two longer words must agree for them to be forms of one.
const prefix = 5

// holds reports whether a passage has the word in some form.
func holds(w word, passages []*prepared) bool {
	for _, p := range passages {
		if len(p.at[w.key]) > 0 {
			return true
		}
		if w.number == nil && !w.named() && len(w.fold) >= prefix && p.prefixes[w.fold[:prefix]] {
			return true
		}
	}
	return false
}

// best is the most of the keys that stand within so many words of the passage.
func (p *prepared) best(keys []string, window int32) int {
	type hit struct{ at, key int32 }
	var hits []hit
	for k, key := range keys {
		for _, i := range p.at[key] {
			hits = append(hits, hit{i, int32(k)})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return int(a.at - b.at) })
	count := make([]int, len(keys))
	best, here, from := 0, 0, 0
	for _, h := range hits {
		if count[h.key]++; count[h.key] == 1 {
			here++
		}
		for ; hits[from].at <= h.at-window; from++ {
			if count[hits[from].key]--; count[hits[from].key] == 0 {
				here--
			}
		}
		best = max(best, here)
	}
	return best
}

// together reports whether two keys stand within so many words of each other.
func together(passages []*prepared, a, b string, within int32) bool {
	for _, p := range passages {
		as, bs := p.at[a], p.at[b]
		for i, j := 0, 0; i < len(as) && j < len(bs); {
			switch d := as[i] - bs[j]; {
			case d != 0 && d <= within && -d <= within:
				return true
			case d < 0:
				i++
			default:
				j++
			}
		}
	}
	return false
}

// telling reports whether a quote says anything: two words, one of them not a function word.
func telling(quote string) bool {
	words, content := 0, 0
	for _, t := range text.TokensWith(quote, strings.Clone) {
		words++
		if !t.Stop {
			content++
		}
	}
	return words >= 2 && content >= 1
}
