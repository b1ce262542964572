package verify

import (
	"math"
	"strings"

	"footnote/internal/text"
)

// measures are what a claim's words and its passages have in common and what not; the
// fitted model weighs them.
const (
	novelContent = iota // ln(1 + content words that no passage has)
	novelGlue           // the same of glue words
	novelNames
	novelNumbers
	coverage      // share of content words that some passage has
	narrowWindow  // share of content words within the best 20 words of a passage
	wideWindow    // within the best 45
	bigrams       // share of adjacent words that stand so in a passage
	trigrams      // of three
	contentPairs  // share of neighbouring content words that neighbour in a passage
	novelRun      // ln(1 + longest run of words that no passage has)
	uncopiedRun   // ln(1 + longest run of trigrams that no passage has)
	strayNumbers  // share of numbers that stand in other company in the passages
	strayNames    // the same of names
	negated       // a negation that the best sentence has not
	unnegated     // a negation of the best sentence that the claim has not
	hedged        // a hedge
	compared      // "than", "while", "whereas"
	causal        // "because", "due", "lead"
	length        // ln(1 + words)
	passageLength // ln of the passages' words
	manyPassages  // more than one passage
	novelGerund   // ln(1 + new words in -ing)
	novelAbstract // ln(1 + new words in -tion, -ment, -ness, -ity, -ance)
	misquoted     // words in quotation marks that no passage has
	exampled      // "such as", "including", "like"
	advising      // "make sure", "important", "should"
	connecting    // "additionally", "overall", "therefore"
	reporting     // a verb of saying
	aboutPassages // speaks of the passages, the question or the answer itself
	named         // ln(1+names)
	numbered      // ln(1+numbers)
	measureCount
)

type features [measureCount]float64

func measure(s string, claim []word, passages []*prepared) features {
	var f features
	f.quoted(s, passages)
	f.known(claim, passages)
	f.grams(claim, passages)
	f.windows(claim, passages)
	f.company(claim, passages)
	f.cues(claim, passages)
	return f
}

func (f *features) known(claim []word, passages []*prepared) {
	all, run := 0.0, 0.0
	for _, w := range claim {
		if w.kind == function {
			continue
		}
		in := holds(w, passages)
		if w.kind == content {
			all++
			if in {
				f[coverage]++
			}
		}
		if in {
			run = 0
			continue
		}
		if w.kind == glue {
			f[novelGlue]++
			continue
		}
		run++
		f[novelRun] = max(f[novelRun], run)
		f[novelContent]++
		switch {
		case w.number != nil:
			f[novelNumbers]++
		case w.naming == text.IsName || w.naming == text.Calendar:
			f[novelNames]++
		case ends(w.fold, "ing"):
			f[novelGerund]++
		case ends(w.fold, "tion", "ment", "ness", "ity", "ance", "ence"):
			f[novelAbstract]++
		}
	}
	f[coverage] = share(f[coverage], all)
	for _, i := range []int{novelContent, novelGlue, novelNames, novelNumbers, novelRun, novelGerund, novelAbstract} {
		f[i] = math.Log1p(f[i])
	}
	f[length] = math.Log1p(float64(len(claim)))
	total := 0
	for _, p := range passages {
		total += len(p.words)
	}
	f[passageLength] = math.Log(float64(max(total, 1)))
	if len(passages) > 1 {
		f[manyPassages] = 1
	}
}

func ends(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if len(s) > len(x)+2 && s[len(s)-len(x):] == x {
			return true
		}
	}
	return false
}

// share is part of all; 1 of nothing.
func share(part, all float64) float64 {
	if all == 0 {
		return 1
	}
	return part / all
}

func (f *features) grams(claim []word, passages []*prepared) {
	two, three, run := 0.0, 0.0, 0.0
	for i := 1; i < len(claim); i++ {
		a, b := claim[i-1].key, claim[i].key
		if adjacent(passages, a, b, "") {
			two++
		}
		if i+1 == len(claim) {
			break
		}
		if adjacent(passages, a, b, claim[i+1].key) {
			three++
			run = 0
		} else {
			run++
			f[uncopiedRun] = max(f[uncopiedRun], run)
		}
	}
	f[bigrams] = share(two, float64(max(len(claim)-1, 0)))
	f[trigrams] = share(three, float64(max(len(claim)-2, 0)))
	f[uncopiedRun] = math.Log1p(f[uncopiedRun])
	f[contentPairs] = contentPairShare(claim, passages)
}

