package article

import "strings"

// Loose is a passage of no corpus: a text as somebody gave it, whole, cut into
// sentences; bytes that are not UTF-8 become U+FFFD. Its article has nothing but the slug.
func Loose(slug, text string) *Passage {
	text = strings.ToValidUTF8(text, "\ufffd")
	a := &Article{Slug: slug, Body: text, BodyOffset: -1}
	p := Passage{ID: slug + "#1", Number: 1, Paragraph: 1, Span: Span{0, len(text)}, Text: text, Article: a}
	for _, b := range plainBlocks(text) {
		p.Sentences = append(p.Sentences, blockSentences(text, b)...)
	}
	a.Passages = []Passage{p}
	return &a.Passages[0]
}
