package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isFragment tells whether a sentence of a paragraph is only a piece of one: it starts
// or stops in mid-air, or is a byline or a label. first and only tell whether it is the
// paragraph's first sentence, and its only one. In doubt it is a sentence.
func isFragment(s string, first, only bool) bool {
	switch {
	case !hasWord(s), startsMidAir(s), stopsMidAir(s):
		return true
	case first && startsLower(s):
		return true
	case only:
		return isLabel(s) || isDangling(s)
	}
	return strings.HasPrefix(s, "(") && isLabel(s) // a picture's credit
}

// startsMidAir tells whether s starts with the rest of a broken word ("-Russian ties")
// or with punctuation that continues.
func startsMidAir(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	if strings.ContainsRune("-–", first) {
		return unicode.IsLetter(second)
	}
	return strings.ContainsRune(",;:)]}|", first)
}

// stopsMidAir tells whether s has no full stop and ends with a word that needs another.
func stopsMidAir(s string) bool {
	return !isTerminated(s) && openEnded[strings.ToLower(lastToken(s))]
}

// startsLower tells whether s starts with a small letter, other than a name such as
// "iPhone", "al-Assad" or "van Gogh".
func startsLower(s string) bool {
	word, rest, _ := strings.Cut(strings.TrimLeft(s, `"“‘'(•· `), " ")
	first, _ := utf8.DecodeRuneInString(word)
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case !unicode.IsLower(first):
		return false
	case strings.ContainsFunc(word, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }):
		return false
	}
	return !(particles[word] && unicode.IsUpper(next))
}

// isLabel tells whether s is a few words without a verb or a full stop: a byline, a
// place, "Share this article".
func isLabel(s string) bool {
	const longest = 6
	words := strings.Fields(s)
	return !isTerminated(s) && len(words) <= longest && !hasVerb(words)
}

// isDangling tells whether s is a subordinate clause that lost its main one: "While
// the most immediate U.S."
func isDangling(s string) bool {
	const longest = 8
	words := strings.Fields(s)
	return len(words) <= longest && subordinators[words[0]] && !strings.Contains(s, ",") && !hasVerb(words)
}

// isTerminated tells whether s ends as a sentence does.
func isTerminated(s string) bool {
	s = strings.TrimRight(s, "\"”»’')]")
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。！？", last)
}

// hasVerb tells whether words hold what may well be a finite verb. It errs towards yes:
// a plural counts, as it ends like a verb.
func hasVerb(words []string) bool {
	for _, w := range words {
		w = strings.TrimFunc(w, unicode.IsPunct)
		fold := strings.ToLower(w)
		if verbs[fold] || speechVerbs[fold] {
			return true
		}
		if w == fold && !nouns[w] && (strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")) {
			return true
		}
	}
	return false
}

var (
	openEnded     = set(`the a an of and or to in for with by from at on that which who its their his her`)
	nouns         = set(`this its his hers ours yours theirs us as news red bed`) // and other words that end like verbs
	particles     = set(`al el de del della da di du la le van von der den bin ibn abu ben ter ten`)
	subordinators = set(`While Although Though Because If When Whenever After Before Since As Unless Until Whereas Despite`)
	verbs         = set(`is are was were am be been being has have had do does did will would can could
		may might shall should must isn't aren't wasn't weren't hasn't haven't don't doesn't didn't
		won't can't couldn't wouldn't went came took made gave got saw knew thought found left kept held
		began led lost won met sent told fell rose grew stood spoke broke drew fought shot hit put cut
		set let became it's he's she's they're we're that's there's i'm`)
)
