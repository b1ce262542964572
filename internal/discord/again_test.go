package discord

import (
	"strings"
	"testing"

	"footnote/internal/ledger"
)

const checked = "✅ Checked by a moderator on "

// approve has a moderator approve the answer that a message shows.
func (c *court) approve(asked string) {
	c.t.Helper()
	m := c.answered(asked)
	contains(c.t, c.press(c.mod, c.panel(c.mod, m), "Approve").Content, "Approved by <@"+c.mod.ID+">")
	c.becomes(m, checked)
}

// An approved answer is given again, marked as such, to the same question and to one with
// a slip of typing, and not to any other.
func TestApprovedIsGivenAgain(t *testing.T) {
	c := newCourt(t)
	c.approve("Who was hurt when the dam broke?")
	c.script.claims = c.script.claims[:1] // from now on, this is what is answered anew
	for question, again := range map[string]bool{
		"who was hurt when the dam broke":       true,
		"Who was hurt when the dam brokke?":     true,
		"Who was not hurt when the dam broke?":  false,
		"Who was hurt before the dam broke?":    false,
		"Who was hurt when the dam was broken?": false,
	} {
		m := c.answered(question)
		if got := strings.Contains(m.Content, checked) && strings.Contains(m.Content, "Nobody was hurt"); got != again {
			t.Errorf("%q: given again: %t\n%s", question, got, m.Content)
		}
		if rec := c.record(m); (rec.Again != "") != again || len(rec.Answer.Claims) == 0 {
			t.Errorf("%q: recorded as again %q with %d claims", question, rec.Again, len(rec.Answer.Claims))
		}
	}
	c.configure(func(s *ledger.Settings) { s.NearIdentical = 0 })
	if m := c.answered("Who was hurt when the dam brokke?"); strings.Contains(m.Content, checked) {
		t.Errorf("given again to another wording: %s", m.Content)
	}
	if _, faults, err := c.ledger.Verify(c.ctx); err != nil || len(faults) != 0 {
		t.Errorf("the ledger: %v, %v", faults, err)
	}
}

// It is given again until its article changes, is withdrawn, or the approval is undone.
func TestApprovalEnds(t *testing.T) {
	const question = "Who was hurt when the dam broke?"
	for name, end := range map[string]func(c *court){
		"the article changed": func(c *court) {
			c.change("The dam broke in March.", "Nobody was hurt, the mayor said.", "It was old.", "It will be built again.")
		},
		"the answer was withdrawn": func(c *court) {
			m := c.Channel().Messages()[0]
			form := c.MessageCommand(c.mod, m, cmdRetractThis)
			_, _ = form.WaitAck(c.ctx)
			c.said(c.SubmitModal(form, map[string]string{idReason: "x"}))
		},
		"a claim was struck": func(c *court) {
			c.press(c.mod, c.panel(c.mod, c.Channel().Messages()[0]), "Unsupported: 1")
		},
		"the approval was undone": func(c *court) {
			c.press(c.mod, c.panel(c.mod, c.Channel().Messages()[0]), "Undo approved")
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCourt(t)
			c.approve(question)
			if m := c.answered(question); !strings.Contains(m.Content, checked) {
				t.Errorf("not given again: %s", m.Content)
			}
			end(c)
			if m := c.answered(question); strings.Contains(m.Content, checked) {
				t.Errorf("given again: %s", m.Content)
			}
		})
	}
}

// What can't be approved is refused with a sentence.
func TestUnfitForApproval(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	panel := c.press(c.mod, c.panel(c.mod, m), "Unsupported: 1")
	i := c.Click(c.mod, panel, panel.Button("Approve").CustomID())
	contains(t, c.said(i).Content, sayUnfit)
}

// A follow-up with the same words asks something else.
func TestFollowUpIsAnsweredAnew(t *testing.T) {
	c := newCourt(t)
	c.approve("What happened?")
	asked := c.Mention(c.ada, c.Channel(), "Where was that?")
	first := c.reply(asked)
	c.waitFinished(asked.ID)
	follow := c.Reply(c.ada, first, "What happened?", true)
	if m := c.reply(follow); strings.Contains(m.Content, checked) {
		t.Errorf("given again to a follow-up: %s", m.Content)
	}
}
