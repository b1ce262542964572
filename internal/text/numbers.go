package text

import (
	"strconv"
	"strings"
)

// Kind tells apart numbers that are not the same although their value is.
type Kind uint8

const (
	Cardinal Kind = iota // 80, eighty, 1,500.5, 3 million
	Ordinal              // 3rd, third
	Percent              // 12%, twelve percent
)

// Bound says on which side of a number the truth lies.
type Bound uint8

const (
	Exact   Bound = iota // 80
	More                 // more than 80, over 80, at least 80, 80 or more
	Fewer                // fewer than 80, under 80, up to 80, nearly 80
	Roughly              // about 80, some 80
)

// Number is a quantity in a text: the tokens [From, To) that write it, and what they
// say. Years are numbers; "one" is not, since it is more often a pronoun.
type Number struct {
	From, To int
	Value    float64
	Kind     Kind
	Bound    Bound
}

// Numbers finds the numbers of s, whose tokens are toks, in order.
func Numbers(s string, toks []Token) []Number {
	var out []Number
	for i := 0; i < len(toks); {
		n, ok := numberAt(s, toks, i)
		if !ok {
			i++
			continue
		}
		if percentFollows(s, toks, n.To) {
			n.Kind = Percent
		}
		n.Bound = boundOf(s, toks, n)
		out = append(out, n)
		i = n.To
	}
	return out
}

// numberAt reads the number that starts at toks[i]: digits or number words, with any
// "hundred", "million" that follow.
func numberAt(s string, toks []Token, i int) (Number, bool) {
	n := Number{From: i, To: i + 1}
	var ok bool
	if n.Value, n.Kind, ok = parseDigits(toks[i].Fold); !ok {
		if n, ok = spelled(toks, i); !ok {
			return n, false
		}
	}
	for n.Kind == Cardinal && n.To < len(toks) && joined(s, toks, n.To) {
		by, isScale := scales[toks[n.To].Fold]
		if !isScale {
			break
		}
		n.Value *= by
		n.To++
	}
	return n, true
}

// parseDigits reads "80", "1500.5", "3rd" and "1990s".
func parseDigits(fold string) (float64, Kind, bool) {
	if fold[0] < '0' || fold[0] > '9' {
		return 0, 0, false
	}
	kind, digits := Cardinal, fold
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if d, ok := strings.CutSuffix(fold, end); ok {
			kind, digits = Ordinal, d
		}
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(digits, "s"), 64)
	return v, kind, err == nil && v < 1e15
}

// spelled reads "six", "twenty-five", "third" and "twenty-fifth".
func spelled(toks []Token, i int) (Number, bool) {
	n := Number{From: i, To: i + 1}
	if v, ok := ordinals[toks[i].Fold]; ok {
		n.Value, n.Kind = v, Ordinal
		return n, true
	}
	v, ok := cardinals[toks[i].Fold]
	if !ok {
		return n, false
	}
	n.Value = v
	if v < 20 || v > 90 || i+1 == len(toks) {
		return n, true
	}
	if u, ok := cardinals[toks[i+1].Fold]; ok && u < 10 {
		n.Value, n.To = v+u, i+2
	} else if toks[i+1].Fold == "one" {
		n.Value, n.To = v+1, i+2
	} else if u, ok := ordinals[toks[i+1].Fold]; ok && u < 10 {
		n.Value, n.To, n.Kind = v+u, i+2, Ordinal
	}
	return n, true
}

// joined reports whether only a space or a hyphen parts toks[i] from the one before.
func joined(s string, toks []Token, i int) bool {
	gap := s[toks[i-1].End:toks[i].Start]
	return gap == " " || gap == "-" || gap == "\u00a0"
}

func percentFollows(s string, toks []Token, i int) bool {
	if strings.HasPrefix(s[toks[i-1].End:], "%") {
		return true
	}
	if i >= len(toks) {
		return false
	}
	return toks[i].Fold == "percent" || toks[i].Fold == "per" && i+1 < len(toks) && toks[i+1].Fold == "cent"
}

// boundOf reads the words around a number that make it a bound.
func boundOf(s string, toks []Token, n Number) Bound {
	if b := boundAfter(s, toks, n.To); b != Exact {
		return b
	}
	word := func(back int) string {
		if n.From < back {
			return ""
		}
		return toks[n.From-back].Fold
	}
	if word(1) == "than" && (word(3) == "no" || word(3) == "not") {
		return reverse(bounds[word(2)+" than"])
	}
	if b, ok := bounds[word(2)+" "+word(1)]; ok {
		return b
	}
	return bounds[word(1)]
}

// boundAfter reads "80 or more", "80-plus" and "80+".
func boundAfter(s string, toks []Token, i int) Bound {
	if strings.HasPrefix(s[toks[i-1].End:], "+") || i < len(toks) && toks[i].Fold == "plus" {
		return More
	}
	if i+1 < len(toks) && toks[i].Fold == "or" {
		return bounds[toks[i+1].Fold+" than"]
	}
	return Exact
}

// reverse is the bound of "no more than" and "no fewer than".
func reverse(b Bound) Bound {
	switch b {
	case More:
		return Fewer
	case Fewer:
		return More
	}
	return b
}

var bounds = map[string]Bound{
	"more than": More, "greater than": More, "at least": More, "upwards of": More, "over": More, "above": More,
	"exceeding": More, "exceeded": More, "topped": More, "minimum of": More,
	"less than": Fewer, "fewer than": Fewer, "under": Fewer, "below": Fewer, "up to": Fewer, "at most": Fewer,
	"nearly": Fewer, "almost": Fewer, "maximum of": Fewer,
	"about": Roughly, "around": Roughly, "approximately": Roughly, "roughly": Roughly, "some": Roughly, "estimated": Roughly,
}

var scales = map[string]float64{
	"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12,
}

var cardinals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
	"seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9, "dozen": 12,
}

var ordinals = map[string]float64{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "hundredth": 100,
}
