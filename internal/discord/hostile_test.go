package discord

import (
	"context"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/discord/discordtest"
)

// However hostile the words of articles, members and models: every message is accepted,
// none pings, none shows a link preview, and nothing in it is active but what is ours.
// What a limit or the OpenAPI description forbids fails the test in the simulator.
func TestHostileText(t *testing.T) {
	w := start(t, func(p *plan) { p.config.Answerer = hostileAnswerer{t} })
	for name, words := range hostile {
		t.Run(name, func(t *testing.T) {
			asked, channel := clipped(words), w.Guild().NewChannel("hostile")
			var shown []discordtest.Message
			i := w.Ask(w.ada, channel, asked, false)
			w.finished(i.ID)
			m, ok := i.Response()
			if !ok {
				t.Fatal("no answer")
			}
			shown = append(append(shown, m), i.Followups()...)
			mention := w.Mention(w.ada, channel, asked)
			w.finished(mention.ID)
			for _, m := range channel.Messages() {
				if m.Author == w.Bot() && m.ReplyTo == mention.ID {
					shown = append(shown, m)
				}
			}
			shown = append(shown, w.final(w.MessageCommand(w.ada, w.Say(w.ada, channel, asked), cmdCheckClaim)))
			shown = append(shown, w.final(w.MessageCommand(w.ada, m, cmdCheckSources)))
			for _, m := range shown {
				if m.Flags&discordtest.FlagSuppressEmbeds == 0 {
					t.Errorf("previews are shown under %.80q", m.Content)
				}
				if !m.Pings.None() {
					t.Errorf("%.80q pings", m.Content)
				}
				checkPages(t, []string{m.Content})
				checkOurs(t, m.Content)
			}
		})
	}
	if len(w.Pings()) != 0 {
		t.Error("somebody was pinged")
	}
}

// clipped is the beginning of words that fits a question, and is one.
func clipped(words string) string {
	for len(words) > 1 && size(clean(words)) > maxQuestion-2 || size(words) > 5000 {
		words = words[:len(words)*9/10]
	}
	return "x " + words
}

// hostileAnswerer answers every question with itself, from an article that says it.
type hostileAnswerer struct{ t *testing.T }

func (h hostileAnswerer) Ask(_ context.Context, req answer.Request, show func(verify.Claim)) (answer.Answer, error) {
	a := &article.Article{Slug: "x", Title: req.Question, Author: req.Question, Source: req.Question}
	words := req.Question + " " + hostile["long word"]
	p := &article.Passage{ID: "x#1", Number: 1, Paragraph: 1, Text: words[:min(len(words), verify.MaxQuote)], Article: a}
	a.Passages = []article.Passage{*p}
	out := answer.Answer{ID: req.ID, Question: req.Question, Mode: answer.Extract, Notices: []string{req.Question}}
	if c, ok := verify.Verbatim(1, p, article.Span{End: len(p.Text)}); ok {
		show(c)
		out.Claims, out.Answered = []verify.Claim{c}, true
	}
	return out, nil
}
