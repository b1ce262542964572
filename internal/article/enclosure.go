package article

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// enclosures are the quotations and brackets of a paragraph, each from its opening
// mark to the end of its closing one; in order, none overlapping another of its kind.
// What is never closed, and what is too long to stay whole, is not among them.
type enclosures struct{ quotations, brackets []Span }

// enclosuresOf finds them in one pass over text.
func enclosuresOf(text string) enclosures {
	var e enclosures
	quote, bracket := -1, -1
	var before rune
	for i, r := range text {
		size := utf8.RuneLen(r)
		switch r {
		case '"':
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			opens := opensBefore(before) && !unicode.IsSpace(next) && i+size < len(text)
			if quote >= 0 && !opens {
				e.quotations, quote = closeAt(e.quotations, quote, i+size, longQuotation), -1
			} else if opens {
				quote = i
			}
		case '“', '«':
			quote = i
		case '”', '»':
			e.quotations, quote = closeAt(e.quotations, quote, i+size, longQuotation), -1
		case '(', '[':
			if bracket < 0 {
				bracket = i
			}
		case ')', ']':
			e.brackets, bracket = closeAt(e.brackets, bracket, i+size, longBracket), -1
		}
		before = r
	}
	return e
}

// opensBefore tells whether a straight quotation mark behind r can open a quotation.
func opensBefore(r rune) bool {
	return r == 0 || unicode.IsSpace(r) || strings.ContainsRune("([{‘'-–—/", r)
}

func closeAt(spans []Span, start, end, longest int) []Span {
	if start < 0 || end-start > longest {
		return spans
	}
	return append(spans, Span{start, end})
}

// hold tells whether a sentence that starts at offset would start inside one.
func (e enclosures) hold(offset int) bool {
	return holds(e.quotations, offset) || holds(e.brackets, offset)
}

func holds(spans []Span, offset int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].Start >= offset }) - 1
	return i >= 0 && offset < spans[i].End
}

// quotationAt is the quotation that starts at offset.
func (e enclosures) quotationAt(offset int) (Span, bool) {
	i := sort.Search(len(e.quotations), func(i int) bool { return e.quotations[i].Start >= offset })
	if i == len(e.quotations) || e.quotations[i].Start != offset {
		return Span{}, false
	}
	return e.quotations[i], true
}
