package verify

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Locate finds quote in text and returns the text's own bytes for it: text[start:end].
// They are equal byte for byte after folding what editors and models change without
// meaning to: typographic quotation marks, dashes and ellipses, white space of any kind,
// soft hyphens and other invisible marks. Marks that only frame the quote (outer
// quotation marks, an ellipsis at either end) may be missing from the text. Words are
// never cut: "80 people" is not found in "180 people", nor "they did" in "they didn't".
func Locate(quote, text string) (start, end int, ok bool) {
	return locate(quote, fold(text))
}

func locate(quote string, text folded) (start, end int, ok bool) {
	needle := strings.TrimSpace(string(fold(quote).bytes))
	if start, end, ok = text.find(needle); ok {
		return start, end, true
	}
	return text.find(unframe(needle))
}

// folded is a text with typography folded away. from and to hold, for each byte of it,
// the bytes of the original that it came from.
type folded struct {
	original string
	bytes    []byte
	from, to []int32
}

func fold(s string) folded {
	f := folded{original: s, bytes: make([]byte, 0, len(s)), from: make([]int32, 0, len(s)), to: make([]int32, 0, len(s))}
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		f.add(s[i:i+size], r, i)
	}
	return f
}

// add appends one rune of the original, which starts at byte at. A run of white space
// becomes one space, a run of hyphens one hyphen.
func (f *folded) add(raw string, r rune, at int) {
	as := foldRune(raw, r)
	if (as == " " || as == "-") && len(f.bytes) > 0 && f.bytes[len(f.bytes)-1] == as[0] {
		f.to[len(f.to)-1] = int32(at + len(raw))
		return
	}
	for j := 0; j < len(as); j++ {
		f.bytes = append(f.bytes, as[j])
		f.from = append(f.from, int32(at))
		f.to = append(f.to, int32(at+len(raw)))
	}
}

// foldRune is what a rune counts as when quotes are compared; "" when it is invisible.
func foldRune(raw string, r rune) string {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '`', '´', '′', '″', 'ʼ':
		return "'"
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return "-"
	case '…':
		return "..."
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return ""
	}
	if unicode.IsSpace(r) {
		return " "
	}
	return raw
}

// unframe cuts what only frames a quote: outer quotation marks and ellipses.
func unframe(s string) string {
	return strings.TrimSpace(strings.Trim(s, "'. "))
}

// find returns the original's bytes for the first needle that cuts no word.
func (f folded) find(needle string) (start, end int, ok bool) {
	if wordless(needle) {
		return 0, 0, false
	}
	text := string(f.bytes)
	for at := 0; at < len(text); {
		i := strings.Index(text[at:], needle)
		if i < 0 {
			return 0, 0, false
		}
		i += at
		j := i + len(needle)
		start, end = int(f.from[i]), int(f.to[j-1])
		if !cutsBefore(text, i) && !cutsAfter(text, j) && utf8.ValidString(f.original[start:end]) {
			return start, end, true
		}
		at = i + 1
	}
	return 0, 0, false
}

// cutsBefore reports whether a quote that starts at text[i] leaves the beginning of a
// word, of a number or of a contraction outside.
func cutsBefore(text string, i int) bool {
	first, _ := utf8.DecodeRuneInString(text[i:])
	last, n := utf8.DecodeLastRuneInString(text[:i])
	if n == 0 || !inWord(first) {
		return n != 0 && unicode.Is(unicode.M, first)
	}
	if inWord(last) {
		return true
	}
	return unicode.IsDigit(first) && strings.ContainsRune(".,", last) && digitBefore(text, i-n)
}

// cutsAfter is cutsBefore for the end of a quote, text[:j]. A possessive 's may be left
// out, the "'t" of "didn't" may not.
func cutsAfter(text string, j int) bool {
	next, n := utf8.DecodeRuneInString(text[j:])
	last, _ := utf8.DecodeLastRuneInString(text[:j])
	switch {
	case n == 0:
		return false
	case unicode.Is(unicode.M, next):
		return true
	case !inWord(last):
		return false
	case inWord(next):
		return true
	case next == '\'':
		return strings.HasPrefix(text[j:], "'t") || strings.HasPrefix(text[j:], "'T")
	case next == '.' || next == ',':
		after, _ := utf8.DecodeRuneInString(text[j+n:])
		return unicode.IsDigit(last) && unicode.IsDigit(after)
	}
	return false
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func digitBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsDigit(r)
}

// findLoose finds words quoted inside a claim: in any case, and without the point or
// comma that the sentence around them put in.
func (f folded) findLoose(quote string) (start, end int, ok bool) {
	low := folded{original: f.original, bytes: lower(f.bytes), from: f.from, to: f.to}
	return low.find(strings.Trim(string(lower(fold(quote).bytes)), " '.,;!?"))
}

// lower is b in lower case as far as that keeps its length: the letters A to Z.
func lower(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] += 'a' - 'A'
		}
	}
	return out
}
