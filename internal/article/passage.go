package article

import (
	"strconv"
	"strings"
	"unicode"
)

// Sizes of passages, in bytes. They suit news: paragraphs of one to four sentences,
// now and then a single short line that means little without its neighbour.
const (
	shortParagraph = 100  // below it a paragraph is joined to its neighbour
	joinedPassage  = 600  // and the two together stay within this
	longPassage    = 2400 // above it a paragraph is divided between sentences
)

// piece is a sentence by the body's offsets, and the number of its paragraph.
type piece struct {
	Sentence
	paragraph int
}

// cut makes an article's passages: the header, then the body's.
func cut(a *Article, blocks []block) []Passage {
	passages := []Passage{headerPassage(a)}
	for i := 0; i < len(blocks); {
		n := groupLen(a.Body, blocks[i:])
		var pieces []piece
		for j := i; j < i+n; j++ {
			for _, s := range blockSentences(a.Body, blocks[j]) {
				pieces = append(pieces, piece{s, j + 1})
			}
		}
		for _, chunk := range divide(pieces) {
			passages = append(passages, newPassage(a, len(passages), chunk))
		}
		i += n
	}
	return passages
}

// headerPassage is passage 0: each line of the header is one sentence.
func headerPassage(a *Article) Passage {
	p := Passage{ID: a.Slug + "#0", Span: Span{0, len(a.Header)}, Text: a.Header, Article: a}
	start := 0
	for line := range strings.Lines(a.Header) {
		p.Sentences = append(p.Sentences, Sentence{Span: Span{start, start + len(line) - 1}})
		start += len(line)
	}
	return p
}

// newPassage makes a passage of consecutive sentences.
func newPassage(a *Article, number int, pieces []piece) Passage {
	span := Span{pieces[0].Start, pieces[len(pieces)-1].End}
	p := Passage{
		ID: a.Slug + "#" + strconv.Itoa(number), Number: number, Article: a,
		Span: span, Text: a.Body[span.Start:span.End], Paragraph: pieces[0].paragraph,
		Sentences: make([]Sentence, len(pieces)),
	}
	for i, s := range pieces {
		p.Sentences[i] = Sentence{Span{s.Start - span.Start, s.End - span.Start}, s.Fragment}
	}
	return p
}

// groupLen is how many of the blocks, from the first, make one passage. A heading
// belongs to what follows it; a short paragraph to what stands before it or, where
// nothing does, to what follows.
func groupLen(body string, blocks []block) int {
	start := blocks[0].Start
	prose := blocks[0].kind != heading // whether the group holds more than headings yet
	for n := 1; n < len(blocks); n++ {
		before, next := blocks[n-1], blocks[n]
		size := next.End - start
		switch {
		case !onlyMarks(body[before.End:next.Start]):
			return n
		case !prose:
			if size > longPassage {
				return n
			}
		case next.kind == heading || size > joinedPassage:
			return n
		case next.Len() >= shortParagraph && before.End-start >= shortParagraph:
			return n
		}
		prose = prose || next.kind != heading
	}
	return len(blocks)
}

// onlyMarks tells whether what stands between two blocks is white space and the marks
// of structure: a passage never takes in words that belong to no sentence.
func onlyMarks(gap string) bool {
	return !strings.ContainsFunc(gap, unicode.IsLetter)
}

// divide shares out the sentences of a group that is too long for one passage into
// the fewest that fit, of about one size.
func divide(pieces []piece) [][]piece {
	if len(pieces) == 0 {
		return nil
	}
	size := pieces[len(pieces)-1].End - pieces[0].Start
	parts := (size + longPassage - 1) / longPassage
	if parts == 1 {
		return [][]piece{pieces}
	}
	var chunks [][]piece
	first := 0
	for i := range pieces {
		if pieces[i].End-pieces[first].Start >= size/parts || i == len(pieces)-1 {
			chunks = append(chunks, pieces[first:i+1])
			first = i + 1
		}
	}
	return chunks
}
