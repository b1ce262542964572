package answer

import (
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
	"footnote/internal/text"
)

// Stats tells how common a word is in the corpus: retrieval.Index, or a fake.
type Stats interface {
	// IDF is how telling a stem is, highest for one that no passage holds.
	IDF(stem string) float64
}

// Extraction is the best sentences for a question, and whether they answer it.
type Extraction struct {
	// Claims quote the best sentence first, then at most one more. They are filled
	// whenever a sentence could be offered at all; only when Answered are they an answer.
	Claims []verify.Claim
	// Confidence is the estimated probability that the first claim answers, in 0..1.
	Confidence float64
	Answered   bool
	// Reason is a plain sentence for the member, saying why there is no answer; "" when Answered.
	Reason string
}

// Extractor answers with sentences quoted whole. It is safe for concurrent use.
type Extractor struct {
	stats Stats
}

// NewExtractor makes an Extractor that weighs words by stats.
func NewExtractor(stats Stats) *Extractor { return &Extractor{stats: stats} }

// Extract chooses among the sentences of res the one or two that best answer question.
// The same question and result give the same extraction.
func (e *Extractor) Extract(question string, res retrieval.Result) Extraction {
	weights, total := map[string]float64{}, 0.0
	for _, tok := range text.Tokens(question) {
		if !tok.Stop && weights[tok.Stem] == 0 {
			weights[tok.Stem] = e.stats.IDF(tok.Stem)
			total += weights[tok.Stem]
		}
	}
	var best *article.Passage
	var at article.Span
	top := 0.0
	for _, hit := range res.Hits {
		for _, s := range hit.Passage.Sentences {
			if score := overlap(weights, hit.Passage.Text[s.Start:s.End]); !s.Fragment && score > top {
				best, at, top = hit.Passage, s.Span, score
			}
		}
	}
	claim, ok := verify.Verbatim(1, best, at)
	if !ok {
		return Extraction{Reason: "I found nothing in the articles about that."}
	}
	out := Extraction{Claims: []verify.Claim{claim}, Confidence: top / total}
	if out.Answered = out.Confidence >= 0.5; !out.Answered {
		out.Reason = "The articles do not seem to answer that."
	}
	return out
}

// overlap sums the weights of the words that sentence holds.
func overlap(weights map[string]float64, sentence string) float64 {
	sum, seen := 0.0, map[string]bool{}
	for _, tok := range text.Tokens(sentence) {
		if !seen[tok.Stem] {
			seen[tok.Stem] = true
			sum += weights[tok.Stem]
		}
	}
	return sum
}
