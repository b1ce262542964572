package verify

import (
	"footnote/internal/article"
	"footnote/internal/text"
)

// Evidence is passages prepared for verifying: folded and cut into tokens once for all
// the claims of a question. It is immutable and safe for concurrent use.
type Evidence struct {
	verifier *Verifier
	passages []prepared
}

type prepared struct {
	passage *article.Passage
	folded  folded
	stems   map[string]bool
}

// Evidence prepares the passages retrieved for a question.
func (v *Verifier) Evidence(passages []*article.Passage) *Evidence {
	e := &Evidence{verifier: v}
	for _, p := range passages {
		e.passages = append(e.passages, prepare(p))
	}
	return e
}

func prepare(p *article.Passage) prepared {
	stems := map[string]bool{}
	for _, t := range text.Tokens(p.Text) {
		stems[t.Stem] = true
	}
	return prepared{passage: p, folded: fold(p.Text), stems: stems}
}

// telling reports whether a quote says anything: two words, one of them not a function word.
func telling(quote string) bool {
	words, content := 0, 0
	for _, t := range text.Tokens(quote) {
		words++
		if !t.Stop {
			content++
		}
	}
	return words >= 2 && content >= 1
}
