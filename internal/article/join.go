package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joins tells whether what Unicode takes for the end of a sentence is none: before
// and next, both trimmed, are the words on its two sides.
func joins(before, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	switch {
	case !hasWord(next), !hasWord(before), isEnumerator(before):
		return true
	case unicode.IsLower(first):
		return true
	case isAttribution(before, next):
		return true
	}
	return endsAbbreviated(before, next)
}

// isEnumerator tells whether s is only the number of a list's item: "12." or "b."
func isEnumerator(s string) bool {
	number, found := strings.CutSuffix(s, ".")
	digits := strings.Trim(number, "0123456789") == "" && len(number) <= 2
	return found && (digits || len(number) == 1)
}

// isAttribution tells whether next says who spoke the quotation that before ends
// with: `"Is he there?" Mr Lavrov asked.`
func isAttribution(before, next string) bool {
	const speakerWords = 6
	spoken := strings.TrimRight(before, `"”»`)
	if spoken == before || !strings.HasSuffix(spoken, "?") && !strings.HasSuffix(spoken, "!") {
		return false
	}
	words := strings.Fields(next)
	return reportsSpeech(strings.Join(words[:min(len(words), speakerWords)], " "))
}

// reportsSpeech tells whether s holds a verb of saying.
func reportsSpeech(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if speechVerbs[strings.ToLower(strings.TrimFunc(w, unicode.IsPunct))] {
			return true
		}
	}
	return false
}

// endsAbbreviated tells whether the full stop that ends before belongs to an
// abbreviation, so that next continues the sentence.
func endsAbbreviated(before, next string) bool {
	token := strings.TrimLeft(lastToken(before), `"“‘'([{-–—`)
	word, dotted := strings.CutSuffix(token, ".")
	if !dotted {
		return false
	}
	fold := strings.ToLower(word)
	first, _ := utf8.DecodeRuneInString(next)
	switch {
	case titles[fold] && word != fold, latin[fold]:
		return true
	case numbered[fold] && unicode.IsDigit(first):
		return true
	case strings.Trim(token, ".") == "": // an ellipsis with a space before it
		return !isStarter(next)
	case isInitial(word), isAcronym(word), trailing[fold]:
		return !isStarter(next)
	}
	return false
}

// isInitial tells whether word is one capital, as in "George W."; "I" is rather a
// numeral ("World War I.") or a person speaking.
func isInitial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsUpper(r) && r != 'I'
}

// isAcronym tells whether word is letters with full stops between: "U.S", "a.m", "Ph.D".
func isAcronym(word string) bool {
	if !strings.Contains(word, ".") {
		return false
	}
	for part := range strings.SplitSeq(word, ".") {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || strings.ContainsFunc(part, notLetter) {
			return false
		}
	}
	return true
}

// isStarter tells whether s starts as only a new sentence does: with a quotation or a
// capitalised function word.
func isStarter(s string) bool {
	if strings.HasPrefix(s, `"`) || strings.HasPrefix(s, "“") {
		return true
	}
	word := s
	if i := strings.IndexFunc(s, notLetter); i >= 0 {
		word = s[:i]
	}
	return starters[word]
}

// lastToken is what follows the last white space or hyphen of s: "St." of "Trinity-St."
func lastToken(s string) string {
	return s[strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '-' })+1:]
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// set makes a set of the words in s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// Abbreviations of English news, without their full stop, by what may follow them.
var (
	// titles always continue.
	titles = set(`mr mrs ms mx dr prof gen col lt sgt cpl pvt capt cmdr adm maj brig rep reps
		sen sens gov govs pres rev hon amb supt insp det messrs mme mlle st ste ft mt sec fr`)
	// latin abbreviations always continue.
	latin = set(`e.g i.e vs v cf ca c viz approx`)
	// numbered ones continue before a number.
	numbered = set(`no nos art arts fig figs vol vols p pp ch chap sect para jan feb mar apr jun
		jul aug sep sept oct nov dec b r d`)
	// trailing ones may end a sentence, and do where a new one plainly starts.
	trailing = set(`jr sr inc corp co cos ltd llc bros ariz ark calif colo conn del fla ga ill ind
		kan ky la lit md mass mich minn miss mont neb nev okla ore pa penn tenn tex va vt wash wis wyo
		ave blvd assn dept univ est et al`)
	// starters begin sentences and hardly ever a name.
	starters = set(`A An The This That These Those He She It They We You His Her Its Their Our My
		In On At By For From With Without Within After Before During Since Until While When Where
		Although Though But And Or So If As Because There Here However Meanwhile Moreover Also
		Another Some Many Most Several Both Each Every All No Not Nor Yet Then Thus Only Even
		What Who Why How Which Once Under Over Between Among Despite Instead Later Earlier Now
		Today Such To Of One I`)
	speechVerbs = set(`said says say told tells asked asks added adds replied replies wrote writes
		tweeted warned warns insisted insists declared declares announced announces continued
		explained explains noted notes argued argues claimed claims stated states remarked
		acknowledged recalled responded concluded commented quipped joked testified`)
)
