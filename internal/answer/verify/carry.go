package verify

import (
	"fmt"

	"footnote/internal/text"
)

// enough is the share of a claim's content words that what it cites must hold.
const enough = 0.6

// carry judges whether the cited passages carry the sentence.
func (e *Evidence) carry(sentence string, citations []Citation) Verdict {
	var cited []prepared
	for _, p := range e.passages {
		for _, c := range citations {
			if c.Passage == p.passage {
				cited = append(cited, p)
				break
			}
		}
	}
	return judge(sentence, cited)
}

func judge(sentence string, cited []prepared) Verdict {
	found, all := 0, 0
	var reasons []string
	for _, t := range text.Tokens(sentence) {
		if t.Stop {
			continue
		}
		all++
		switch {
		case stands(t, cited):
			found++
		case t.Fold[0] >= '0' && t.Fold[0] <= '9', sentence[t.Start] >= 'A' && sentence[t.Start] <= 'Z':
			reasons = append(reasons, fmt.Sprintf("%s is not in the passage", sentence[t.Start:t.End]))
		}
	}
	score := float64(found) / float64(max(all, 1))
	if score < enough {
		reasons = append(reasons, "too little of the claim is in the passage")
	}
	return Verdict{Supported: len(reasons) == 0, Score: score, Reasons: reasons}
}

func stands(t text.Token, cited []prepared) bool {
	for _, p := range cited {
		if p.stems[t.Stem] {
			return true
		}
	}
	return false
}

// Check says whether the passages support a claim that names no quotes, and finds the
// sentences that do.
func (e *Evidence) Check(claim string) (Verdict, []Citation) {
	if why := unfit(claim, MaxQuote); why != "" {
		return refused(why), nil
	}
	verdict := judge(claim, e.passages)
	if !verdict.Supported {
		return verdict, nil
	}
	return verdict, e.best(claim)
}

// best cites the sentence that holds the most of the claim.
func (e *Evidence) best(claim string) []Citation {
	var best Citation
	most := 0
	words := text.Tokens(claim)
	for _, p := range e.passages {
		for _, s := range p.passage.Sentences {
			n := overlap(words, p.passage.Text[s.Start:s.End])
			if n <= most {
				continue
			}
			if c, err := cite(1, p.passage, s.Span); err == nil {
				best, most = c, n
			}
		}
	}
	if most == 0 {
		return nil
	}
	return []Citation{best}
}

func overlap(claim []text.Token, sentence string) int {
	stems := map[string]bool{}
	for _, t := range text.Tokens(sentence) {
		stems[t.Stem] = true
	}
	n := 0
	for _, t := range claim {
		if !t.Stop && stems[t.Stem] {
			n++
		}
	}
	return n
}
