package verify

import (
	"slices"
	"strings"
)

// maxCited is how many sentences a check cites at most for one statement.
const maxCited = 3

// Check says whether the passages support a claim that names no quotes, and finds the
// sentences that do. Lists are taken apart, and what only frames a claim ("Here is a
// summary:") is left out; a claim that states nothing is supported by nothing and
// contradicted by nothing, and passes without citations.
func (e *Evidence) Check(claim string) (Verdict, []Citation) {
	claim = strings.ToValidUTF8(claim, "\ufffd")
	worst := Verdict{Supported: true, Score: 1}
	var citations []Citation
	for _, piece := range pieces(claim) {
		x := e.search(piece)
		v := x.verdict()
		worst.Supported = worst.Supported && v.Supported
		worst.Score = min(worst.Score, v.Score)
		worst.Reasons = append(worst.Reasons, v.Reasons...)
		citations = x.cite(citations)
	}
	if !worst.Supported {
		return worst, nil
	}
	return worst, citations
}

// search prepares a statement to be held against all the passages. Its focus is the
// sentences that together hold the most of it.
func (e *Evidence) search(statement string) *examination {
	x := &examination{claim: statement, words: words(statement), all: e.passages, cited: e.passages, aliases: e.verifier.aliases}
	x.recognise()
	x.focus = x.nearest()
	return x
}

// nearest picks sentences one by one, each for the words that those before it lack.
func (x *examination) nearest() []sentence {
	left := slices.Clone(x.words)
	var out []sentence
	for len(out) < maxCited {
		best, most := sentence{}, 0
		for _, p := range x.all {
			for i, n := range p.overlaps(left) {
				if n > most {
					best, most = p.sentences[i], n
				}
			}
		}
		if most == 0 || len(out) > 0 && most == 1 {
			break
		}
		out = append(out, best)
		left = slices.DeleteFunc(left, func(w word) bool { return stands(w, best.words()) })
	}
	return out
}

// cite adds the sentences of the focus that can be quoted, each once.
func (x *examination) cite(to []Citation) []Citation {
	for _, s := range x.focus {
		c, err := cite(len(to)+1, s.in.passage, s.span)
		if err != nil || slices.ContainsFunc(to, func(o Citation) bool {
			return o.Passage == c.Passage && o.Start == c.Start && o.End == c.End
		}) {
			continue
		}
		to = append(to, c)
	}
	return to
}

func (x *examination) verdict() Verdict {
	return Verdict{Supported: x.score() > 0.5, Score: x.score(), Reasons: x.reasons}
}

// overlaps counts, for each sentence of p, the content words that a claim shares with it.
func (p *prepared) overlaps(claim []word) []int {
	count := make([]int, len(p.sentences))
	seen := map[string]bool{}
	for _, w := range claim {
		if w.kind != content || seen[w.key] {
			continue
		}
		seen[w.key] = true
		s, last := 0, -1
		for _, i := range p.at[w.key] {
			for s+1 < len(p.sentences) && int(i) >= p.sentences[s].to {
				s++
			}
			if s < len(count) && s != last && int(i) >= p.sentences[s].from {
				count[s]++
				last = s
			}
		}
	}
	return count
}

func (x *examination) score() float64 {
	f := measure(x.claim, x.words, x.cited)
	return f[coverage]
}
