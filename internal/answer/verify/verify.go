// Package verify decides whether a quote stands in a passage and whether it carries a
// claim. It is the only way to make a Claim, and a Claim is the only thing that is ever
// shown: the promise is kept by the type. It never calls a model or a network.
package verify

import (
	"fmt"

	"footnote/internal/article"
)

// Draft is a claim as somebody proposes it: a sentence, and the words it rests on.
type Draft struct {
	Text   string
	Quotes []Quote
}

// Quote is a proposed quote; Passage is its number in the retrieved passages, from 1.
type Quote struct {
	Passage int
	Text    string
}

// Verdict says whether a claim is supported. Reasons say why not, for people: "14 is not in
// the passage".
type Verdict struct {
	Supported bool
	Score     float64 // 0..1; at least 0.5 exactly when Supported
	Reasons   []string
}

// Aliases gives the other names of a word or phrase; it and they are stems joined with a
// space ("sarin": "nerv agent"): retrieval.Aliases.Others. Well-known places and numbers in
// words need none.
type Aliases func(phrase string) []string

// Verifier verifies claims. It is safe for concurrent use.
type Verifier struct {
	aliases Aliases
	cache   cache
}

// New makes a verifier. aliases may be nil.
func New(aliases Aliases) *Verifier {
	if aliases == nil {
		aliases = func(string) []string { return nil }
	}
	return &Verifier{aliases: aliases}
}

// Claim verifies a draft against the passages retrieved for the question. The Claim is
// zero unless the verdict is Supported. A caller with several drafts prepares the
// passages once, with Evidence.
func (v *Verifier) Claim(d Draft, retrieved []*article.Passage) (Claim, Verdict) {
	return v.Evidence(retrieved).Claim(d)
}

// Check says whether the passages support a claim that names no quotes, and finds the
// sentences that do.
func (v *Verifier) Check(claim string, passages []*article.Passage) (Verdict, []Citation) {
	return v.Evidence(passages).Check(claim)
}

// Find makes a statement that names no quotes a claim, by finding them itself.
func (v *Verifier) Find(statement string, passages []*article.Passage) (Claim, Verdict) {
	return v.Evidence(passages).Find(statement)
}

// Claim verifies a draft: every quote must stand in the passage that it names, and the
// quotes with their passages must carry the sentence.
func (e *Evidence) Claim(d Draft) (Claim, Verdict) {
	sentence, why := tidy(d.Text)
	if why != "" {
		return Claim{}, refused(why)
	}
	citations, why := e.locate(d.Quotes)
	if why != "" {
		return Claim{}, refused(why)
	}
	verdict := e.carry(sentence, citations)
	if !verdict.Supported {
		return Claim{}, verdict
	}
	return Claim{text: sentence, citations: citations, score: verdict.Score}, verdict
}

// locate finds every quote in the passage it names; why is not "" when one fails. The
// same place quoted twice is cited once.
func (e *Evidence) locate(quotes []Quote) (citations []Citation, why string) {
	if len(quotes) == 0 {
		return nil, "the claim quotes nothing"
	}
	if len(quotes) > MaxQuotes {
		return nil, fmt.Sprintf("the claim has %d quotes, over %d", len(quotes), MaxQuotes)
	}
	seen := map[place]bool{}
	for _, q := range quotes {
		p, at, why := e.place(q)
		if why != "" {
			return nil, why
		}
		c, err := cite(len(citations)+1, p, at)
		if err != nil {
			return nil, err.Error()
		}
		if key := (place{c.Passage, c.Start, c.End}); !seen[key] {
			seen[key] = true
			citations = append(citations, c)
		}
	}
	return citations, ""
}

func (e *Evidence) place(q Quote) (in *article.Passage, at article.Span, why string) {
	if q.Passage < 1 || q.Passage > len(e.passages) {
		return nil, at, fmt.Sprintf("passage %d is not one of the %d retrieved", q.Passage, len(e.passages))
	}
	if !telling(q.Text) {
		return nil, at, fmt.Sprintf("the quote %.40q is too short to carry anything", q.Text)
	}
	p := e.passages[q.Passage-1]
	start, end, ok := locate(q.Text, p.folded)
	if !ok {
		return nil, at, e.misplaced(q)
	}
	return p.passage, article.Span{Start: start, End: end}, ""
}

// misplaced says where a quote stands that is not in the passage it names.
func (e *Evidence) misplaced(q Quote) string {
	for i, p := range e.passages {
		if _, _, ok := locate(q.Text, p.folded); ok {
			return fmt.Sprintf("the quote %.40q is from passage %d, not passage %d", q.Text, i+1, q.Passage)
		}
	}
	return fmt.Sprintf("the quote %.40q is not in passage %d", q.Text, q.Passage)
}

func refused(why string) Verdict { return Verdict{Reasons: []string{why}} }
