// Package answer turns a question and its retrieved passages into verified claims, or
// an abstention. It shows nothing by itself, and lets nothing through that
// answer/verify has not passed.
package answer

import (
	"context"
	"time"

	"footnote/internal/answer/extract"
	"footnote/internal/answer/verify"
	"footnote/internal/retrieval"
)

// Mode says who wrote the answer's sentences.
type Mode string

const (
	Extract Mode = "extract" // the articles: each claim is a sentence quoted whole
	Written Mode = "model"   // a model, each claim verified against its quotes
)

// Dropped is a claim that was not shown, and why.
type Dropped struct {
	Text, Reason string
}

// Answer is claims in order, or an abstention with the nearest passages.
type Answer struct {
	ID         string
	Question   string // as asked
	Understood string // the question as understood from the turns before; "" when as asked
	Answered   bool
	Mode       Mode
	Claims     []verify.Claim
	Passages   []retrieval.Hit // those retrieved for this question
	Dropped    []Dropped
	Reason     string // a plain sentence for the member, why there is no answer; "" when Answered
	// Confidence is how sure the answerer is that the passages answer, in 0..1.
	Confidence float64
	// Notices are plain sentences for the member about how the answer came to be
	// ("The daily budget is used up, so this answer quotes the articles.").
	Notices []string
	Elapsed time.Duration

	// Model, Raw and Usage are for the ledger, never for a member: who wrote, what
	// was written word for word (unverified), and what it cost. Empty without a model.
	Model string
	Raw   string
	Usage Usage
}

// Usage is what a model's work cost, in its own tokens.
type Usage struct{ Prompt, Completion int }

// Extraction is what an extract.Extractor found: the best sentences, and whether they answer.
type Extraction = extract.Extraction

// Searcher finds passages: retrieval.Index, or a fake.
type Searcher interface {
	Search(ctx context.Context, query string, k int) (retrieval.Result, error)
}
