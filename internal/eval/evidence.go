package eval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
)

// target is a place where a right citation may stand.
type target struct {
	article *article.Article
	header  bool         // span is of the article's Header, not of its Body
	span    article.Span // the whole article where it is empty
	text    string       // where the evidence could not be found: its words, to compare
}

// targets are alternatives.
type targets []target

// locate finds a question's evidence in the corpus: every place where it stands, in
// bodies and headers. Evidence that stands nowhere is kept as text. Where a question
// names articles only, anything in them is right.
func locate(c *article.Corpus, q Question) targets {
	var out targets
	for _, e := range q.Evidence {
		if a, ok := c.Article(e.Article); ok {
			found := append(occurrences(a, a.Body, e.Text, false), occurrences(a, a.Header, e.Text, true)...)
			if len(found) == 0 {
				found = targets{{article: a, text: flat(e.Text)}}
			}
			out = append(out, found...)
		}
	}
	if len(q.Evidence) > 0 {
		return out
	}
	for _, slug := range q.Articles {
		if a, ok := c.Article(slug); ok {
			out = append(out, target{article: a})
		}
	}
	return out
}

// occurrences are the places where words stand in text, which is a's body or header.
func occurrences(a *article.Article, text, words string, header bool) targets {
	var out targets
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return out
		}
		start := from + i
		from = start + len(words)
		out = append(out, target{article: a, header: header, span: article.Span{Start: start, End: from}})
	}
}

// cited tells whether a citation's quote overlaps a target.
func (ts targets) cited(c verify.Citation) bool {
	from := c.Passage.Span.Start
	return ts.overlap(c.Passage, article.Span{Start: from + c.Start, End: from + c.End})
}

// overlap tells whether the bytes of span, which are within p's own, overlap a target.
func (ts targets) overlap(p *article.Passage, span article.Span) bool {
	for _, t := range ts {
		if t.article != p.Article {
			continue
		}
		switch {
		case t.text != "":
			words := flat(p.Text[span.Start-p.Span.Start : span.End-p.Span.Start])
			if strings.Contains(words, t.text) || strings.Contains(t.text, words) {
				return true
			}
		case t.span.Len() == 0:
			return true
		case t.header == (p.Number == 0) && t.span.Start < span.End && span.Start < t.span.End:
			return true
		}
	}
	return false
}

// containsAny tells whether quote holds one of the answers as whole words, whatever
// their case and spacing: "May" is not in "the mayor".
func containsAny(quote string, answers []string) bool {
	words := flat(quote)
	for _, a := range answers {
		if containsWords(words, flat(a)) {
			return true
		}
	}
	return false
}

func containsWords(text, words string) bool {
	for from := 0; words != ""; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(words)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !isWord(before) && !isWord(after) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
	return false
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// flat is s in lower case with single spaces.
func flat(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
