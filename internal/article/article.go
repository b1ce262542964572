// Package article owns the corpus: it reads a folder of Markdown, text and HTML
// articles and cuts each body into sentences and passages whose byte offsets always
// map back to the body. It never ranks, answers or shows anything.
package article

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Span is a half-open range of bytes, [Start, End).
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Article is one document of the corpus.
type Article struct {
	Slug   string // unique in the corpus, from the file's name: [a-z0-9-]+
	Title  string // never empty: the file's own, else its first heading or line, else its name
	Author string // "" when the file does not say
	Source string
	URL    string
	// Published and Updated are zero when the file does not say; none is invented.
	Published, Updated time.Time

	Path       string // the file it was read from, relative to the corpus folder, with slashes
	Body       string // for Markdown and text: the file's own bytes after the front matter; for HTML: the extracted main text
	BodyOffset int    // where Body starts in the file, in bytes; -1 when Body is extracted (HTML)

	// Header is the article's metadata as citable text, one "Title: …" line per
	// known field (Title, Author, Source, Published, Updated). Passage 0 spans it.
	Header string

	Passages []Passage // Passages[0] is the header; the body's follow in order, numbered from 1

	linesBefore int // lines of the file above Body
}

// Line is the line of the file, from 1, that holds byte offset of Body. An article
// extracted from HTML has no such line: there it is the line of Body itself.
func (a *Article) Line(offset int) int {
	offset = min(max(offset, 0), len(a.Body))
	return a.linesBefore + strings.Count(a.Body[:offset], "\n") + 1
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
	// Sentences are in order, with offsets relative to Text. Between them stand only
	// white space and marks of structure, such as a list's bullets: no word is lost.
	Sentences []Sentence
}

// Neighbours are the passages before and after p in the body, nil where there is
// none. The header stands outside the body and has no neighbours. They are found by
// their numbers, since a recorded article may hold only some of its passages.
func (p *Passage) Neighbours() (before, after *Passage) {
	if p.Number == 0 || p.Article == nil {
		return nil, nil
	}
	for i := range p.Article.Passages {
		switch n := &p.Article.Passages[i]; n.Number {
		case 0:
		case p.Number - 1:
			before = n
		case p.Number + 1:
			after = n
		}
	}
	return before, after
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

// Article finds an article by its slug.
func (c *Corpus) Article(slug string) (*Article, bool) {
	i, found := slices.BinarySearchFunc(c.Articles, slug, func(a *Article, slug string) int {
		return strings.Compare(a.Slug, slug)
	})
	if !found {
		return nil, false
	}
	return c.Articles[i], true
}

// Passage finds a passage by its id, "slug#n".
func (c *Corpus) Passage(id string) (*Passage, bool) {
	slug, number, _ := strings.Cut(id, "#")
	a, ok := c.Article(slug)
	if !ok {
		return nil, false
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(a.Passages) || a.Passages[n].ID != id {
		return nil, false
	}
	return &a.Passages[n], true
}

// Problem is one thing wrong with one file; the other articles still load.
type Problem struct {
	Path string // relative to the corpus folder, with slashes
	Line int    // from 1; 0 when the whole file is meant
	Text string // what happened and what to do, lower case, no full stop
}

// String is the problem on one line: "path:line: text".
func (p Problem) String() string {
	if p.Line == 0 {
		return p.Path + ": " + p.Text
	}
	return p.Path + ":" + strconv.Itoa(p.Line) + ": " + p.Text
}
