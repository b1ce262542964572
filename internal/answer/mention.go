package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/text"
)

// sort is what a name names, as far as the words around it tell.
type sort int

const (
	anything sort = iota
	person
	place
)

// gender is what a person's name or title tells; unknown for most surnames.
type gender int

const (
	unknown gender = iota
	female
	male
)

// mention is a name in the turns before, without its title.
type mention struct {
	name   string
	sort   sort
	gender gender
}

// mentioned lists the names of the turns in the order in which a pronoun is likely to
// mean them: the newest turn's first, those asked about before those of the answer, but
// after "who …?" those of the answer.
func mentioned(turns []Turn) []mention {
	var out []mention
	for i := len(turns) - 1; i >= 0; i-- {
		var answered []mention
		for _, c := range turns[i].Claims {
			answered = append(answered, mentions(c)...)
		}
		asked := mentions(capitalised(turns[i].Question, answered))
		if strings.HasPrefix(strings.ToLower(turns[i].Question), "who") {
			asked, answered = answered, asked
		}
		out = append(append(out, asked...), answered...)
	}
	return learned(out)
}

// learned gives each name what a longer form of it tells: Haley is Nikki Haley.
func learned(all []mention) []mention {
	for i := range all {
		for _, m := range all {
			if !strings.HasSuffix(m.name, " "+all[i].name) {
				continue
			}
			if all[i].sort == anything {
				all[i].sort = m.sort
			}
			if all[i].gender == unknown {
				all[i].gender = m.gender
			}
		}
	}
	return all
}

// capitalised writes the names of known as they are written there: in chat nobody does.
func capitalised(s string, known []mention) string {
	proper := map[string]string{}
	for _, m := range known {
		for _, t := range text.Tokens(m.name) {
			proper[t.Fold] = m.name[t.Start:t.End]
		}
	}
	out := []byte(s)
	for _, t := range text.Tokens(s) {
		p := strings.TrimSuffix(proper[t.Fold], "'s")
		if !t.Stop && len(p) <= t.End-t.Start && text.Fold(s[t.Start:t.Start+len(p)]) == text.Fold(p) {
			copy(out[t.Start:], p)
		}
	}
	return string(out)
}

// mentions lists the names in s, in order.
func mentions(s string) []mention {
	toks := text.Tokens(s)
	namings := text.Namings(s, toks)
	var out []mention
	for i := 0; i < len(toks); {
		end := i
		for end < len(toks) && (namings[end] == text.IsName || namings[end] == text.MayName && (end == i || particles[toks[end-1].Fold]) || end > i && particle(toks, namings, end)) {
			if end++; end < len(toks) && strings.ContainsAny(s[toks[end-1].End:toks[end].Start], ",;:()\"“”.!?\n") {
				break
			}
		}
		if m, ok := mentionOf(s, toks, i, end); ok && (namings[i] == text.IsName || end > i+1 || m.sort != anything) {
			out = append(out, m)
		}
		i = max(end, i+1)
	}
	return out
}

// particle reports whether token i joins two parts of a name: Bashar al-Assad.
func particle(toks []text.Token, namings []text.Naming, i int) bool {
	return particles[toks[i].Fold] && i+1 < len(toks) && (namings[i+1] == text.IsName || namings[i+1] == text.MayName)
}

// mentionOf makes a mention of tokens [i, end), and looks at the words around them.
func mentionOf(s string, toks []text.Token, i, end int) (mention, bool) {
	m := mention{}
	for end > i+1 && isTitle(toks[end-1]) { // US Ambassador
		end--
	}
	for j := i; j < end-1; j++ { // what follows the last title is the name
		if title, ok := titles[toks[j].Fold]; ok {
			i, m.sort, m.gender = j+1, person, title
		}
	}
	if i >= end {
		return m, false
	}
	m.name = strings.TrimSuffix(strings.TrimSuffix(s[toks[i].Start:toks[end-1].End], "'s"), "’s")
	first := toks[i].Fold
	switch {
	case given[first] != unknown:
		m.sort, m.gender = person, given[first]
	case m.sort == person:
	case i > 0 && placing[toks[i-1].Fold]:
		m.sort = place
	case end < len(toks) && text.Reports(toks[end].Fold):
		m.sort = person
	}
	if _, ok := text.Canonical(text.Fold(m.name)); ok {
		m.sort = place
	}
	return m, true
}

func isTitle(t text.Token) bool {
	_, ok := titles[t.Fold]
	return ok
}

// upperFirst and lowerFirst change the first letter; lowerFirst leaves a name alone.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func lowerFirst(s string) string {
	toks := text.Tokens(s)
	if len(toks) == 0 || !toks[0].Stop || toks[0].Fold == "i" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
