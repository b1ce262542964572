package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"footnote/internal/answer"
	"footnote/internal/ledger"
	"footnote/internal/terminal"
)

func (b *bot) askCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Answer a question, with footnotes",
		Long: `Answers a question about the articles. Each claim is printed as soon as it has been
verified, its footnotes below. With "-" in place of the question, one question a line
is read from standard input, as plain text or {"id":"…","question":"…"}, and one JSON
object a line is written, in the same order.`,
		Example: `  bot ask "How many people were killed?"
  bot ask --json "Who is the US ambassador to the UN?"
  bot ask - < questions.jsonl > answers.jsonl`,
		Args: words("question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return b.ask(cmd.Context(), strings.Join(args, " "), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the answer as one JSON object")
	return c
}

// question is one line of `bot ask -` and `bot search -`.
type question struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

func plainQuestion(line string) question { return question{Question: line} }

func (b *bot) ask(ctx context.Context, text string, asJSON bool) error {
	s, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	reply := func(ctx context.Context, q question) (any, error) {
		if strings.TrimSpace(q.Question) == "" {
			return nil, errors.New(`no "question" given`)
		}
		return s.answers.Ask(ctx, answer.Request{ID: q.ID, Question: q.Question}, nil)
	}
	switch {
	case text == "-":
		return batch(ctx, b.in, b.out, plainQuestion, reply)
	case asJSON:
		object, err := reply(ctx, plainQuestion(text))
		return errors.Join(err, writeJSON(b.out, object, err))
	}
	_, err = b.show(ctx, s, answer.Request{Question: text})
	return err
}

// show answers one question in the terminal, claim by claim, and records it.
func (b *bot) show(ctx context.Context, s *session, req answer.Request) (answer.Answer, error) {
	asked := time.Now()
	p := terminal.New(b.out)
	p.Blank()
	req.Understood = p.Understood
	a, err := s.answers.Ask(ctx, req, p.Claim)
	if err != nil {
		return a, err
	}
	p.Answer(a)
	b.record(ctx, s, asked, a)
	return a, p.Err()
}

// record keeps a question of this terminal in the ledger. That it cannot is said, and no
// reason to fail: the answer has been shown.
func (b *bot) record(ctx context.Context, s *session, asked time.Time, a answer.Answer) {
	if s.ledger == nil {
		return
	}
	q := ledger.Question{
		ID: fmt.Sprintf("terminal-%x-%d", asked.UnixNano(), os.Getpid()), Via: ledger.ViaTerminal,
		Text: a.Question, Private: true, Asked: asked,
	}
	o := ledger.Outcome{Answer: a, Corpus: s.corpus.Articles().Version, At: time.Now()}
	if err := s.ledger.Record(ctx, q, o); err != nil {
		b.notice(fmt.Sprintf("this answer was not recorded: %v", err))
	}
}

// writeJSON writes one object a line, unless err says that there is none.
func writeJSON(w io.Writer, object any, err error) error {
	if err != nil {
		return nil
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(object)
}
