package verify

import (
	"fmt"
	"slices"
	"strings"

	"footnote/internal/article"
)

// maxChecked is the longest text that is checked as one claim, in bytes.
const maxChecked = 10_000

// closeWords is how many words the passages have at most, together, for a claim to be held
// to them as to a quote. In longer ones a claim may put together what stands far apart, and
// rules for one sentence object to what is right too often.
const closeWords = 100

// maxCited is how many sentences a check cites at most for one statement.
const maxCited = 3

// Check says whether the passages support a claim that names no quotes, and finds the
// sentences that do. It weighs what claim and passages have in common; short passages must
// carry it by every rule. Lists are taken apart, and what only frames a claim ("Here is a
// summary:") is left out; a claim that states nothing is supported by nothing and
// contradicted by nothing, and passes without citations.
func (e *Evidence) Check(claim string) (Verdict, []Citation) {
	if len(claim) > maxChecked {
		return refused(fmt.Sprintf("the claim is %d bytes long, over %d", len(claim), maxChecked)), nil
	}
	claim = strings.ToValidUTF8(claim, "\ufffd")
	worst := Verdict{Supported: true, Score: 1}
	var citations []Citation
	judge := e.weigh
	if e.words() <= closeWords {
		judge = e.prove
	}
	for _, piece := range pieces(claim) {
		v, focus := judge(piece)
		worst.Supported = worst.Supported && v.Supported
		worst.Score = min(worst.Score, v.Score)
		worst.Reasons = append(worst.Reasons, v.Reasons...)
		citations = cited(citations, focus)
	}
	if !worst.Supported {
		return worst, nil
	}
	return worst, citations
}

// words counts the words of all the passages.
func (e *Evidence) words() int {
	n := 0
	for _, p := range e.passages {
		n += len(p.words)
	}
	return n
}

// prove holds each sentence of a statement to every rule, and returns those that carry it.
func (e *Evidence) prove(statement string) (Verdict, []sentence) {
	worst := Verdict{Supported: true, Score: 1}
	var focus []sentence
	for _, s := range article.Loose("claim", statement).Sentences {
		c, v := e.Find(statement[s.Start:s.End])
		worst.Supported = worst.Supported && v.Supported
		worst.Score = min(worst.Score, v.Score)
		worst.Reasons = append(worst.Reasons, v.Reasons...)
		for _, p := range e.passages {
			focus = append(focus, p.quoted(c.citations)...)
		}
	}
	return worst, focus
}

// Find looks for sentences that carry a statement, and makes it a claim that quotes them.
// The statement is held to the same rules as a draft; where Check weighs, Find refuses
// what it can't prove. The Claim is zero unless the verdict is Supported; the verdict is
// otherwise that of the sentences that came nearest.
func (e *Evidence) Find(statement string) (Claim, Verdict) {
	sentence, why := tidy(statement)
	if why != "" {
		return Claim{}, refused(why)
	}
	var nearest Verdict
	for _, focus := range e.search(sentence).candidates() {
		citations := cited(nil, focus)
		if len(citations) == 0 {
			continue
		}
		v := e.carry(sentence, citations)
		if v.Supported {
			return Claim{text: sentence, citations: citations, score: v.Score}, v
		}
		if nearest.Reasons == nil || len(v.Reasons) < len(nearest.Reasons) {
			nearest = v
		}
	}
	if nearest.Reasons == nil {
		return Claim{}, refused("no passage speaks of it")
	}
	return Claim{}, nearest
}

// candidates are the sentences that may carry the statement: each of the nearest alone,
// then all of them together when one passage has them. Sentences of several passages are
// not put together, since nobody said that they belong together.
func (x *examination) candidates() [][]sentence {
	var out [][]sentence
	for _, s := range x.focus {
		out = append(out, []sentence{s})
	}
	for _, s := range x.runnersUp() {
		out = append(out, []sentence{s})
	}
	if len(x.focus) > 1 && !slices.ContainsFunc(x.focus, func(s sentence) bool { return s.in != x.focus[0].in }) {
		out = append(out, x.focus)
	}
	return out
}

// runnersUp are the sentences that alone hold as much of the statement as the nearest.
func (x *examination) runnersUp() []sentence {
	most := 1
	var out []sentence
	for _, p := range x.all {
		for i, n := range p.overlaps(x.words) {
			if n > most {
				most, out = n, nil
			}
			if n == most {
				out = append(out, p.sentences[i])
			}
		}
	}
	return out[:min(len(out), maxCited)]
}

// search prepares a statement to be held against all the passages. Its focus is the
// sentences that together hold the most of it.
func (e *Evidence) search(statement string) *examination {
	x := &examination{weighing: true, claim: statement, words: words(statement, e.verifier.stem), all: e.passages, cited: e.passages, aliases: e.verifier.aliases}
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

// cited adds citations of the sentences that can be quoted, each once.
func cited(to []Citation, focus []sentence) []Citation {
	for _, s := range focus {
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

// weigh judges a statement by the fitted model, and returns the sentences nearest to it.
func (e *Evidence) weigh(statement string) (Verdict, []sentence) {
	x := e.search(statement)
	v := Verdict{Score: x.features().score()}
	if v.Supported = v.Score >= enoughScore; !v.Supported {
		x.substance()
		v.Reasons = x.reasons
		if len(v.Reasons) == 0 {
			v.Reasons = []string{"the passages say something like it, but not this"}
		}
	}
	return v, x.focus
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
