package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"footnote/internal/ledger"
	"footnote/internal/live"
	"footnote/internal/terminal"
)

func (b *bot) indexCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "index",
		Short: "Read the corpus, embed what is new, and report",
		Long: `Reads every article, embeds the passages that are new or changed, and says what was
new, unchanged, removed and bad. Other commands do the same as they start, so that this
one is needed only to do the work ahead of time, or to check the articles.

It ends with code 1 when an article could not be read; the others are indexed all the same.`,
		Example: "  bot index\n  bot index --corpus stories/2017",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return b.runIndex(cmd.Context()) },
	}
}

func (b *bot) runIndex(ctx context.Context) error {
	db, err := ledger.Open(ctx, b.cfg.DataDir)
	if err != nil {
		return err
	}
	s, err := b.openWith(ctx, db, live.Options{Prune: true})
	if err != nil {
		return err
	}
	defer s.Close()
	now := s.corpus.Now()
	p := terminal.New(b.out)
	p.Index(now.Corpus, now.Report)
	if bad := len(now.Corpus.Problems); p.Err() == nil && bad > 0 {
		return fmt.Errorf("problems in the articles: %d; mend the files named above and run it again", bad)
	}
	return p.Err()
}

// progress draws a bar on standard error once the work has taken a second, if that is a
// terminal.
func (b *bot) progress(what string) func(done, total int) {
	f, ok := b.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	start := time.Now()
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			if time.Since(start) < time.Second {
				return
			}
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(f),
				progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
				progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}
