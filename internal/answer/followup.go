package answer

import (
	"slices"
	"strings"

	"footnote/internal/text"
)

// follow makes a question that leans on the turns before one of its own, from their
// names and their last question. "" when the question stands alone, or on nothing.
//
//	and what did she say then?  What did Haley say then?
//	and Haley?                  What did Haley say about Assad?
//	why?                        Why did Trump praise Putin?
//	who said that?              Who said that (did Trump praise Putin)?
func follow(question string, turns []Turn) string {
	if len(turns) == 0 {
		return ""
	}
	last := frame(turns[len(turns)-1].Question)
	rest, opened := unopened(question)
	toks := text.Tokens(rest)
	switch {
	case last == "" || all(toks, pleasantries):
		return ""
	case all(toks, asking, fillers) && asking[toks[0].Fold]:
		return bare(rest, toks, last)
	case all(toks, furthers) || wants(toks):
		return beside(rest, last)
	case opened && !has(toks, asking) && !helping[toks[0].Fold] && len(toks) <= 6:
		return swapped(rest, toks, last, turns)
	}
	out, left := resolved(rest, toks, turns)
	same := strings.EqualFold(out, rest)
	switch {
	case left, same && has(toks, others):
		return beside(out, last)
	case same && !opened:
		return ""
	}
	return asked(out)
}

// wants reports a question of a question word and a noun: "which country", "on what date".
func wants(toks []text.Token) bool {
	if prepositions[toks[0].Fold] {
		toks = toks[1:]
	}
	return len(toks) == 2 && (toks[0].Fold == "what" || toks[0].Fold == "which")
}

// frame is a question without its mark, and if it was itself made of another, the inner.
func frame(question string) string {
	question = strings.TrimRight(strings.Join(strings.Fields(question), " "), "?!. ")
	if _, inner, ok := strings.Cut(question, " ("); ok && strings.HasSuffix(inner, ")") {
		return strings.TrimSuffix(inner, ")")
	}
	return question
}

// unopened takes off "and", "but", "what about", "how about", and tells whether
// something was there.
func unopened(question string) (rest string, opened bool) {
	rest = strings.TrimRight(strings.Join(strings.Fields(question), " "), "?!. ")
	toks := text.Tokens(rest)
	n := 0
	for n < len(toks) && openers[toks[n].Fold] {
		n++
	}
	if n+1 < len(toks) && (toks[n].Fold == "what" || toks[n].Fold == "how") && toks[n+1].Fold == "about" {
		n += 2
	}
	switch n {
	case 0:
		return rest, false
	case len(toks):
		return "", true
	}
	return rest[toks[n].Start:], true
}

// bare completes a question word that stands for a question.
func bare(rest string, toks []text.Token, last string) string {
	before := text.Tokens(last)
	word := toks[0].Fold
	switch {
	case len(before) == 0 || !adjuncts[word] || len(toks) > 1:
	case helping[before[0].Fold]:
		return asked(word + " " + lowerFirst(last))
	case adjuncts[before[0].Fold] && len(before) > 1 && helping[before[1].Fold]:
		return asked(word + last[before[0].End:])
	}
	return beside(rest, last)
}

// beside puts the last question next to one that needs it.
func beside(rest, last string) string {
	return asked(rest + " (" + lowerFirst(last) + ")")
}

// swapped is the last question with one of its names replaced by the one that rest is:
// "Haley", "in Moscow". A rest that is more than a name goes beside it.
func swapped(rest string, toks []text.Token, last string, turns []Turn) string {
	known := mentioned(turns)
	last, rest = capitalised(last, known), capitalised(rest, known)
	if prepositions[toks[0].Fold] {
		return asked(replacedPhrase(last, toks[0].Fold, rest))
	}
	news := mentions("x " + rest) // not the first word, whose capital would tell nothing
	olds := mentions(last)
	if len(news) != 1 || !strings.HasSuffix(rest, news[0].name) || content(toks) > content(text.Tokens(news[0].name)) || len(olds) == 0 {
		return beside(rest, last)
	}
	old := olds[len(olds)-1]
	for _, m := range learned(append(olds, known...))[:len(olds)] {
		if (m.sort == place) == (news[0].sort == place) && m.name != news[0].name {
			old = m
			break
		}
	}
	return asked(strings.Replace(last, old.name, rest, 1))
}

