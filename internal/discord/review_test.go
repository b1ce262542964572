package discord

import (
	"strings"
	"testing"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
)

// reviewing opens /review.
func (c *court) reviewing(mod *discordtest.User) discordtest.Message {
	c.t.Helper()
	return c.said(c.Command(mod, c.Channel(), cmdReview))
}

// report says what is wrong with an answer, as a member does.
func (c *court) report(m discordtest.Message, why string) {
	c.t.Helper()
	form := c.Click(c.ada, m, idDown+c.record(m).ID)
	if _, err := form.WaitAck(c.ctx); err != nil {
		c.t.Fatal(err)
	}
	c.said(c.SubmitModal(form, map[string]string{idWhyText: why}))
	for range 2 { // the vote, then the reason
		select {
		case <-c.ledger.judged:
		case <-c.ctx.Done():
			c.t.Fatal("the report is not recorded")
		}
	}
}

func TestReviewIsEmpty(t *testing.T) {
	c := newCourt(t)
	c.answered("What happened?")
	contains(t, c.reviewing(c.mod).Content, sayNothingWaits)
}

// What a member reported comes first, with what they wrote, and goes when it is decided.
func TestReviewOfAReport(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	c.report(m, "The mayor said *nothing* of the kind. @everyone")
	panel := c.reviewing(c.mod)
	contains(t, panel.Content, "**reported", "> What happened?", `👎 “The mayor said \*nothing\* of the kind.`, "**2.** Nobody was hurt", "/"+m.ID)
	panel = c.press(c.mod, panel, "Unsupported: 2")
	contains(t, panel.Content, "**reported", "**2.** ❌")
	c.becomes(m, "~~Nobody was hurt, the mayor said.~~")
	panel = c.press(c.mod, panel, "Keep as it is")
	contains(t, panel.Content, "Reviewed and kept by <@"+c.mod.ID+">")
	contains(t, c.press(c.mod, panel, "Next").Content, sayNothingWaits)
	if pings := c.Pings(); len(pings) != 0 {
		t.Errorf("it pinged: %v", pings)
	}
}

// Two moderators never have the same answer before them, and a skipped one is nobody's
// for a while.
func TestTwoModeratorsReview(t *testing.T) {
	c := newCourt(t)
	first := c.answered("What happened?")
	second := c.answered("What happened then?")
	c.report(first, "wrong")
	c.report(second, "wrong, too")
	other := c.Guild().NewMember("other", discordtest.ManageMessages)

	mine, theirs := c.reviewing(c.mod), c.reviewing(other)
	contains(t, mine.Content, "> What happened?")
	contains(t, theirs.Content, "> What happened then?")
	contains(t, c.reviewing(c.mod).Content, "> What happened?") // the same again
	mine = c.press(c.mod, mine, "Skip")
	contains(t, mine.Content, sayNothingWaits)
	theirs = c.press(other, theirs, "Keep as it is")
	contains(t, c.press(other, theirs, "Next").Content, sayNothingWaits)
}

// What the articles don't answer comes up once it was asked again.
func TestReviewOfAnUnansweredQuestion(t *testing.T) {
	c := newCourt(t)
	c.script.claims = nil
	c.answered("Who built the dam?")
	contains(t, c.reviewing(c.mod).Content, sayNothingWaits)
	c.answered("who built the dam")
	panel := c.reviewing(c.mod)
	contains(t, panel.Content, "**unanswered** ×2", "> Who built the dam?", sayNothing)
	if panel.Button("Approve") != nil || panel.Button("Supported") != nil {
		t.Errorf("an answer without claims can be approved: %v", panel.Components)
	}
	c.press(c.mod, panel, "Keep as it is")
	contains(t, c.reviewing(c.mod).Content, sayNothingWaits)
}

// An answer that the answerer was not sure of waits, below what the settings say.
func TestReviewOfALowScore(t *testing.T) {
	c := newCourt(t)
	c.script.confidence = 0.2
	c.answered("What happened?")
	contains(t, c.reviewing(c.mod).Content, "**low-scored**", "> What happened?")
	c.configure(func(s *ledger.Settings) { s.LowScore = 0.1 })
	c.press(c.mod, c.reviewing(c.mod), "Keep as it is")
	c.answered("What happened?")
	contains(t, c.reviewing(c.mod).Content, sayNothingWaits)
}

// A stale answer comes with the text before and after.
func TestReviewOfAStaleAnswer(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	c.change("The dam broke in April, it is said now.", "Nobody was hurt, the mayor said.", "It was old.")
	panel := c.reviewing(c.mod)
	contains(t, panel.Content, "**stale**", "**dam** changed on", "-# before: The dam broke in March.")
	c.becomes(m, "An article cited here has changed since")
}

// change gives the article new sentences, as a reload of the corpus does.
func (c *court) change(sentences ...string) {
	c.t.Helper()
	now := ledgertest.Corpus("v"+strings.Join(sentences, ""), ledgertest.Article("dam", sentences...))
	c.articles.Store(now)
	c.correct(c.t, now)
	c.bot.CorpusChanged()
}
