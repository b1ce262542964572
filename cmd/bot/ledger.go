package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"footnote/internal/ledger"
	"footnote/internal/terminal"
)

func (b *bot) ledgerCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "ledger",
		Short: "Look up what was asked, answered, cited and judged",
		Long: `Reads the ledger: every question, its answer as it was shown, the words of which article
it cited, and what moderators did about it. It may be used while the bot serves.`,
		Example: `  bot ledger list --since 7d
  bot ledger show 1234567890
  bot ledger export --format csv > answers.csv
  bot ledger stats
  bot ledger verify
  bot ledger backup footnote-backup.db`,
	}
	c.AddCommand(b.ledgerShow(), b.ledgerList(), b.ledgerExport(), b.ledgerStats(), b.ledgerVerify(), b.ledgerBackup())
	return c
}

// withLedger runs f over the ledger, which must be there already.
func (b *bot) withLedger(ctx context.Context, f func(*ledger.DB, *terminal.Printer) error) error {
	db, err := ledger.Open(ctx, b.cfg.DataDir)
	if err != nil {
		return err
	}
	p := terminal.New(b.out)
	return errors.Join(f(db, p), p.Err(), db.Close())
}

func (b *bot) ledgerShow() *cobra.Command {
	return &cobra.Command{
		Use:     "show ID",
		Short:   "Print a whole answer as it was, each quote inside its passage",
		Example: "  bot ledger show 1234567890",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("ledger show: want one id, got %d (bot ledger list prints them)", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return b.withLedger(cmd.Context(), func(db *ledger.DB, p *terminal.Printer) error {
				r, err := db.ByID(cmd.Context(), args[0])
				if errors.Is(err, ledger.ErrUnknown) {
					if r, err = db.ByMessage(cmd.Context(), args[0]); errors.Is(err, ledger.ErrUnknown) {
						return fmt.Errorf("no answer has the id %q, nor a message of it (bot ledger list prints the ids)", args[0])
					}
				}
				if err == nil {
					p.Record(r)
				}
				return err
			})
		},
	}
}

// chosen are the flags that choose records.
type chosen struct {
	guild, state, since string
	limit               int
}

func (c *chosen) flags(cmd *cobra.Command, limit int) {
	f := cmd.Flags()
	f.StringVar(&c.guild, "server", "", "only of the Discord server with this id")
	f.StringVar(&c.state, "state", "", "only answered, abstained, apologised or failed")
	f.StringVar(&c.since, "since", "", "only asked since a date (2006-01-02) or for so long (7d, 12h)")
	f.IntVarP(&c.limit, "number", "n", limit, "how many at most; 0: all")
}

func (c *chosen) filter(now time.Time) (ledger.Filter, error) {
	f := ledger.Filter{Guild: c.guild, State: ledger.State(c.state), Limit: c.limit}
	switch f.State {
	case "", ledger.Answered, ledger.Abstained, ledger.Apologised, ledger.Failed:
	default:
		return f, usage("ledger: --state is %q (want answered, abstained, apologised or failed)", c.state)
	}
	if c.since == "" {
		return f, nil
	}
	since, err := sinceTime(c.since, now)
	f.Since = since
	return f, err
}

// sinceTime reads a date, or how long ago.
func sinceTime(s string, now time.Time) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day, nil
	}
	var days int
	if n, err := fmt.Sscanf(s, "%dd", &days); n == 1 && err == nil && s == fmt.Sprintf("%dd", days) && days >= 0 {
		return now.AddDate(0, 0, -days), nil
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, usage("ledger: --since is %q (want a date such as 2006-01-02, or 7d, 12h)", s)
}

func (b *bot) ledgerList() *cobra.Command {
	var c chosen
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List answers, the newest first",
		Example: "  bot ledger list --state abstained --since 7d",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			filter, err := c.filter(time.Now())
			if err != nil {
				return err
			}
			return b.withLedger(cmd.Context(), func(db *ledger.DB, p *terminal.Printer) error {
				for r, err := range db.List(cmd.Context(), filter) {
					if err != nil {
						return err
					}
					p.RecordLine(r)
				}
				return nil
			})
		},
	}
	c.flags(cmd, 20)
	return cmd
}

func (b *bot) ledgerExport() *cobra.Command {
	var c chosen
	var format string
	cmd := &cobra.Command{
		Use:     "export",
		Short:   "Write whole records as JSONL or CSV",
		Example: "  bot ledger export > answers.jsonl\n  bot ledger export --format csv --since 30d > answers.csv",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write := ledger.ExportJSONL
			switch strings.ToLower(format) {
			case "jsonl":
			case "csv":
				write = ledger.ExportCSV
			default:
				return usage("ledger export: --format is %q (want jsonl or csv)", format)
			}
			filter, err := c.filter(time.Now())
			if err != nil {
				return err
			}
			return b.withLedger(cmd.Context(), func(db *ledger.DB, _ *terminal.Printer) error {
				return write(b.out, db.List(cmd.Context(), filter))
			})
		},
	}
	c.flags(cmd, 0)
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl or csv")
	return cmd
}

func (b *bot) ledgerStats() *cobra.Command {
	var days int
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "stats",
		Short:   "Sum up and draw the days: asked, answered, dropped, judged, cost",
		Example: "  bot ledger stats --days 90",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if days < 1 {
				return usage("ledger stats: --days is %d (want 1 or more)", days)
			}
			return b.withLedger(cmd.Context(), func(db *ledger.DB, p *terminal.Printer) error {
				now := time.Now().UTC()
				s, err := db.Stats(cmd.Context(), now.AddDate(0, 0, 1-days), now)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(b.out).Encode(s)
				}
				p.Stats(s)
				return nil
			})
		},
	}
	cmd.Flags().IntVar(&days, "days", 30, "how many days, today included")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write the sums as one JSON object")
	return cmd
}

func (b *bot) ledgerVerify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check that every recorded quote is inside its recorded passage",
		Long: `Checks the ledger: the database is sound, every recorded quote stands in its recorded
passage at its offsets, and every claim shown has a citation. Ends with code 1 when
anything is not as it should be.`,
		Example: "  bot ledger verify",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return b.withLedger(cmd.Context(), func(db *ledger.DB, p *terminal.Printer) error {
				quotes, faults, err := db.Verify(cmd.Context())
				if err != nil {
					return err
				}
				p.Faults(quotes, faults)
				if len(faults) > 0 {
					return fmt.Errorf("faults in the ledger: %d", len(faults))
				}
				return nil
			})
		},
	}
}

func (b *bot) ledgerBackup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a consistent copy, also while the bot serves",
		Long: `Writes a consistent copy of the ledger to a new file, while the bot goes on. To restore
it, stop the bot and put the copy into an empty data directory as footnote.db.`,
		Example: "  bot ledger backup footnote-2026-01-31.db",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("ledger backup: want one file, got %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return b.withLedger(cmd.Context(), func(db *ledger.DB, _ *terminal.Printer) error {
				return db.Backup(cmd.Context(), args[0])
			})
		},
	}
}
