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
// cut from; Fold is the word lower-cased with diacritics removed and typographic
// apostrophes made plain; Stem is Fold's Snowball (English) stem.
type Token struct {
	Start, End int
	Fold, Stem string
	Stop       bool // a function word: "the", "of", "did"
}

// Tokens cuts s into its words, in order. Punctuation and white space are left out;
// a word holds at least one letter or digit. Possessive endings ('s) are cut from
// Fold and Stem but stay inside the offsets.
func Tokens(s string) []Token {
	var out []Token
	seg := words.FromString(s)
	for seg.Next() {
		w := seg.Value()
		if !hasWordRune(w) {
			continue
		}
		fold := Fold(w)
		fold = strings.TrimSuffix(fold, "'s")
		if fold == "" {
			continue
		}
		out = append(out, Token{
			Start: seg.Start(), End: seg.End(),
			Fold: fold, Stem: english.Stem(fold, false), Stop: stopwords[fold],
		})
	}
	return out
}

// Fold lower-cases s, removes diacritics and makes typographic apostrophes plain.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
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

func hasWordRune(w string) bool {
	for _, r := range w {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}
