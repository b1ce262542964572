package verify

import (
	"fmt"
	"unicode/utf8"

	"footnote/internal/article"
)

// Limits of what is shown, in bytes.
const (
	MaxClaim = 400  // a sentence that somebody wrote; a verbatim one may be as long as a quote
	MaxQuote = 1000 // a footnote is words, not a page
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

// Place is a range of a passage's bytes.
type Place struct {
	Passage *article.Passage
	Span    article.Span
}

// Verbatim makes the claim that is exactly the words at a place, cited to that place and
// to any others that bear on it. It fails when a place is not whole, valid words of its
// passage.
func Verbatim(at Place, more ...Place) (Claim, error) {
	c := Claim{score: 1}
	for _, p := range append([]Place{at}, more...) {
		cite, err := p.cite(len(c.citations) + 1)
		if err != nil {
			return Claim{}, err
		}
		c.citations = append(c.citations, cite)
	}
	c.text = c.citations[0].Quote
	return c, nil
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
		made, err := Place{c.Passage, article.Span{Start: c.Start, End: c.End}}.cite(c.Number)
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

func (p Place) cite(number int) (Citation, error) {
	if p.Passage == nil {
		return Citation{}, fmt.Errorf("a citation names no passage")
	}
	text, s := p.Passage.Text, p.Span
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		return Citation{}, fmt.Errorf("bytes %d to %d are not within the %d bytes of passage %s", s.Start, s.End, len(text), p.Passage.ID)
	}
	quote := text[s.Start:s.End]
	if len(quote) > MaxQuote {
		return Citation{}, fmt.Errorf("the quote is %d bytes long, over %d", len(quote), MaxQuote)
	}
	if !utf8.ValidString(quote) || wordless(quote) {
		return Citation{}, fmt.Errorf("bytes %d to %d of passage %s are not words", s.Start, s.End, p.Passage.ID)
	}
	return Citation{Number: number, Passage: p.Passage, Quote: quote, Start: s.Start, End: s.End}, nil
}
