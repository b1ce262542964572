package verify

import (
	"fmt"
	"unicode/utf8"

	"footnote/internal/article"
)

// Limits of what is shown: of texts in bytes, and of one sentence's footnotes.
const (
	MaxClaim  = 400  // a sentence that somebody wrote; a verbatim one may be as long as a quote
	MaxQuote  = 1200 // a footnote is words, not a page; no sentence of an article is longer
	MaxQuotes = 8    // more prove nothing that fewer don't
)

// Citation is a verbatim quote of a passage.
// Passage.Text[Start:End] == Quote always holds.
type Citation struct {
	Number     int // the footnote's number in the answer, from 1
	Passage    *article.Passage
	Quote      string
	Start, End int
}

// Claim is one sentence of an answer with one citation or more. It can be made only by
// this package, so a Claim in hand has been verified.
type Claim struct {
	text      string
	citations []Citation
	score     float64
}

// Text is the sentence. Citations are its footnotes, at least one. Score is how well
// they carry it, in 0..1; 1 for a verbatim sentence.
func (c Claim) Text() string          { return c.text }
func (c Claim) Citations() []Citation { return append([]Citation(nil), c.citations...) }
func (c Claim) Score() float64        { return c.score }

// Verbatim makes the claim that is the bytes of span in p, quoted whole under the
// footnote number. It fails when span is not whole, valid words of p.Text, or longer
// than MaxQuote.
func Verbatim(number int, p *article.Passage, span article.Span) (Claim, bool) {
	c, err := cite(number, p, span)
	if err != nil {
		return Claim{}, false
	}
	return Claim{text: c.Quote, citations: []Citation{c}, score: 1}, true
}

// Also is c with one more citation: other words that bear on it, numbered after its last.
// It fails where Verbatim would.
func (c Claim) Also(p *article.Passage, span article.Span) (Claim, bool) {
	more, err := cite(len(c.citations)+1, p, span)
	if err != nil || len(c.citations) == 0 {
		return Claim{}, false
	}
	c.citations = append(c.Citations(), more)
	return c, true
}

// Recorded makes a claim again from what was recorded when it was shown: its sentence,
// its score and its citations with their passages as they were. It fails when a citation
// no longer holds: the words at the recorded offsets are not the recorded quote. Whether
// the quotes carry the sentence was judged when it was shown, and is not judged again.
func Recorded(sentence string, score float64, citations []Citation) (Claim, error) {
	if len(citations) == 0 {
		return Claim{}, fmt.Errorf("recorded claim %.40q has no citation", sentence)
	}
	if why := unfit(sentence, MaxClaim); why != "" && sentence != citations[0].Quote {
		return Claim{}, fmt.Errorf("recorded claim %.40q: %s", sentence, why)
	}
	for i, c := range citations {
		made, err := cite(c.Number, c.Passage, article.Span{Start: c.Start, End: c.End})
		if err != nil {
			return Claim{}, fmt.Errorf("recorded claim %.40q: citation %d: %w", sentence, i+1, err)
		}
		if made.Quote != c.Quote {
			return Claim{}, fmt.Errorf("recorded claim %.40q: citation %d: passage %s does not hold the quote at bytes %d to %d",
				sentence, i+1, c.Passage.ID, c.Start, c.End)
		}
	}
	return Claim{text: sentence, score: min(max(score, 0), 1), citations: append([]Citation(nil), citations...)}, nil
}

func cite(number int, p *article.Passage, s article.Span) (Citation, error) {
	if p == nil {
		return Citation{}, fmt.Errorf("a citation names no passage")
	}
	if s.Start < 0 || s.End > len(p.Text) || s.Start >= s.End {
		return Citation{}, fmt.Errorf("bytes %d to %d are not within the %d bytes of passage %s", s.Start, s.End, len(p.Text), p.ID)
	}
	quote := p.Text[s.Start:s.End]
	if len(quote) > MaxQuote {
		return Citation{}, fmt.Errorf("the quote is %d bytes long, over %d", len(quote), MaxQuote)
	}
	if !utf8.ValidString(quote) || wordless(quote) {
		return Citation{}, fmt.Errorf("bytes %d to %d of passage %s are not words", s.Start, s.End, p.ID)
	}
	return Citation{Number: number, Passage: p, Quote: quote, Start: s.Start, End: s.End}, nil
}
