package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"footnote/internal/eval"
)

func (b *bot) evalCommand() *cobra.Command {
	var o evalOptions
	c := &cobra.Command{
		Use:   "eval FILE.jsonl",
		Short: "Run a question set, and say how well it was answered",
		Long: `Asks every question of a set and compares what comes back with the evidence that the
set names. Prints a table: was the right passage found (hit@k, MRR), was the right
sentence cited, was there an answer when there should be one and an abstention when not.

A set of claims ({"id","claim","supported":true,"passages":["…"]}) is checked instead, and the
table says how well true claims were told from false ones.

A line of a set of questions is {"id","kind","question","answerable":true,"evidence":[{"article",
"text"}],"articles":["slug"],"answer":["…"]}; "kind" groups the figures.

Floors ("evidence_first>=0.80", "plain/evidence_first>=0.95") make it end with code 1
when a figure falls below.`,
		Example: `  bot eval evals/story.jsonl
  bot eval evals/story.jsonl --failures
  bot eval evals/story.jsonl --json --floor "abstained>=0.9"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("eval: want one file, got %d (try 'bot eval --help')", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return b.eval(cmd.Context(), args[0], o) },
	}
	c.Flags().BoolVar(&o.json, "json", false, "write the report as one JSON object")
	c.Flags().BoolVar(&o.failures, "failures", false, "also list the questions that went wrong")
	c.Flags().StringArrayVar(&o.floors, "floor", nil, "a bound on a figure, such as \"hit1>=0.9\" (may be given again)")
	c.Flags().StringVar(&o.floorFile, "floors", "", "a file of such bounds")
	return c
}

type evalOptions struct {
	json, failures bool
	floors         []string
	floorFile      string
}

func (b *bot) eval(ctx context.Context, file string, o evalOptions) error {
	floors, err := o.parse()
	if err != nil {
		return err
	}
	s, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	report, err := b.measure(ctx, s, file)
	if err != nil {
		return err
	}
	if err := b.writeReport(report, o); err != nil {
		return err
	}
	return report.Check(floors)
}

// measure runs a set of questions or of claims.
func (b *bot) measure(ctx context.Context, s *session, file string) (eval.Report, error) {
	isClaims, err := eval.HoldsClaims(file)
	if err != nil {
		return eval.Report{}, err
	}
	if isClaims {
		claims, err := eval.ReadClaims(file)
		if err != nil {
			return eval.Report{}, err
		}
		return eval.RunClaims(ctx, s.checker, claims, b.progress("checking"))
	}
	questions, err := eval.ReadFile(file)
	if err != nil {
		return eval.Report{}, err
	}
	subject := eval.Subject{Corpus: s.corpus.Articles(), Answerer: s.answers, Searcher: s.corpus, Extractor: s.corpus}
	return eval.Run(ctx, subject, questions, b.progress("asking"))
}

func (b *bot) writeReport(r eval.Report, o evalOptions) error {
	if o.json {
		return writeJSON(b.out, r, nil)
	}
	if err := r.WriteTable(b.out); err != nil || !o.failures {
		return err
	}
	return r.WriteFailures(b.out)
}

func (o evalOptions) parse() ([]eval.Floor, error) {
	var floors []eval.Floor
	texts := o.floors
	if o.floorFile != "" {
		raw, err := os.ReadFile(o.floorFile)
		if err != nil {
			return nil, fmt.Errorf("read the floors: %w", err)
		}
		texts = append(texts, string(raw))
	}
	for _, t := range texts {
		fs, err := eval.ParseFloors(t)
		if err != nil {
			return nil, usage("eval: %v", err)
		}
		floors = append(floors, fs...)
	}
	return floors, nil
}
