package discord

import (
	"errors"
	"testing"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

func TestForget(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened to me?")
	private := c.Ask(c.ada, c.Channel(), "What happened in secret?", true)
	c.final(private)
	c.waitFinished(private.ID)
	bea := c.Guild().NewMember("bea")
	theirs := c.final(c.Ask(bea, c.Channel(), "What happened to bea?", false))
	c.report(m, "about me")

	ask := c.said(c.Command(c.ada, c.Channel(), cmdForget))
	contains(t, c.press(c.ada, ask, "Cancel").Content, sayRetained)
	if c.record(m).Member != c.ada.ID {
		t.Error("Cancel forgot")
	}

	ask = c.said(c.Command(c.ada, c.Channel(), cmdForget))
	c.press(c.ada, ask, "Forget me")
	i := c.Command(c.ada, c.Channel(), cmdAbout)
	contains(t, c.said(i).Content, "`/forget`")
	done := c.forgotten(ask)
	contains(t, done.Content, "deleted: 1 question,", "kept without your name and your words: 1 answer that others saw", "in 1 opinion")
	if rec := c.record(m); rec.Member != "" || rec.Text != "" || len(rec.Answer.Claims) != 3 {
		t.Errorf("kept: %+v", rec.Question)
	}
	if _, err := c.ledger.ByID(c.ctx, private.ID); !errors.Is(err, ledger.ErrUnknown) {
		t.Errorf("a private answer is kept: %v", err)
	}
	if rec := c.record(theirs); rec.Member != bea.ID {
		t.Error("somebody else was forgotten")
	}
	ask = c.said(c.Command(c.ada, c.Channel(), cmdForget))
	c.press(c.ada, ask, "Forget me")
	contains(t, c.forgotten(ask).Content, "I had nothing of yours.")

	// It can still be checked and corrected.
	panel := c.panel(c.mod, m)
	contains(t, panel.Content, sayNoWordsNow)
	c.press(c.mod, panel, "Unsupported: 1")
	c.becomes(m, "~~The dam broke in March.~~", "!to me")
}

// forgotten waits for the last word on /forget.
func (c *court) forgotten(ask discordtest.Message) discordtest.Message {
	c.t.Helper()
	var m discordtest.Message
	waitFor(c, func() bool {
		m, _ = c.Message(ask.ID)
		return m.Content != askForget && m.Content != sayForgetting
	})
	return m
}
