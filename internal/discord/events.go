package discord

import (
	"github.com/bwmarrin/discordgo"
)

// take receives every event of the gateway. It returns at once: what is worth handling
// goes to the front workers, and is dropped when even those have too much to do.
func (b *Bot) take(event any) {
	switch e := event.(type) {
	case *discordgo.InteractionCreate:
		if e.Interaction != nil && e.ID != "" && e.Token != "" {
			arrived := b.now()
			b.handle(func() { b.interaction(e.Interaction, arrived) })
		}
	case *discordgo.MessageCreate:
		if b.concerns(e.Message) {
			b.handle(func() { b.message(e.Message) })
		}
	}
}

func (b *Bot) handle(job func()) {
	if !b.front.try(job) {
		b.metrics.lost.Inc()
		b.log.Error("an event was dropped: too many came at once")
	}
}

// concerns reports whether a message may be a question to the bot. Those of bots and
// webhooks never are.
func (b *Bot) concerns(m *discordgo.Message) bool {
	if m == nil || m.Author == nil || m.Author.Bot || m.WebhookID != "" {
		return false
	}
	if m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return false
	}
	return mentions(m, b.me.user) || b.cfg.MessageContent && m.Content != ""
}

// mentions reports whether a message mentions a user, be it by a reply that pings.
func mentions(m *discordgo.Message, user string) bool {
	for _, u := range m.Mentions {
		if u != nil && u.ID == user {
			return true
		}
	}
	return false
}

// memberOf is the id of who caused an interaction; "" when Discord did not say.
func memberOf(i *discordgo.Interaction) string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

func tokenOf(i *discordgo.Interaction) token {
	return token{Interaction: i.ID, Application: i.AppID, Secret: i.Token}
}
