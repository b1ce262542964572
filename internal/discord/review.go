package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

const sayNothingWaits = "Nothing waits for a moderator."

// review shows the next answer that waits, as a new message or in place of the panel.
func (b *Bot) review(r request, kind discordgo.InteractionResponseType) {
	item, err := b.cfg.Store.Next(r.ctx, r.GuildID, r.member, b.now(), reviewLease)
	switch {
	case errors.Is(err, ledger.ErrUnknown):
		b.respond(r, kind, message{Content: sayNothingWaits, Private: true})
	case err != nil:
		b.log.Error("could not read the review queue", "guild", r.GuildID, "err", err)
		b.say(r, sayNotNow)
	default:
		b.respond(r, kind, panel{control{where: inReview, question: item.ID}, item}.render())
	}
}

// skip puts an answer aside for everybody and shows the next one.
func (b *Bot) skip(r request, c control) {
	if err := b.cfg.Store.Skip(r.ctx, r.GuildID, c.question, b.now().Add(skipFor)); err != nil {
		b.log.Error("could not put an answer aside", "question", c.question, "err", err)
		b.say(r, sayNotNow)
		return
	}
	b.review(r, discordgo.InteractionResponseUpdateMessage)
}

// showAgain shows, in place of what a control stood on, what is so now.
func (b *Bot) showAgain(r request, c control, rec ledger.Record) {
	if c.where == inLog {
		b.strikeOff(r, c)
		return
	}
	item, err := b.cfg.Store.Item(r.ctx, rec.ID)
	if err != nil {
		b.log.Error("could not read a record", "question", rec.ID, "err", err)
		item.Record = rec
	}
	b.respond(r, discordgo.InteractionResponseUpdateMessage, panel{c, item}.render())
}

// showPanel shows a moderator, below an answer's sources, the buttons to decide about it.
func (b *Bot) showPanel(r request, rec ledger.Record) {
	ctx, cancel := context.WithTimeout(b.delivery, storeTimeout) // it was acknowledged long ago
	defer cancel()
	item, err := b.cfg.Store.Item(ctx, rec.ID)
	if err != nil {
		b.log.Error("could not read a record", "question", rec.ID, "err", err)
		return
	}
	b.tell(r, panel{control{where: inCheck, question: rec.ID}, item}.render())
}

// strikeOff takes the button from a message about an act that was undone.
func (b *Bot) strikeOff(r request, c control) {
	content := ""
	if r.Message != nil {
		content = r.Message.Content
	}
	note := fmt.Sprintf("\n-# Undone by <@%s>", r.member)
	if size(content+note) <= maxMessage && !strings.HasSuffix(content, note) {
		content += note
	}
	b.respond(r, discordgo.InteractionResponseUpdateMessage, message{Content: content})
}