// replacedPhrase puts a phrase in the place of the one in s that begins with the same
// preposition before a name, else at the end.
func replacedPhrase(s, preposition, phrase string) string {
	for _, m := range mentions(s) {
		if old := preposition + " " + m.name; strings.Contains(s, old) {
			return strings.Replace(s, old, phrase, 1)
		}
	}
	return s + " " + phrase
}

// resolved replaces the pronouns of s that lean on the turns before, and reports
// whether any are left for which nobody fits.
func resolved(s string, toks []text.Token, turns []Turn) (out string, left bool) {
	known := mentioned(turns)
	s = capitalised(s, known)
	recent := mentions(capitalised(turns[len(turns)-1].Question, known))
	var b strings.Builder
	at := 0
	for i, t := range toks {
		fits := leaning(toks, i)
		if fits == nil || means(t.Fold, mentions(s[:t.Start])) {
			continue
		}
		among := known
		if things[t.Fold] { // which the answer has many of: only what was asked about is meant
			among = recent
		}
		m, ok := choose(among, fits)
		if !ok {
			left = true
			continue
		}
		b.WriteString(s[at:t.Start])
		b.WriteString(standIn(m, toks, i))
		at = t.End
	}
	b.WriteString(s[at:])
	return b.String(), left
}

// means reports whether a pronoun means one of the names before it in the same question.
func means(pronoun string, before []mention) bool {
	return slices.ContainsFunc(before, func(m mention) bool { return pronoun != "there" || m.sort == place })
}

// leaning says what fits token i, the best first, where it is a pronoun that leans on
// what was said before; nil where it is none.
func leaning(toks []text.Token, i int) []func(mention) bool {
	are := func(s sort, genders ...gender) func(mention) bool {
		return func(m mention) bool { return m.sort == s && slices.Contains(genders, m.gender) }
	}
	is := func(j int, set map[string]bool) bool { return j >= 0 && j < len(toks) && set[toks[j].Fold] }
	last := i == len(toks)-1
	switch toks[i].Fold {
	case "she", "her", "hers":
		return []func(mention) bool{are(person, female), are(person, unknown), are(anything, unknown)}
	case "he", "him", "his":
		// In the news a surname alone is more often a man's.
		return []func(mention) bool{are(person, male, unknown), are(anything, unknown)}
	case "they", "them", "their", "theirs":
		return []func(mention) bool{are(place, unknown)}
	case "it", "its":
		if !is(i+1, expletives) && !(last && is(i-1, existing)) { // is it true, what time is it
			return []func(mention) bool{are(place, unknown)}
		}
	case "there":
		if !is(i+1, existing) && (!is(i-1, existing) || last && toks[0].Fold == "who") { // is there any, how many are there
			return []func(mention) bool{are(place, unknown), are(anything, unknown)}
		}
	case "that", "this":
		if i > 0 && (last || is(i+1, helping) || is(i-1, helping) && is(i+1, happening)) {
			return []func(mention) bool{} // nobody
		}
	}
	return nil
}

func choose(known []mention, fits []func(mention) bool) (mention, bool) {
	for _, fit := range fits {
		for _, m := range known {
			if fit(m) {
				return m, true
			}
		}
	}
	return mention{}, false
}

// standIn is the name in the form of the pronoun that it replaces.
func standIn(m mention, toks []text.Token, i int) string {
	switch toks[i].Fold {
	case "his", "hers", "its", "their", "theirs":
		return m.name + "'s"
	case "her":
		if i+1 < len(toks) && !toks[i+1].Stop {
			return m.name + "'s"
		}
	case "there":
		return "in " + m.name
	}
	return m.name
}

func asked(s string) string { return upperFirst(s) + "?" }

func all(toks []text.Token, sets ...map[string]bool) bool {
	for _, t := range toks {
		in := false
		for _, s := range sets {
			in = in || s[t.Fold]
		}
		if !in {
			return false
		}
	}
	return true
}

// content counts the tokens that are no function words.
func content(toks []text.Token) int {
	n := 0
	for _, t := range toks {
		if !t.Stop {
			n++
		}
	}
	return n
}

func has(toks []text.Token, set map[string]bool) bool {
	for _, t := range toks {
		if set[t.Fold] {
			return true
		}
	}
	return false
}
