// Package verify decides whether a quote stands in a passage and whether it carries a
// claim. It is the only way to make a Claim, and a Claim is the only thing that is ever
// shown: the promise is kept by the type. It never calls a model or a network.
package verify

import "footnote/internal/article"

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
func (c Claim) Citations() []Citation { return c.citations }
func (c Claim) Score() float64        { return c.score }

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

// Verdict says whether a draft passed. Reasons are for people: "14 is not in the passage".
type Verdict struct {
	Supported bool
	Score     float64 // 0..1
	Reasons   []string
}
