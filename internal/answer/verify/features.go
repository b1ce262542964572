package verify

import "math"

// features are what speaks for and against a statement, in numbers, for the fitted model
// to weigh. Counts are ln(1+n), so that the first weighs most.
type features [featureCount]float64

const (
	unnamed      = iota // names that what is cited does not name
	miscounted          // numbers that it does not hold, or holds otherwise
	coverage            // share of content words that some passage has
	window              // share of content words within the best 45 words of one passage
	pairs               // share of neighbouring content words that neighbour in a passage
	novelRun            // longest run of content words that no passage has
	uncopiedRun         // longest run of word triples that no passage has
	strayNumbers        // share of numbers that stand in other company in the passages
	negated             // a negation that the nearest sentences don't have
	compared            // "than", "while", "whereas", "unlike"
	causal              // "because", "due", "led", "resulting"
	featureCount
)

// features measures a statement whose focus is chosen.
func (x *examination) features() features {
	var f features
	f[unnamed] = math.Log1p(float64(x.count(x.names)))
	f[miscounted] = math.Log1p(float64(x.count(x.quantities)))
	f.known(x.words, x.cited)
	f[window] = windowShare(x.words, x.cited)
	f[pairs] = pairShare(x.words, x.cited)
	f[uncopiedRun] = math.Log1p(float64(longestUncopied(x.words, x.cited)))
	f[strayNumbers] = stray(x.words, x.cited)
	f.cues(x.words)
	if anyNegates(x.words) && !anyNegates(x.focused()) {
		f[negated] = 1
	}
	return f
}

// count is how many reasons a check adds.
func (x *examination) count(check func()) int {
	before := len(x.reasons)
	check()
	return len(x.reasons) - before
}

func (f *features) known(claim []word, passages []*prepared) {
	all, run := 0.0, 0.0
	for _, w := range claim {
		if w.kind == function {
			continue
		}
		in := holds(w, passages)
		switch {
		case in:
			run = 0
		case w.kind == content:
			run++
			f[novelRun] = max(f[novelRun], run)
		}
		if w.kind == content {
			all++
			if in {
				f[coverage]++
			}
		}
	}
	f[coverage] = share(f[coverage], all)
	f[novelRun] = math.Log1p(f[novelRun])
}

// share is part of all; 1 of nothing.
func share(part, all float64) float64 {
	if all == 0 {
		return 1
	}
	return part / all
}

// ends reports whether s ends in one of the suffixes, with three bytes or more before.
func ends(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if len(s) > len(x)+2 && s[len(s)-len(x):] == x {
			return true
		}
	}
	return false
}

func windowShare(claim []word, passages []*prepared) float64 {
	var keys []string
	seen := map[string]bool{}
	for _, w := range claim {
		if w.kind == content && !seen[w.key] {
			seen[w.key] = true
			keys = append(keys, w.key)
		}
	}
	best := 0
	for _, p := range passages {
		best = max(best, p.best(keys, 45))
	}
	return share(float64(best), float64(len(keys)))
}

func pairShare(claim []word, passages []*prepared) float64 {
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

func longestUncopied(claim []word, passages []*prepared) int {
	run, longest := 0, 0
	for i := 2; i < len(claim); i++ {
		if copied(claim[i-2:i+1], passages) {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// copied reports whether a passage has the three words in a row.
func copied(ws []word, passages []*prepared) bool {
	for _, p := range passages {
		for _, i := range p.at[ws[0].key] {
			if int(i)+2 < len(p.words) && p.words[i+1].key == ws[1].key && p.words[i+2].key == ws[2].key {
				return true
			}
		}
	}
	return false
}

func stray(claim []word, passages []*prepared) float64 {
	strays, all := 0.0, 0.0
	for i, w := range claim {
		if w.number == nil {
			continue
		}
		all++
		if !accompanied(claim, i, passages) {
			strays++
		}
	}
	return strays / max(all, 1)
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

func (f *features) cues(claim []word) {
	for _, w := range claim {
		switch w.fold {
		case "than", "while", "whereas", "unlike":
			f[compared] = 1
		case "because", "due", "lead", "led", "leading", "result", "resulting", "resulted", "causing", "caused":
			f[causal] = 1
		}
	}
}
