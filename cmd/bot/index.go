package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"footnote/internal/article"
	"footnote/internal/retrieval"
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
	corpus, err := b.readCorpus(ctx)
	if err != nil {
		return err
	}
	s, report, err := b.openSession(ctx, corpus, retrieval.Options{Prune: true, Progress: b.progress("embedding passages")})
	if err != nil {
		return err
	}
	defer s.Close()
	p := terminal.New(b.out)
	p.Index(corpus, report)
	if p.Err() == nil && unreadable(corpus) {
		return fmt.Errorf("%d problems in %s; mend the files named above and run it again", len(corpus.Problems), b.cfg.CorpusDir)
	}
	return p.Err()
}

func unreadable(c *article.Corpus) bool { return len(c.Problems) > 0 }

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
