package extract

import (
	"math"
	"strings"

	"footnote/internal/text"
)

// grounds are the reasons to trust or to doubt that the best sentence answers.
type grounds [groundCount]float64

const (
	gOne            = iota // always 1
	gHere                  // the share of the question's weight that the sentence has
	gNovel                 // ln of the sentence's content words that the question does not have
	gTerms                 // the question's content words
	gWords                 // ln of all its words
	gNames                 // its names
	gRareMissing           // the weight of the rarest word that the sentence lacks
	gMissing               // how many words the sentence lacks
	gNamesAbsent           // how many names its passage lacks
	gNumbersMissing        // how many numbers the sentence lacks
	gUnknown               // how many words of substance the whole corpus lacks
	gNegated               // the question is negated
	gTurned                // and the sentence is not, or the other way round
	gContrary              // the sentence has the contrary of a word that it lacks
	gSwapped               // another name stands where a name of the question would
	gUnnamed               // who did it is asked, and the sentence says "he" or "an official"
	gMissingShare          // the share of the words that the sentence lacks
	gStrict                // how many words such as "only" and "before" the sentence lacks
	gLate                  // words stand before the question word: "in what year", "it was called what"
	gHas                   // a word of the kind asked for is there
	gNear                  // how near it is to the question's words
	gPlace                 // what is asked for
	gNumber
	groundCount
)

// weigh collects the grounds for and against c as the answer to q.
func weigh(q *query, c *candidate) grounds {
	var g grounds
	g[gOne] = 1
	g[gHere] = c.x[fHere]
	g[gHas], g[gNear] = c.has, c.near
	novel := 0
	for i := c.from; i < c.to; i++ {
		if !c.words[i].Stop && c.terms[i] < 0 {
			novel++
		}
	}
	g[gNovel] = math.Log(float64(1 + novel))
	g.ofQuestion(q)
	g.lacks(q, c)
	g.turns(q, c)
	g[gSwapped] = is(swapped(q, c))
	g[gUnnamed] = is(q.asks == asksPerson && unnamed(q, c))
	return g
}

// threshold is the confidence from which on the best sentence is offered as an answer.
const threshold = 0.33

// confidence is the estimated probability that a sentence with these grounds answers.
// d is what each ground is worth.
func (g *grounds) confidence(d *grounds) float64 {
	sum := 0.0
	for i, v := range g {
		sum += d[i] * v
	}
	return 1 / (1 + math.Exp(-sum))
}

// ofQuestion are the grounds that lie in the question alone.
func (g *grounds) ofQuestion(q *query) {
	g[gTerms] = float64(len(q.terms))
	g[gWords] = math.Log(float64(1 + len(q.words)))
	g[gNegated] = is(q.negated)
	for _, w := range q.words[:max(0, q.wh)] {
		if !fillers[w.Fold] {
			g[gLate] = 1
		}
	}
	g[gPlace], g[gNumber] = is(q.asks == asksPlace), is(q.asks == asksNumber)
	for i, t := range q.terms {
		g[gNames] += is(t.Name)
		g[gUnknown] += is(!t.Known && !t.Light && !generic[t.Fold] && (i != q.focus || q.asks == asksNumber))
	}
}

// lacks are the words of the question that the sentence or its passage does not have.
func (g *grounds) lacks(q *query, c *candidate) {
	for t, term := range q.terms {
		if q.isType(t) || generic[term.Fold] {
			continue
		}
		missing := is(c.met[c.number][t] < half)
		g[gRareMissing] = max(g[gRareMissing], missing*term.Rarity)
		g[gMissing] += is(missing > half)
		if term.Name {
			g[gNamesAbsent] += is(c.whole[t] < half)
		}
		if term.Number {
			g[gNumbersMissing] += missing
		}
	}
	g[gMissingShare] = ratio(g[gMissing], float64(len(q.terms)))
}

// half is how well a word is met at least where it counts as met.
const half = 0.5

