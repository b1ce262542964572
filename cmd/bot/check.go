package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"footnote/internal/answer"
	"footnote/internal/terminal"
)

func (b *bot) checkCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check CLAIM",
		Short: "Is this claim supported by the corpus?",
		Long: `Says whether the articles support a claim, with the sentences that carry it, or why
not. With "-" in place of the claim, one claim a line is read from standard input, as
plain text or {"id":"…","claim":"…"}, and one JSON object a line is written, in the same
order. A claim with "passages":["…"] is held against those texts alone.`,
		Example: `  bot check "More than 80 people were killed"
  bot check --json "Nikki Haley is the Russian ambassador"
  bot check - < claims.jsonl > verdicts.jsonl`,
		Args: words("claim"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return b.check(cmd.Context(), strings.Join(args, " "), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the verdict as one JSON object")
	return c
}

// claim is one line of `bot check -`.
type claim struct {
	ID       string   `json:"id"`
	Claim    string   `json:"claim"`
	Passages []string `json:"passages"`
}

func plainClaim(line string) claim { return claim{Claim: line} }

func (b *bot) check(ctx context.Context, text string, asJSON bool) error {
	s, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	verdict := func(ctx context.Context, c claim) (any, error) {
		if strings.TrimSpace(c.Claim) == "" {
			return nil, errors.New(`no "claim" given`)
		}
		var checked answer.Checked
		var err error
		if c.Passages != nil {
			checked = s.checker.Against(c.Claim, c.Passages)
		} else {
			checked, err = s.checker.Check(ctx, c.Claim)
		}
		checked.ID = c.ID
		return checked, err
	}
	switch {
	case text == "-":
		return batch(ctx, b.in, b.out, plainClaim, verdict)
	case asJSON:
		object, err := verdict(ctx, plainClaim(text))
		return errors.Join(err, writeJSON(b.out, object, err))
	}
	checked, err := s.checker.Check(ctx, text)
	if err != nil {
		return err
	}
	p := terminal.New(b.out)
	p.Blank()
	p.Check(checked)
	return p.Err()
}
