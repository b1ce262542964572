package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Limits of sentences, in bytes.
const (
	longQuotation = 500  // a quotation up to this stays whole, however many sentences it holds
	longBracket   = 300  // and so does what stands in brackets
	longSentence  = 1000 // text without a full stop is cut at this, at white space where there is any
)

// blockSentences are the sentences of one block, by the body's offsets.
func blockSentences(body string, b block) []Sentence {
	text := body[b.Start:b.End]
	spans := []Span{{0, len(text)}}
	if b.kind == paragraph {
		spans = split(text)
	}
	var out []Sentence
	for i, s := range spans {
		fragment := b.kind != paragraph || isFragment(text[s.Start:s.End], i == 0, len(spans) == 1)
		parts := cutLong(text, s)
		for _, part := range parts {
			out = append(out, Sentence{Span{b.Start + part.Start, b.Start + part.End}, fragment || len(parts) > 1})
		}
	}
	return out
}

// split cuts a paragraph into sentences: Unicode's boundaries (UAX #29), less those
// that news writing puts inside a sentence. It keeps together what a citation must
// not lose: a quotation, its speaker, and the verb between them.
func split(text string) []Span {
	c := cutter{text: text, enclosed: enclosuresOf(text), bounds: boundaries(text)}
	var out []Span
	start := 0
	emit := func(end int) {
		if s := trimSpan(text, Span{start, end}); s.Len() > 0 {
			out = append(out, s)
		}
		start = end
	}
	for i := range c.bounds {
		if c.ends(start, i) {
			emit(c.bounds[i].at)
		}
	}
	emit(len(text))
	return out
}

// cutter is a paragraph being cut at some of its boundaries.
type cutter struct {
	text     string
	enclosed enclosures
	bounds   []boundary
}

// ends tells whether the sentence from start ends at boundary i.
func (c cutter) ends(start, i int) bool {
	b := c.bounds[i]
	if b.newLine {
		return true
	}
	if c.enclosed.hold(b.at) {
		return false
	}
	before := strings.TrimSpace(c.text[start:b.at])
	return !joins(before, c.segment(i)) && !c.continuesSpeech(start, before, i)
}

// segment is what stands between boundary i and the next one, trimmed.
func (c cutter) segment(i int) string {
	return strings.TrimSpace(c.text[c.bounds[i].at:c.limit(i+1)])
}

// limit is where boundary i stands, or the end of the text.
func (c cutter) limit(i int) int {
	if i < len(c.bounds) {
		return c.bounds[i].at
	}
	return len(c.text)
}

// continuesSpeech tells whether a bare quotation at boundary i belongs to the sentence
// before it, which says who speaks: `Sestanovich said so. "I like to think".`
func (c cutter) continuesSpeech(start int, before string, i int) bool {
	quotation, ok := c.enclosed.quotationAt(trimSpan(c.text, Span{c.bounds[i].at, len(c.text)}).Start)
	if !ok || !reportsSpeech(before) {
		return false
	}
	next := i + 1
	for c.limit(next) < quotation.End {
		next++
	}
	end := c.limit(next)
	switch {
	case end-start > longQuotation, hasWord(c.text[quotation.End:end]):
		return false
	case next < len(c.bounds):
		return !joins(c.text[quotation.Start:quotation.End], c.segment(next))
	}
	return true
}

// boundary is where a sentence may start. One at a new line's bullet always starts one.
type boundary struct {
	at      int
	newLine bool
}

// boundaries are the places where a sentence may start, in order: Unicode's, those
// behind reference marks ("in 1066.[12] The …"), those before the rest of a broken word
// ("reported. -Russian ties") and before numbers ("Arab oil. 71% of …"), which Unicode
// takes for a sentence's middle, and lines that start with a bullet. Other line breaks
// are white space.
func boundaries(text string) []boundary {
	var out []boundary
	for seg := sentences.FromString(calm(text)); seg.Next(); {
		if seg.Start() > 0 {
			out = append(out, boundary{at: seg.Start()})
		}
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == ']' && startsCapital(text[i+1:]) && endsReference(text[:i+1]):
			out = append(out, boundary{at: i + 1})
		case text[i] == ' ' && endsSentence(text[:i]) && (startsMidAir(text[i+1:]) || startsNumber(text[i+1:])):
			out = append(out, boundary{at: i + 1})
		case text[i] == '\n' && startsBullet(text[i+1:]):
			out = append(out, boundary{at: i + 1, newLine: true})
		}
	}
	slices.SortStableFunc(out, func(a, b boundary) int { return a.at - b.at })
	return out
}

// calm is text, byte for byte as long, with line breaks made spaces, and with the rest
// of an endless run of marks or spaces ("))))…") made letters: Unicode's rules look
// back over such a run at each of its characters, in time square in its length.
func calm(text string) string {
	const endless = 64
	out := []byte(text)
	run := 0
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			run = 0
			continue
		}
		run++
		if r == '\n' || r == '\r' {
			out[i] = ' '
		}
		for j := i; run > endless && j < i+utf8.RuneLen(r); j++ {
			out[j] = 'X'
		}
	}
	return string(out)
}

// endsReference tells whether s ends with a full stop and reference marks behind it.
func endsReference(s string) bool {
	const longest = 8 // "[note 12]" is longer, and is left to be read as text
	for strings.HasSuffix(s, "]") {
		open := strings.LastIndexByte(s[max(0, len(s)-longest):], '[')
		if open < 0 {
			return false
		}
		s = s[:max(0, len(s)-longest)+open]
	}
	return endsSentence(s)
}

// endsSentence tells whether s ends with a full stop or the like, perhaps in quotation marks.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"”)`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?")
}

// startsCapital tells whether s is white space and then a capital, perhaps in quotation marks.
func startsCapital(s string) bool {
	trimmed := strings.TrimLeft(s, " \t\r\n")
	if trimmed == s {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(trimmed, `"“‘(`))
	return unicode.IsUpper(r)
}

// startsNumber tells whether s starts with a number or an amount of money.
func startsNumber(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r) || unicode.Is(unicode.Sc, r)
}

// startsBullet tells whether a line starts with the mark of a list and then a space.
func startsBullet(line string) bool {
	line = strings.TrimLeft(line, " \t")
	for _, mark := range []string{"• ", "· ", "- ", "* ", "– ", "— ", "◦ ", "▪ ", "‣ "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}

// cutLong divides a sentence too long to quote.
func cutLong(text string, s Span) []Span {
	var out []Span
	for s.Len() > longSentence {
		limit := s.Start + longSentence
		end := s.Start + strings.LastIndexFunc(text[s.Start:limit], unicode.IsSpace)
		if end <= s.Start {
			end = limit
			for end > limit-utf8.UTFMax && !utf8.RuneStart(text[end]) {
				end--
			}
		}
		out = append(out, trimSpan(text, Span{s.Start, end}))
		s = trimSpan(text, Span{end, s.End})
	}
	return append(out, s)
}
