// Package article owns the corpus: it reads a folder of Markdown, text and HTML
// articles and cuts each body into sentences and passages whose byte offsets always
// map back to the body. It never ranks, answers or shows anything.
package article

import "time"

// Span is a half-open range of bytes, [Start, End).
type Span struct{ Start, End int }

// Article is one document of the corpus.
type Article struct {
	Slug   string // unique in the corpus, from the file's name: [a-z0-9-]+
	Title  string
	Author string // "" when the file does not say
	Source string
	URL    string
	// Published and Updated are zero when the file does not say; none is invented.
	Published, Updated time.Time

	Path       string // the file it was read from, relative to the corpus folder
	Body       string // for Markdown and text: the file's own bytes after the front matter; for HTML: the extracted main text
	BodyOffset int    // where Body starts in the file, in bytes; -1 when Body is extracted (HTML)

	// Header is the article's metadata as citable text, one "Title: …" line per
	// known field (Title, Author, Source, Published, Updated). Passage 0 spans it.
	Header string

	Passages []Passage // Passages[0] is the header; the body's follow in order, numbered from 1
}

// Passage is a citable piece of an article: one paragraph, or a few short ones.
type Passage struct {
	ID      string // "slug#n"
	Number  int    // n: 0 is the header, the body's count from 1
	Span    Span   // bytes of the article's Body (of its Header when Number is 0)
	Text    string // exactly those bytes
	Article *Article
	// Paragraph is the number, from 1, of the passage's first paragraph in the body; 0 for the header.
	Paragraph int
	Sentences []Sentence // in order; offsets relative to Text
}

// Sentence is one sentence of a passage.
type Sentence struct {
	Span          // bytes of the passage's Text
	Fragment bool // a heading, a byline, a cut-off sentence: readable in place, never an answer
}

// Corpus is every article that loaded, and what was wrong with the rest.
type Corpus struct {
	Articles []*Article // sorted by slug
	Problems []Problem  // sorted by path, then line
	// Version identifies the corpus's content: equal for equal articles, in hex.
	Version string
}

// Problem is one thing wrong with one file; the other articles still load.
type Problem struct {
	Path string // relative to the corpus folder
	Line int    // from 1; 0 when the whole file is meant
	Text string // what happened and what to do, lower case, no full stop
}
