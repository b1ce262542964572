package discord

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// Custom ids of /forget. What follows is the member's id.
const (
	idForget = "forget:"
	idRetain = "retain:"
)

const forgetTimeout = 5 * time.Minute

const (
	askForget = "**Shall I forget you?** I delete your questions, the answers that only you saw, your id and what you wrote about answers. " +
		"Answers that others saw stay, without your name and your words, so that moderators can still correct them. " +
		"Messages in channels stay where they are: they are Discord's and yours to delete. This can't be undone."
	sayRetained   = "Nothing was deleted."
	sayNoForget   = "I could not delete everything. Please try again in a while, or tell a moderator."
	sayForget     = "`/forget` deletes your questions and takes your name from what is kept. Answers that others saw stay, without you, so that moderators can correct them."
	sayForgetting = "Deleting…"
)

// forget asks a member whether they mean it.
func (b *Bot) forget(r request) {
	b.respond(r, discordgo.InteractionResponseChannelMessageWithSource, message{
		Content: askForget, Private: true,
		Rows: rowsOf(
			discordgo.Button{Label: "Forget me", Style: discordgo.DangerButton, CustomID: idForget + r.member},
			discordgo.Button{Label: "Cancel", Style: discordgo.SecondaryButton, CustomID: idRetain + r.member},
		),
	})
}

// forgetNow deletes what there is of a member, and tells them what that was. Nobody can
// do it for somebody else.
func (b *Bot) forgetNow(r request, id string) {
	member, yes := strings.CutPrefix(id, idForget)
	if !yes {
		b.respond(r, discordgo.InteractionResponseUpdateMessage, message{Content: sayRetained})
		return
	}
	if member != r.member {
		b.forbid(r, id, "forged", sayForged)
		return
	}
	if !b.respond(r, discordgo.InteractionResponseUpdateMessage, message{Content: sayForgetting}) {
		return
	}
	ctx, cancel := context.WithTimeout(b.delivery, forgetTimeout)
	defer cancel()
	done, err := b.cfg.Store.Forget(ctx, r.member)
	text := forgotten(done)
	if err != nil {
		b.log.Error("could not forget a member", "err", err)
		text = sayNoForget
	}
	b.reveal(r, []string{text})
}

// forgotten says what was deleted.
func forgotten(f ledger.Forgotten) string {
	if f == (ledger.Forgotten{}) {
		return "I had nothing of yours."
	}
	count := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	}
	return strings.Join([]string{
		"**Forgotten.**",
		"• deleted: " + count(f.Deleted, "question, with everything about it", "questions, with everything about them"),
		"• kept without your name and your words: " + count(f.Nameless, "answer that others saw", "answers that others saw"),
		"• taken from opinions on answers: your id and what you wrote, in " + count(f.Feedbacks, "opinion", "opinions"),
	}, "\n")
}