// turns are signs that the sentence says something contrary to what is asked.
func (g *grounds) turns(q *query, c *candidate) {
	has, negated := map[string]bool{}, false
	for _, w := range c.words[c.from:c.to] {
		has[w.Stem], has[w.Fold] = true, true
		negated = negated || negations[w.Fold]
	}
	g[gTurned] = is(negated != q.negated)
	for t, term := range q.terms {
		if 1-c.met[c.number][t] > half && contrary(term.Token, has) {
			g[gContrary] = 1
		}
	}
	for _, w := range q.words {
		g[gStrict] += is(strict[w.Fold] && !has[w.Fold])
	}
}

// contrary reports whether a word's contrary is among has, which holds folds and stems.
func contrary(w text.Token, has map[string]bool) bool {
	for stem := range opposites()[w.Stem] {
		if has[stem] {
			return true
		}
	}
	for _, p := range contraryPrefixes {
		if has[p+w.Fold] || has[p+w.Stem] {
			return true
		}
		if bare, ok := strings.CutPrefix(w.Fold, p); ok && (has[bare] || has[text.Stem(bare)]) {
			return true
		}
	}
	return false
}

// swapped reports whether another name stands where one of the question's would: "the
// Seven Years' War" is not "the Hundred Years' War".
func swapped(q *query, c *candidate) bool {
	at := map[int]int{} // by word of the question: where it stands in the passage
	for i := c.from; i < c.to; i++ {
		if t := c.terms[i]; t >= 0 && c.worth[i] > half {
			at[q.at[t]] = i
		}
	}
	for t, term := range q.terms {
		if !term.Name || 1-c.met[c.number][t] <= half {
			continue
		}
		for _, step := range []int{-1, 1} {
			if i, ok := at[q.at[t]+step]; ok && c.names(i-step) {
				return true
			}
		}
	}
	return false
}

// unnamed reports whether the sentence leaves without a name whom the question asks for:
// "he called" for "who called", "a military official" for "the name of the official".
func unnamed(q *query, c *candidate) bool {
	if !q.subject && !q.naming {
		return false
	}
	asked := 0 // the first term after the question word, or after "name"
	for asked < len(q.at) && (q.at[asked] <= q.wh || q.naming && q.terms[asked].Fold == "name") {
		asked++
	}
	for i := c.from; i < c.to; i++ {
		if c.words[i].Fold == "by" {
			return false
		}
	}
	for i := c.from; i < c.to; i++ {
		for j := max(c.from, i-3); c.terms[i] == asked && j < i; j++ {
			if w := c.words[j].Fold; persons[w] && j >= i-2 || q.naming && (w == "a" || w == "an") {
				return true
			}
		}
	}
	return false
}

// names reports whether the word at i is in the sentence, a name, and not the question's.
func (c *candidate) names(i int) bool {
	return i >= c.from && i < c.to && c.terms[i] < 0 && c.words[i].named() && !c.words[i].digit
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var (
	contraryPrefixes = []string{"un", "in", "im", "ir", "il", "dis", "non", "mis", "anti"}
	persons          = set(`he she they we i`)
	// generic words are at home in any question: that the corpus lacks one says little.
	generic = set(`able about actual agency already anything appear area around aspect awkward bad basically become behind believe best
		better big business call career case certain chance claim company concern consider country currently deal decide
		describe different difficult early earlier easy effect end especially event ever everything expect explain fact
		dealing feel felt finally find form full further general good group happen hard hear held help hold home hope idea important include
		instead involve issue job kind know late later lead lot main make manage matter mean mention nature near need next
		open opinion order original originally own part particular perhaps pick place plan point position possible present
		previous primarily probably problem process provide purpose put question quite rather receive recent recently
		refer regard related remain respond result right role run seem set several show side similar simply since
		situation sort specific start state statement still stop strong suggest supposed supposedly talk team term thing
		think thought together topic toward try trying type under understand usual usually various view want way whole
		wish work world wrong`)
	strict = set(`never not only all most least fewest more less before after first last between outside besides
		except without until unless always none nobody nothing every any both neither second third same other another new
		old still again`)
)
