package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"footnote/internal/answer"
	"footnote/internal/retrieval"
	"footnote/internal/terminal"
)

func (b *bot) searchCommand() *cobra.Command {
	var asJSON bool
	var k int
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Rank the passages for a query, and say why",
		Long: `Ranks the passages of the corpus for a query. Each shows where words (BM25) and
vectors ranked it, and which words of the query it holds. With "-", one query a line is
read from standard input and one JSON object a line is written, in the same order.`,
		Example: `  bot search "nerve gas"
  bot search -n 3 --json "veto powers"`,
		Args: words("query"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if k < 1 {
				return usage("search: -n is %d (want 1 or more)", k)
			}
			return b.search(cmd.Context(), strings.Join(args, " "), k, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the ranking as one JSON object")
	c.Flags().IntVarP(&k, "number", "n", answer.DefaultPassages, "how many passages at most")
	return c
}

// ranking is what `bot search --json` writes.
type ranking struct {
	question
	Passages  []retrieval.Hit `json:"passages"`
	Degraded  string          `json:"degraded,omitempty"`
	ElapsedMS float64         `json:"elapsed_ms"`
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (b *bot) search(ctx context.Context, text string, k int, asJSON bool) error {
	s, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	rank := func(ctx context.Context, q question) (any, error) {
		start := time.Now()
		r, err := s.corpus.Search(ctx, q.Question, k)
		return ranking{q, append([]retrieval.Hit{}, r.Hits...), r.Degraded, milliseconds(time.Since(start))}, err
	}
	switch {
	case text == "-":
		return batch(ctx, b.in, b.out, plainQuestion, rank)
	case asJSON:
		object, err := rank(ctx, plainQuestion(text))
		return errors.Join(err, writeJSON(b.out, object, err))
	}
	r, err := s.corpus.Search(ctx, text, k)
	if err != nil {
		return err
	}
	p := terminal.New(b.out)
	p.Blank()
	p.Search(r)
	return p.Err()
}
