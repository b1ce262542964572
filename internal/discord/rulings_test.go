package discord

import (
	"slices"
	"strings"
	"testing"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

// A claim that a moderator finds unsupported is struck from the public answer with a date,
// and stands as before when that is undone. Both are in the ledger and in the log channel.
func TestUnsupportedClaimIsStruck(t *testing.T) {
	c := newCourt(t)
	log := c.logChannel()
	m := c.answered("What happened?")
	panel := c.panel(c.mod, m)
	contains(t, panel.Content, "**1.** The dam broke in March.", "**3.** It was old.")

	panel = c.press(c.mod, panel, "Unsupported: 2")
	contains(t, panel.Content, "**2.** ❌ Nobody was hurt")
	struck := c.becomes(m, "~~Nobody was hurt, the mayor said.~~ [2]\n-# ⚠️ Struck by a moderator on ", "!~~The dam")
	if struck.Button("Sources") == nil {
		t.Error("a struck answer has no Sources any more")
	}
	c.posted(log, "<@"+c.mod.ID+"> struck as unsupported claim 2 of the answer https://discord.com/channels/", "> What happened?", "Nobody was hurt")
	acts, err := c.ledger.Acts(c.ctx, c.record(m).ID)
	if err != nil || len(acts) != 1 || acts[0].Word != ledger.Unsupported || acts[0].Claim != 2 || acts[0].Moderator != c.mod.ID {
		t.Errorf("recorded: %+v, %v", acts, err)
	}

	panel = c.press(c.mod, panel, "Undo unsupported: 2")
	if panel.Button("Unsupported: 2") == nil {
		t.Error("after Undo the claim can't be struck again")
	}
	if back := c.becomes(m, "!~~", "!Struck"); back.Content != m.Content {
		t.Errorf("after Undo:\n%s\nwant:\n%s", back.Content, m.Content)
	}
	c.posted(log, "**undid**: struck as unsupported claim 2")
	if pings := c.Pings(); len(pings) != 0 {
		t.Errorf("it pinged: %v", pings)
	}
}

// The later word on a claim takes the place of the earlier one.
func TestSupportedAfterUnsupported(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	panel := c.press(c.mod, c.panel(c.mod, m), "Unsupported: 1")
	c.becomes(m, "~~The dam broke in March.~~")
	panel = c.press(c.mod, panel, "Supported: 1")
	contains(t, panel.Content, "**1.** ✅")
	c.becomes(m, "!~~")
	if panel.Button("Unsupported: 1") == nil || panel.Button("Undo supported: 1") == nil {
		t.Errorf("buttons: %v", panel.Components)
	}
}

// /retract withdraws a whole answer: its messages say so and nothing else. The button in
// the log channel brings it back.
func TestRetract(t *testing.T) {
	c := newCourt(t)
	log := c.logChannel()
	m := c.answered("What happened?")
	link := "https://discord.com/channels/" + c.Guild().ID + "/" + c.Channel().ID + "/" + m.ID
	said := c.said(c.Command(c.mod, c.Channel(), cmdRetract, discordtest.Option{Name: "answer", Value: link},
		discordtest.Option{Name: "reason", Value: "The mayor *took it back*. @everyone"}))
	contains(t, said.Content, "withdrawn")
	gone := c.becomes(m, "**A moderator withdrew this answer on ", `The mayor \*took it back\*.`, "!The dam", "!Nobody")
	contains(t, gone.Content, "> What happened?")
	if len(gone.Components) != 0 {
		t.Errorf("a withdrawn answer has buttons: %v", gone.Components)
	}
	contains(t, c.said(c.MessageCommand(c.ada, m, cmdCheckSources)).Content, sayWasWithdrawn)

	post := c.posted(log, "withdrew the answer", "Reason: The mayor")
	post = c.press(c.mod, post, "Undo")
	contains(t, post.Content, "Undone by <@"+c.mod.ID+">")
	if len(post.Components) != 0 {
		t.Errorf("what was undone can be undone again: %v", post.Components)
	}
	if back := c.becomes(m, "!withdrew"); back.Content != m.Content || back.Button("Sources") == nil {
		t.Errorf("after Undo:\n%s\nwant:\n%s", back.Content, m.Content)
	}
	if pings := c.Pings(); len(pings) != 0 {
		t.Errorf("it pinged: %v", pings)
	}
}

func TestRetractByMessageCommand(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	form := c.MessageCommand(c.mod, m, cmdRetractThis)
	if _, err := form.WaitAck(c.ctx); err != nil {
		t.Fatal(err)
	}
	said := c.said(c.SubmitModal(form, map[string]string{idReason: "It is wrong."}))
	c.becomes(m, "withdrew this answer", "It is wrong.")
	c.press(c.mod, said, "Undo")
	c.becomes(m, "The dam broke", "!withdrew")
}

func TestRetractFromPanel(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	panel := c.panel(c.mod, m)
	form := c.Click(c.mod, panel, panel.Button("Withdraw").CustomID())
	if _, err := form.WaitAck(c.ctx); err != nil {
		t.Fatal(err)
	}
	panel = c.said(c.SubmitModal(form, map[string]string{idReason: "It is wrong."}))
	contains(t, panel.Content, "Withdrawn by <@"+c.mod.ID+">", "It is wrong.")
	c.becomes(m, "withdrew this answer")
	c.press(c.mod, panel, "Undo retracted")
	c.becomes(m, "!withdrew")
}

func TestRetractNothing(t *testing.T) {
	c := newCourt(t)
	note := c.Say(c.ada, c.Channel(), "Just a message.")
	for _, named := range []string{"gibberish", note.ID, "https://discord.com/channels/1/2/3"} {
		said := c.said(c.Command(c.mod, c.Channel(), cmdRetract, discordtest.Option{Name: "answer", Value: named}, discordtest.Option{Name: "reason", Value: "x"}))
		contains(t, said.Content, sayNotRecorded)
	}
}

// A reply to a mention is mended like an answer to a command.
func TestMentionIsMended(t *testing.T) {
	c := newCourt(t)
	asked := c.Mention(c.ada, c.Channel(), "What happened?")
	m := c.reply(asked)
	c.waitFinished(asked.ID)
	c.press(c.mod, c.panel(c.mod, m), "Unsupported: 3")
	c.becomes(m, "~~It was old.~~")
}

// An answer of several messages stays within them when its claims are struck, and every
// message is as it was when they are not any more.
func TestLongAnswerIsMended(t *testing.T) {
	var sentences []string
	for i := range 14 {
		sentences = append(sentences, strings.Repeat(string(rune('a'+i))+"pple ", 50)+"fell.")
	}
	c := newCourtWith(t, func(p *plan) {
		p.discord.Bucket = func(string) discordtest.Rate { return discordtest.Rate{} } // or it takes half a minute
	}, sentences...)
	m := c.answered("What happened?")
	rec := c.record(m)
	if len(rec.Messages) < 3 {
		t.Fatalf("%d messages are not many", len(rec.Messages))
	}
	before := c.contents(rec.Messages)
	panel := c.panel(c.mod, m)
	for _, n := range []string{"1", "4", "6"} {
		panel = c.press(c.mod, panel, "Unsupported: "+n)
	}
	panel = c.press(c.mod, panel, "Claims 7–12")
	panel = c.press(c.mod, panel, "Unsupported: 8")
	waitFor(c, func() bool { return strings.Count(strings.Join(c.contents(rec.Messages), "\n"), "Struck by") == 4 })
	if got := c.record(m).Messages; !slices.Equal(got, rec.Messages) {
		t.Errorf("the answer has messages %v, had %v", got, rec.Messages)
	}
	panel = c.press(c.mod, panel, "Undo unsupported: 8")
	panel = c.press(c.mod, panel, "Claims 13–14")
	panel = c.press(c.mod, panel, "Claims 1–6")
	for _, n := range []string{"1", "4", "6"} {
		panel = c.press(c.mod, panel, "Undo unsupported: "+n)
	}
	waitFor(c, func() bool { return slices.Equal(c.contents(rec.Messages), before) })
}

// contents are the words of messages.
func (c *court) contents(ids []string) []string {
	var out []string
	for _, id := range ids {
		m, _ := c.Message(id)
		out = append(out, m.Content)
	}
	return out
}

// waitFor waits until something is so after an edit of a message.
func waitFor(c *court, so func() bool) {
	c.t.Helper()
	for {
		edits := c.Stats().Edits
		if so() {
			return
		}
		if err := c.WaitStats(c.ctx, "a further edit", func(s discordtest.Stats) bool { return s.Edits > edits }); err != nil {
			c.t.Fatal(err)
		}
	}
}
