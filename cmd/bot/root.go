package main

import (
	"strings"

	"github.com/spf13/cobra"

	"footnote/internal/config"
)

// newRoot builds the command line over b.
func newRoot(b *bot) *cobra.Command {
	root := &cobra.Command{
		Use:   "bot",
		Short: "Answers questions about a story, every sentence footnoted with a verbatim quote",
		Long: `Footnote answers questions about the articles of a corpus. Every sentence of an
answer is footnoted, and every footnote is a verbatim quote of a passage that was
retrieved for the question. When the articles don't say, it says so.

Settings come from flags, the environment and a .env file, in this order.`,
		Example: `  bot ask "What did Nikki Haley say about Assad?"
  bot search "chemical attack"
  bot check "More than 80 people were killed"`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return b.configure(cmd)
		},
	}
	f := root.PersistentFlags()
	f.String("corpus", "", "folder of the articles (default: CORPUS_DIR, or corpus)")
	f.String("data", "", "folder of the cache and the ledger (default: DATA_DIR, or data)")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%v (try '%s --help')", err, cmd.CommandPath())
	})
	root.AddCommand(b.askCommand(), b.chatCommand(), b.searchCommand(), b.checkCommand(),
		b.evalCommand(), b.indexCommand(), b.serveCommand(),
		b.ledgerCommand())
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
	}
	return root
}

// configure reads the settings, and lays the flags over them.
func (b *bot) configure(cmd *cobra.Command) error {
	var err error
	if b.cfg, err = config.Load(".env", b.environ); err != nil {
		return usage("%v", err)
	}
	for name, setting := range map[string]*string{"corpus": &b.cfg.CorpusDir, "data": &b.cfg.DataDir} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			*setting = f.Value.String()
		}
	}
	return nil
}

// words takes the arguments as one text: `bot ask what happened` needs no quotes.
func words(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if strings.TrimSpace(strings.Join(args, " ")) == "" {
			return usage("%s: no %s given (try '%s --help')", cmd.Name(), what, cmd.CommandPath())
		}
		return nil
	}
}

// noArgs refuses arguments as wrong usage.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s: takes no arguments, got %q (try '%s --help')", cmd.Name(), args[0], cmd.CommandPath())
	}
	return nil
}
