package article

import (
	"errors"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readPage fills a from an HTML page: its main text without menus and the like, a
// block to a line with blank lines between, and what the page says of itself.
func readPage(a *Article, raw string) ([]block, error) {
	doc, err := html.Parse(strings.NewReader(raw))
	if err != nil {
		return nil, errors.New("cannot be read as HTML (" + err.Error() + "): save the page again")
	}
	a.URL = canonicalURL(doc)
	p := readability.NewParser()
	art, err := p.ParseAndMutate(doc, nil)
	if err != nil {
		return nil, errors.New("no main text found (" + err.Error() + "): save the article as .md or .txt")
	}
	a.Title, a.Author, a.Source = oneLine(art.Title()), oneLine(art.Byline()), oneLine(art.SiteName())
	// A page without a date, or with one that cannot be understood, has none.
	a.Published, _ = art.PublishedTime()
	a.Updated, _ = art.ModifiedTime()
	a.BodyOffset = -1
	var w pageWriter
	if art.Node != nil {
		w.node(art.Node)
	}
	w.flush(paragraph)
	a.Body = w.body.String()
	return w.blocks, nil
}

// canonicalURL is the address that the page gives as its own, "" where it gives none.
func canonicalURL(doc *html.Node) string {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Link && attribute(n, "rel") == "canonical" {
			return strings.TrimSpace(attribute(n, "href"))
		}
	}
	return ""
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// pageWriter writes the text of HTML as a body and remembers its blocks.
type pageWriter struct {
	body   strings.Builder
	blocks []block
	text   strings.Builder // of the block being written
}

// node writes one node and what is below it.
func (w *pageWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text.WriteString(n.Data)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	switch kind, isBlock := blockElement(n.DataAtom); {
	case hidden[n.DataAtom]:
	case n.DataAtom == atom.Br, n.DataAtom == atom.Td, n.DataAtom == atom.Th:
		w.text.WriteByte(' ')
		w.children(n)
	case isBlock:
		w.flush(paragraph)
		w.children(n)
		w.flush(kind)
	default:
		w.children(n)
	}
}

func (w *pageWriter) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

// flush ends the block being written; one without text is none.
func (w *pageWriter) flush(kind blockKind) {
	text := oneLine(w.text.String())
	w.text.Reset()
	if text == "" {
		return
	}
	if w.body.Len() > 0 {
		w.body.WriteString("\n\n")
	}
	start := w.body.Len()
	w.body.WriteString(text)
	w.blocks = append(w.blocks, block{Span{start, w.body.Len()}, kind})
}

// blockElement tells whether an element stands apart from the text around it, and as what.
func blockElement(a atom.Atom) (blockKind, bool) {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return heading, true
	case atom.Pre:
		return verbatim, true
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside,
		atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Blockquote, atom.Figure, atom.Figcaption,
		atom.Table, atom.Tr, atom.Caption, atom.Hr, atom.Address, atom.Details, atom.Summary:
		return paragraph, true
	}
	return paragraph, false
}

// hidden elements hold no text for readers.
var hidden = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true,
	atom.Button: true, atom.Select: true, atom.Textarea: true, atom.Iframe: true, atom.Svg: true,
}
