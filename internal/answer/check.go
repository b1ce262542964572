package answer

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// maxStatements is how many sentences of one claim are checked against the corpus.
const maxStatements = 8

// Prover finds the words that carry a statement, or weighs it: verify.Verifier.
type Prover interface {
	Find(statement string, passages []*article.Passage) (verify.Claim, verify.Verdict)
	Check(claim string, passages []*article.Passage) (verify.Verdict, []verify.Citation)
}

// Checker says whether a claim is supported. Its methods may be called from several
// goroutines at once if those of its parts may.
type Checker struct {
	Searcher Searcher
	Prover   Prover
}

// Checked is a claim and what the passages say of it.
type Checked struct {
	ID        string // the caller's own
	Claim     string
	Supported bool
	Score     float64 // 0..1; at least 0.5 exactly when Supported
	Citations []verify.Citation
	Reasons   []string        // why not, for people; empty when Supported
	Passages  []retrieval.Hit // the nearest in the corpus; nil when the passages were given
}

// Check holds each sentence of a claim against the passages of the corpus nearest to it,
// as strictly as what a model writes is held: it is supported when words of the corpus
// carry every one. The error is the search's.
func (c *Checker) Check(ctx context.Context, claim string) (Checked, error) {
	out := Checked{Claim: claim, Supported: true, Score: 1}
	sentences := statements(claim)
	if len(sentences) == 0 {
		out.refuse("the claim has no words")
	}
	if len(sentences) > maxStatements {
		out.refuse(fmt.Sprintf("only the first %d sentences were checked", maxStatements))
		sentences = sentences[:maxStatements]
	}
	for _, s := range sentences {
		res, err := c.Searcher.Search(ctx, s, DefaultPassages)
		if err != nil {
			return Checked{}, fmt.Errorf("search the corpus: %w", err)
		}
		passages := make([]*article.Passage, len(res.Hits))
		for i, h := range res.Hits {
			passages[i] = h.Passage
		}
		proof, verdict := c.Prover.Find(s, passages)
		out.add(verdict, proof.Citations())
		out.Passages = merge(out.Passages, res.Hits)
	}
	return out, nil
}

// Against holds a claim against given texts by weighing what they have in common: texts
// of any length, in which a claim may put together what stands far apart.
func (c *Checker) Against(claim string, texts []string) Checked {
	passages := make([]*article.Passage, len(texts))
	for i, t := range texts {
		passages[i] = article.Loose("given-"+strconv.Itoa(i+1), t)
	}
	out := Checked{Claim: claim, Supported: true, Score: 1}
	verdict, citations := c.Prover.Check(claim, passages)
	out.add(verdict, citations)
	return out
}

// statements cuts a claim into its sentences.
func statements(claim string) []string {
	var out []string
	claim = strings.ToValidUTF8(claim, "\ufffd")
	for _, s := range article.Loose("claim", claim).Sentences {
		out = append(out, claim[s.Start:s.End])
	}
	return out
}

// add counts in the verdict on one statement.
func (c *Checked) add(v verify.Verdict, citations []verify.Citation) {
	c.Score = min(c.Score, v.Score)
	if c.Supported = c.Supported && v.Supported; !v.Supported {
		c.Reasons = append(c.Reasons, v.Reasons...)
	}
	for _, q := range citations {
		q.Number = len(c.Citations) + 1
		c.Citations = append(c.Citations, q)
	}
	if !c.Supported {
		c.Citations = nil
	}
}

func (c *Checked) refuse(reason string) {
	c.Supported, c.Score = false, 0
	c.Reasons = append(c.Reasons, reason)
}

// merge adds the hits that are not there yet, ranked after those that are.
func merge(hits, more []retrieval.Hit) []retrieval.Hit {
	known := map[*article.Passage]bool{}
	for _, h := range hits {
		known[h.Passage] = true
	}
	for _, h := range more {
		if !known[h.Passage] {
			h.Rank = len(hits) + 1
			hits = append(hits, h)
		}
	}
	return hits
}

// MarshalJSON writes what `bot check --json` documents.
func (c Checked) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID        string         `json:"id"`
		Claim     string         `json:"claim"`
		Supported bool           `json:"supported"`
		Score     float64        `json:"score"`
		Citations []citationJSON `json:"citations"`
		Reasons   []string       `json:"reasons"`
	}{c.ID, c.Claim, c.Supported, c.Score, citationsToJSON(c.Citations), append([]string{}, c.Reasons...)})
}
