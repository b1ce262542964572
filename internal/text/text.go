// Package text owns how text becomes tokens: words segmented by Unicode's rules
// (UAX #29), folded for comparison and stemmed. It never decides what a token is
// worth: ranking and verifying do that, each for itself.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// Token is one word of a text. Start and End are byte offsets into the text it was
// cut from; Fold is the word in the form that Fold gives, without a possessive
// ending and without the commas of a number ("1,000" is "1000") or the points of an
// initialism ("U.S." is "us"); Stem is what Stem makes of Fold.
type Token struct {
	Start, End int
	Fold, Stem string
	Stop       bool // a function word: "the", "of", "did"; never the "US" of "the US"
}

// Stemmer gives the stem of a folded word. Stem is the plain one; an index that has
// seen most words already gives a faster one.
type Stemmer func(fold string) string

// Tokens cuts s into its words, in order. Punctuation and white space are left out;
// a word holds at least one letter or digit.
func Tokens(s string) []Token { return TokensWith(s, Stem) }

// TokensWith is Tokens with a stemmer of the caller's, which must agree with Stem.
func TokensWith(s string, stem Stemmer) []Token {
	out := make([]Token, 0, len(s)/6+1)
	for seg := words.FromString(s); seg.Next(); {
		w := seg.Value()
		fold := foldWord(w)
		if fold == "" {
			continue
		}
		stop := stopwords[fold] && !(fold == "us" && isCountry(w, out))
		out = append(out, Token{Start: seg.Start(), End: seg.End(), Fold: fold, Stem: stem(fold), Stop: stop})
	}
	return out
}

// Stem returns the Snowball (English) stem of a folded word; of an irregular form
// ("fought", "children"), that of the word it is a form of.
func Stem(fold string) string {
	if base, ok := irregular[fold]; ok {
		fold = base
	}
	return english.Stem(fold, false)
}

// isCountry tells the "US" of "the US" and "U.S." from the pronoun, by its capitals
// or by the article before it.
func isCountry(w string, before []Token) bool {
	return w != "us" && w != "Us" || len(before) > 0 && before[len(before)-1].Fold == "the"
}

// foldWord is a segment's Fold as a token; "" when the segment is no word.
func foldWord(w string) string {
	if !hasWordRune(w) {
		return ""
	}
	fold := strings.TrimSuffix(Fold(w), "'s")
	if strings.ContainsFunc(fold, unicode.IsSpace) { // U+037A and U+FDFA are letters that fold to spaces and more
		fold = strings.Join(strings.Fields(fold), "")
	}
	switch {
	case strings.IndexByte(fold, '.') > 0 && isInitialism(fold):
		return strings.ReplaceAll(fold, ".", "")
	case strings.IndexByte(fold, ',') > 0:
		return strings.ReplaceAll(fold, ",", "")
	}
	return fold
}

// isInitialism reports whether fold is single letters with points between: "u.s".
func isInitialism(fold string) bool {
	for i := 0; i < len(fold); i++ {
		letter := 'a' <= fold[i] && fold[i] <= 'z'
		if letter != (i%2 == 0) || !letter && fold[i] != '.' {
			return false
		}
	}
	return true
}

// Fold lower-cases s, removes diacritics and makes typographic apostrophes plain.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘' || r == 'ʼ' || r == '`':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func hasWordRune(w string) bool {
	for _, r := range w {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}
