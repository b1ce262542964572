package verify

import (
	"strconv"
	"strings"

	"footnote/internal/text"
)

// word is a word of a claim or a passage as verifying sees it. Words with equal keys say
// the same: a key is a stem, a well-known name in its one form ("us"), or a number's
// value ("#80"). A number of several words ("two hundred") is one word.
type word struct {
	key        string
	fold       string
	start, end int          // bytes of the text
	number     *text.Number // nil when it is none
	naming     text.Naming
	kind       kind
	negates    bool
	reports    bool
}

// kind says how much a word can tell.
type kind uint8

const (
	content  kind = iota
	glue          // a word of telling and linking that states no fact: "including", "significant"
	function      // "the", "of"
)

// named reports whether w is surely part of a proper name.
func (w word) named() bool { return w.naming == text.IsName || w.naming == text.Calendar }

// words cuts s into words.
func words(s string, stem text.Stemmer) []word {
	toks := text.TokensWith(s, stem)
	numbers, namings := text.Numbers(s, toks), text.Namings(s, toks)
	out := make([]word, 0, len(toks))
	for i := 0; i < len(toks); {
		w := word{fold: toks[i].Fold, key: toks[i].Stem, start: toks[i].Start, naming: namings[i]}
		var next int
		switch {
		case len(numbers) > 0 && numbers[0].From == i:
			n := numbers[0]
			w.number, w.key, w.naming, next = &n, numberKey(n), text.NotName, n.To
			numbers = numbers[1:]
		default:
			next = i + w.name(toks[i:])
			if w.kind = kindOf(toks[i]); w.naming == text.Calendar || next > i+1 {
				w.kind = content // "May", "Great Britain"
			}
		}
		w.end = toks[next-1].End
		w.negates, w.reports = text.Negates(w.fold), text.Reports(w.fold)
		out = append(out, w)
		i = next
	}
	return out
}

// name gives a well-known name its one key, and returns how many tokens write it.
func (w *word) name(toks []text.Token) int {
	if len(toks) > 1 && !toks[0].Stop {
		if key, ok := text.Canonical(toks[0].Fold + " " + toks[1].Fold); ok {
			w.key, w.naming = key, text.IsName
			return 2
		}
	}
	if key, ok := text.Canonical(toks[0].Fold); ok && !toks[0].Stop {
		w.key = key
	}
	return 1
}

func kindOf(t text.Token) kind {
	switch {
	case t.Stop, particles[t.Fold]:
		return function
	case glueWords[t.Fold]:
		return glue
	}
	return content
}

func numberKey(n text.Number) string {
	key := "#" + strconv.FormatFloat(n.Value, 'g', -1, 64)
	if n.Kind == text.Ordinal {
		key += "th"
	}
	return key
}

// particles belong to the verb before them: "set up", "ruled out".
var particles = listed("up out down off away")

// glueWords link and present; a claim may use them although its passages don't.
var glueWords = listed(`
include includes included including provide provides provided providing use uses used using
due despite make makes made making need needs needed allow allows allowed allowing
involve involves involved involving important importance continue continues continued continuing
ensure ensures ensuring various start starts started starting begin begins began main specific specifically
remain remains remained remaining additional additionally significant significantly further
set way ways take takes took taken taking process like factor factors depending depends depend
issue issues certain type types still mention mentions mentioned come comes came coming
several long currently available high well present presents presented particularly related
other others another focus focuses focused part parts case even around different
become becomes became becoming many much most one two both own back keep keeps kept
however therefore moreover furthermore overall finally also thus hence since now once
result results resulted resulting lead leads led leading cause causes caused
help helps helped helping time times place places thing things
article author passage passages summary note notes information details answer question
discuss discusses discussed highlight highlights highlighted emphasize emphasizes
describe describes described according based given regarding concerning
expect expected following follow follows followed
consider considered considering known within until upon toward towards along amid among
never always often again already yet later earlier recently recent first last
bring brings brought bringing hold holds held holding get gets got getting give gives gave giving go goes went going
say says said saying tell told talk talks
look looks find finds found show shows showed shown
good great new old large small big major key
want wants wanted try tries tried trying aim aims aimed
work works worked working people person individuals someone something anything
number amount group kind sort member members area areas
able unable likely possible potential potentially
state states stated claim claims claimed believe believes believed argue argues argued
suggest suggests suggested call calls called
happen happens happened occur occurs occurred occurring
create creates created determine step steps
indeed actually really simply every each all any some such more less least than
`)

// listed is a set of words, parted by white space.
func listed(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
