// Package extract answers with sentences of the retrieved passages, quoted whole: it
// finds what kind of thing a question asks for, chooses the sentence that best answers
// it, and judges whether it does. It writes nothing of its own but the reason why there
// is no answer, and never calls a model.
package extract

import (
	"fmt"
	"strings"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
	"footnote/internal/text"
)

// Lexicon knows the corpus's words: retrieval.Index, or a fake.
type Lexicon interface {
	// Tokens is text.Tokens.
	Tokens(s string) []text.Token
	// Terms are the content words of a question and what may stand for them.
	Terms(question string) []retrieval.Term
}

// Extraction is the best sentences for a question, and whether they answer it.
type Extraction struct {
	// Claims quote the best sentence first, then at most one more. They are filled
	// whenever a sentence could be offered at all; only when Answered are they an answer.
	Claims []verify.Claim
	// Confidence is the estimated probability that the first claim answers, in 0..1.
	Confidence float64
	Answered   bool
	// Reason is a plain sentence for the member, saying why there is no answer; "" when Answered.
	Reason string
}

// Extractor answers with sentences quoted whole. It is safe for concurrent use.
type Extractor struct {
	lex Lexicon
}

// New makes an Extractor for the corpus whose words lex knows.
func New(lex Lexicon) *Extractor { return &Extractor{lex: lex} }

// Extract chooses among the sentences of res the one or two that best answer question.
// The same question and result give the same extraction.
func (e *Extractor) Extract(question string, res retrieval.Result) Extraction {
	q := analyze(question, e.lex)
	m := newMatcher(&q, e.lex)
	switch intentOf(question, &q) {
	case wantsTalk:
		return Extraction{Reason: "Ask me something about the articles: I answer with what they say, word for word."}
	case wantsOrders:
		return Extraction{Reason: "I only answer questions about the articles, with what they say, word for word."}
	}
	if field, rest := q.field(); field != "" {
		if x, ok := m.detail(field, rest, res.Hits); ok {
			return x
		}
	}
	cands := candidates(&q, m, res.Hits)
	best := first(cands)
	if best == nil {
		return Extraction{Reason: q.excuse()}
	}
	g := weigh(&q, best)
	out := Extraction{Confidence: g.confidence(&doubts), Claims: claims(best, second(cands, best))}
	if out.Answered = out.Confidence >= threshold; !out.Answered {
		out.Reason = q.excuse()
	}
	return out
}

// first is the candidate with the highest score, the first of equal ones; nil of none.
func first(cands []candidate) *candidate {
	var best *candidate
	for i := range cands {
		if best == nil || cands[i].score > best.score {
			best = &cands[i]
		}
	}
	return best
}

// closeSecond is how far behind the best a second sentence may be, in log-odds, and
// still be quoted.
const closeSecond = 0.5

// second is a sentence worth quoting after best: the one before it, when best begins
// with a pronoun, else one that is hardly worse; nil for none.
func second(cands []candidate, best *candidate) *candidate {
	var next *candidate
	for i := range cands {
		c := &cands[i]
		switch {
		case c == best:
		case best.x[fPronoun] == 1 && c.reading == best.reading && c.number == best.number-1:
			return c
		case c.score >= best.score-closeSecond && (next == nil || c.score > next.score):
			next = c
		}
	}
	return next
}

func claims(cands ...*candidate) []verify.Claim {
	var out []verify.Claim
	for _, c := range cands {
		if c == nil {
			continue
		}
		if claim, ok := verify.Verbatim(len(out)+1, c.hit.Passage, c.span()); ok {
			out = append(out, claim)
		}
	}
	return out
}

// detail answers from the header of the first article whose title has all of the rest
// of the question. It fails when there is no such header among the hits.
func (m *matcher) detail(field string, rest []int, hits []retrieval.Hit) (Extraction, bool) {
	for i := range hits {
		p := hits[i].Passage
		if p.Number != 0 || !m.titled(p.Article, rest) {
			continue
		}
		for _, s := range p.Sentences {
			if strings.HasPrefix(p.Text[s.Start:s.End], field+":") {
				claim, ok := verify.Verbatim(1, p, s.Span)
				return Extraction{Claims: []verify.Claim{claim}, Confidence: 1, Answered: ok}, ok
			}
		}
		return Extraction{Reason: missingFields[field]}, true
	}
	return Extraction{}, false
}

// titled reports whether the article's title has all of the terms.
func (m *matcher) titled(a *article.Article, terms []int) bool {
	met := m.title(a)
	for _, t := range terms {
		if met[t] == 0 {
			return false
		}
	}
	return true
}

var missingFields = map[string]string{
	"Title": "The article has no title.", "Author": "The article does not say who wrote it.",
	"Source": "The article does not say where it was published.", "Published": "The article does not say when it was published.",
	"URL": "The article does not say where it stands.",
}

// excuse says why there is no answer.
func (q *query) excuse() string {
	for _, t := range q.terms {
		if t.Name && !t.Known {
			return fmt.Sprintf("The articles say nothing about “%s”.", q.text[t.Start:t.End])
		}
	}
	if e, ok := excuses[q.asks]; ok {
		return e
	}
	return "The articles do not seem to answer that."
}

var excuses = map[kind]string{
	asksPerson: "The articles do not seem to say who.", asksTime: "The articles do not seem to say when.",
	asksPlace: "The articles do not seem to say where.", asksReason: "The articles do not seem to say why.",
	asksNumber: "The articles do not seem to give that figure.",
}
