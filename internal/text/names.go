package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Naming says how surely a token is part of a proper name.
type Naming uint8

const (
	NotName  Naming = iota
	MayName         // capitalised, but only because a sentence or a quotation begins there
	IsName          // a capital, an acronym or a code such as B3 where no sentence begins
	Calendar        // a month or a day of the week
)

// Namings says of each token of s whether it names somebody or something. Function
// words never do, and the words of a heading in capitals all do.
func Namings(s string, toks []Token) []Naming {
	out := make([]Naming, len(toks))
	for i, t := range toks {
		if t.Stop && (t.Fold != "may" || s[t.Start] != 'M' || opens(s, t.Start)) {
			continue
		}
		out[i] = naming(s, toks, i)
		if i > 0 && out[i] == IsName && out[i-1] == MayName && joined(s, toks, i) {
			out[i-1] = IsName
		}
	}
	return out
}

func naming(s string, toks []Token, i int) Naming {
	word := s[toks[i].Start:toks[i].End]
	first, size := utf8.DecodeRuneInString(word)
	switch {
	case isCode(word):
		return IsName
	case !unicode.IsUpper(first):
		return NotName
	case calendar[toks[i].Fold]:
		return Calendar
	case strings.ContainsFunc(word[size:], unicode.IsUpper):
		return IsName
	case opens(s, toks[i].Start):
		return MayName
	}
	return IsName
}

// isCode reports letters and digits in one word, but for "3rd" and "1990s".
func isCode(word string) bool {
	if !strings.ContainsFunc(word, unicode.IsDigit) || !strings.ContainsFunc(word, unicode.IsLetter) {
		return false
	}
	_, _, number := parseDigits(strings.ToLower(word))
	return !number
}

// opens reports whether a sentence, a quotation or a list item begins at byte at of s.
func opens(s string, at int) bool {
	before := strings.TrimRight(s[:at], " \t\u00a0([")
	if before == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	if r == '.' {
		return !abbreviated(before)
	}
	return strings.ContainsRune("!?:;\n\"“”‘'*•-–—…", r)
}

// abbreviated reports whether the point that ends s belongs to "Mr.", "U.S.", "J.".
func abbreviated(s string) bool {
	word := s[strings.LastIndexAny(s, " \n(")+1 : len(s)-1]
	return len(word) > 0 && len(word) <= 3 && unicode.IsUpper(rune(word[0])) || strings.Contains(word, ".")
}

var calendar = set(`january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday`)

// canonical names the places that go by several names, by a folded form.
var canonical = func() map[string]string {
	m := map[string]string{}
	for _, group := range strings.Split(strings.TrimSpace(`
us usa america american americans|united states
uk britain british britons|united kingdom|great britain
un|united nations
eu|european union
russia russian russians|russian federation
syria syrian syrians
iraq iraqi iraqis
iran iranian iranians
israel israeli israelis
egypt egyptian egyptians
turkey turkish turks
china chinese
japan japanese
india indian indians
pakistan pakistani pakistanis
afghanistan afghan afghans
ukraine ukrainian ukrainians
france french
germany german germans
italy italian italians
spain spanish
ireland irish
scotland scottish
greece greek greeks
poland polish
sweden swedish
norway norwegian norwegians
denmark danish
netherlands dutch
europe european europeans
africa african africans
asia asian asians
canada canadian canadians
mexico mexican mexicans
brazil brazilian brazilians
cuba cuban cubans
australia australian australians
korea korean koreans
vietnam vietnamese
lebanon lebanese
libya libyan libyans
yemen yemeni yemenis
jordan jordanian jordanians
palestine palestinian palestinians
saudi saudis
islam islamic muslim muslims
republican republicans gop
democrat democrats democratic`), "\n") {
		words, phrases, _ := strings.Cut(group, "|")
		names := strings.Fields(words)
		for _, n := range append(names, strings.Split(phrases, "|")...) {
			if n != "" {
				m[n] = names[0]
			}
		}
	}
	return m
}()

// Canonical is the one form for a folded word or pair of words that names a well-known
// place or people: "united states", "usa" and "american" are all "us". It is false for
// all other words.
func Canonical(fold string) (string, bool) {
	name, ok := canonical[fold]
	return name, ok
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
