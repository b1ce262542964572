package retrieval

import (
	"strings"

	"footnote/internal/text"
)

// kind is what a question asks for.
type kind int

const (
	asksAnything kind = iota
	asksWhen
	asksHowMany
)

// kindOf reads the kind from the question words and the word after them.
func kindOf(tokens []text.Token) kind {
	for i, t := range tokens {
		next := ""
		if i+1 < len(tokens) {
			next = tokens[i+1].Fold
		}
		switch {
		case t.Fold == "when", isWhich(t.Fold) && times[next]:
			return asksWhen
		case t.Fold == "how" && amounts[next], isWhich(t.Fold) && quantities[next]:
			return asksHowMany
		}
	}
	return asksAnything
}

func isWhich(fold string) bool { return fold == "what" || fold == "which" }

var (
	times      = set("year years date day month century decade time")
	amounts    = set("many much long old often far big large high tall deep few")
	quantities = set("number percentage percent amount age fraction proportion share")

	// dated are words of dates; a year is told by its form.
	dated = set(`january february march april may june july august september october
		november december monday tuesday wednesday thursday friday saturday sunday
		century centuries decade yesterday today tomorrow`)

	// counted are numbers written as words.
	counted = set(`two three four five six seven eight nine ten eleven twelve thirteen
		fifteen twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred
		hundreds thousand thousands million millions billion billions half third quarter
		percent twice`)
)

// isYear reports whether fold is a year or a decade: "1989", "2010s".
func isYear(fold string) bool {
	y := strings.TrimSuffix(fold, "s")
	return len(y) == 4 && (y[0] == '1' || y[:2] == "20") && strings.Trim(y, "0123456789") == ""
}

// light are stems that questions are full of and that say little about what is asked
// about: a passage with "Huguenot" but without "kind" is better than the reverse.
var light = stemmed(`name named type kind part many much used use using known know
	year time place take took taken made make main major first last become became considered
	get got give gave given go happen happened believe thought group people number one two
	term example long large common different result way person country city date start
	started begin began end ended work want wanted help helped become include included cause
	caused important mean live lived primarily mainly mostly often usually
	old new thing there`)

// The words in which people ask about an article itself, not about its subject.
var (
	articleWords = stemmed(`article story piece report text page post document news writeup item`)
	metaWords    = stemmed(`write wrote written writing writer author authored byline journalist
		reporter publish published publication publisher posted date dated updated update title
		titled headline heading called named name source outlet newspaper site website url link
		released came come out say says about topic subject`)
	metaStrong = stemmed(`write wrote written writer author authored byline journalist reporter
		publish published publication publisher posted updated title titled headline source outlet
		newspaper url link called`)
)

// aboutArticle tells whether a question may ask about an article itself, "who wrote
// this?", and which other words it has: none, or those of the article's title, as in
// "who wrote the story about the chemical attack?".
func aboutArticle(tokens []text.Token) (may bool, others []string) {
	strong, pointed := false, false
	for _, t := range tokens {
		switch {
		case articleWords[t.Stem], t.Fold == "this", t.Fold == "it":
			pointed = true
		case metaStrong[t.Stem]:
			strong = true
		case !t.Stop && !metaWords[t.Stem]:
			others = append(others, t.Stem)
		}
	}
	return strong && (pointed || len(tokens) <= 6 && len(others) == 0), others
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func stemmed(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[text.Stem(w)] = true
	}
	return m
}
