package verify

import "footnote/internal/article"

// Verbatim makes the claim that is the bytes of span in p, quoted whole under the
// footnote number. It fails when span is empty or does not lie in p.Text.
func Verbatim(number int, p *article.Passage, span article.Span) (Claim, bool) {
	if p == nil || span.Start < 0 || span.Start >= span.End || span.End > len(p.Text) {
		return Claim{}, false
	}
	quote := p.Text[span.Start:span.End]
	cite := Citation{Number: number, Passage: p, Quote: quote, Start: span.Start, End: span.End}
	return Claim{text: quote, citations: []Citation{cite}, score: 1}, true
}