func adjacent(passages []*prepared, a, b, c string) bool {
	for _, p := range passages {
		for _, i := range p.at[a] {
			if int(i)+1 < len(p.words) && p.words[i+1].key == b &&
				(c == "" || int(i)+2 < len(p.words) && p.words[i+2].key == c) {
				return true
			}
		}
	}
	return false
}

func contentPairShare(claim []word, passages []*prepared) float64 {
	prev, near, all := "", 0.0, 0.0
	for _, w := range claim {
		if w.kind != content {
			continue
		}
		if prev != "" {
			all++
			if together(passages, prev, w.key, 4) {
				near++
			}
		}
		prev = w.key
	}
	return share(near, all)
}

func (f *features) windows(claim []word, passages []*prepared) {
	var keys []string
	seen := map[string]bool{}
	for _, w := range claim {
		if w.kind == content && !seen[w.key] {
			seen[w.key] = true
			keys = append(keys, w.key)
		}
	}
	f[narrowWindow], f[wideWindow] = 1, 1
	if len(keys) == 0 {
		return
	}
	narrow, wide := 0, 0
	for _, p := range passages {
		narrow = max(narrow, p.best(keys, 20))
		wide = max(wide, p.best(keys, 45))
	}
	f[narrowWindow] = float64(narrow) / float64(len(keys))
	f[wideWindow] = float64(wide) / float64(len(keys))
}

func (f *features) company(claim []word, passages []*prepared) {
	var stray, all [2]float64
	for i, w := range claim {
		which := 0
		switch {
		case w.number != nil:
		case w.naming == text.IsName || w.naming == text.Calendar:
			which = 1
		default:
			continue
		}
		all[which]++
		if !accompanied(claim, i, passages) {
			stray[which]++
		}
	}
	f[strayNumbers] = stray[0] / max(all[0], 1)
	f[strayNames] = stray[1] / max(all[1], 1)
}

// accompanied reports whether at least half of the content words around claim[i] stand
// around it somewhere in the passages too.
func accompanied(claim []word, i int, passages []*prepared) bool {
	near, all := 0, 0
	for j := max(0, i-4); j < min(len(claim), i+5); j++ {
		if j == i || claim[j].kind != content {
			continue
		}
		all++
		if together(passages, claim[i].key, claim[j].key, 9) {
			near++
		}
	}
	return 2*near >= all
}

func (f *features) cues(claim []word, passages []*prepared) {
	mine := false
	for _, w := range claim {
		mine = mine || w.negates
		if text.Hedges(w.fold) {
			f[hedged] = 1
		}
		if w.reports {
			f[reporting] = 1
		}
		if w.number != nil {
			f[numbered]++
		} else if w.naming == text.IsName {
			f[named]++
		}
		switch w.fold {
		case "such", "including", "include", "includes", "like", "example", "examples":
			f[exampled] = 1
		case "sure", "important", "essential", "should", "ensure", "must", "recommended", "necessary", "crucial", "avoid", "best":
			f[advising] = 1
		case "additionally", "overall", "therefore", "finally", "furthermore", "moreover", "however", "conclusion":
			f[connecting] = 1
		case "passage", "passages", "question", "hope", "answer", "know", "mentioned", "provided", "i":
			f[aboutPassages] = 1
		case "than", "while", "whereas", "unlike":
			f[compared] = 1
		case "because", "due", "lead", "led", "leading", "result", "resulting", "resulted", "causing", "caused":
			f[causal] = 1
		}
	}
	f[named], f[numbered] = math.Log1p(f[named]), math.Log1p(f[numbered])
	theirs := bestSentenceNegates(claim, passages)
	if mine && !theirs {
		f[negated] = 1
	}
	if theirs && !mine {
		f[unnegated] = 1
	}
}

func bestSentenceNegates(claim []word, passages []*prepared) bool {
	best, most := sentence{}, 0
	for _, p := range passages {
		for i, n := range p.overlaps(claim) {
			if n > most {
				best, most = p.sentences[i], n
			}
		}
	}
	return best.negates
}

func (f *features) quoted(s string, passages []*prepared) {
	for _, m := range quotation.FindAllStringSubmatch(s, -1) {
		found := false
		for _, p := range passages {
			if strings.Contains(strings.ToLower(string(p.folded.bytes)), strings.ToLower(strings.Trim(string(fold(m[1]).bytes), " ,.!?"))) {
				found = true
			}
		}
		if !found {
			f[misquoted] = 1
		}
	}
}
