package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"footnote/internal/answer"
)

// remembered is how many turns a follow-up can refer back to.
const remembered = 6

func (b *bot) chatCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "chat",
		Short: "Ask and follow up, in a conversation",
		Long: `Answers one question a line, as ask does. A follow-up such as "and what did she say
then?" is made a question of its own from the turns before, and what was understood is
shown. An empty line, "exit" or the end of input ends the conversation.`,
		Example: "  bot chat",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return b.chat(cmd.Context()) },
	}
}

func (b *bot) chat(ctx context.Context) error {
	s, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	lines := b.lines(ctx)
	var history []answer.Turn
	for {
		b.prompt()
		var line string
		select {
		case line = <-lines:
		case <-ctx.Done():
		}
		if line == "" || line == "exit" || line == "quit" {
			return ctx.Err()
		}
		a, err := b.show(ctx, s, answer.Request{Question: line, History: history})
		if err != nil {
			return err
		}
		fmt.Fprintln(b.out)
		history = append(history, a.Turn())
		history = history[max(0, len(history)-remembered):]
	}
}

// lines delivers standard input line by line until it or ctx ends.
func (b *bot) lines(ctx context.Context) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		in := bufio.NewScanner(b.in)
		for in.Scan() {
			select {
			case lines <- strings.TrimSpace(in.Text()):
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// prompt invites the next question, where a person types.
func (b *bot) prompt() {
	if f, ok := b.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(b.out, "? ")
	}
}
