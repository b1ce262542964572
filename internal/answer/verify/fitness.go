package verify

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/article"
)

// tidy makes a proposed claim one line; why is not "" when it is not one sentence fit to be
// shown.
func tidy(proposed string) (sentence, why string) {
	sentence = strings.Join(strings.Fields(proposed), " ")
	why = unfit(sentence, MaxClaim)
	switch {
	case why != "":
	case sentences(sentence) > 1:
		why = "the claim is more than one sentence"
	case strings.HasSuffix(sentence, "?"):
		why = "a question claims nothing"
	}
	return sentence, why
}

// unfit says why a sentence can't be shown at all, whatever the passages say; "" when it
// can. limit is its greatest length in bytes.
func unfit(sentence string, limit int) string {
	switch {
	case !utf8.ValidString(sentence):
		return "the claim is not valid UTF-8"
	case wordless(sentence):
		return "the claim has no words"
	case len(sentence) > limit:
		return fmt.Sprintf("the claim is %d bytes long, over %d", len(sentence), limit)
	case strings.ContainsFunc(sentence, unprintable):
		return "the claim holds control or direction-changing characters"
	}
	return ""
}

// sentences counts the sentences of a claim.
func sentences(s string) int {
	if !strings.ContainsAny(strings.TrimRight(s, ".!?\"”'’) "), ".!?") {
		return 1
	}
	return len(article.Loose("claim", s).Sentences)
}

// unprintable reports control characters, line breaks among them, and the invisible
// format characters that turn the direction of text round or hide in it.
func unprintable(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u200c', r == '\u200d': // a soft hyphen, joiners of real scripts
		return false
	case r == '\n', r == '\t':
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError ||
		r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Co, r)
}

func wordless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
