package discord

import (
	"context"
	"errors"
	"slices"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// What is said to those who may not.
const (
	sayNotAllowed = "Only moderators can do that: it takes Discord's permission Manage Messages, or a role that `/settings` names."
	sayNotYours   = "That takes Discord's permission Manage Messages: a role that `/settings` names is not enough."
	sayForged     = "I don't know that button. It may be from an older version of me: please open the view again."
	sayElsewhere  = "That isn't an answer of this server."
	sayOnlyServer = "That only works in a server."
	sayNotNow     = "I couldn't record that, so nothing was done. Please try again."
)

// manages reports whether Discord lets a member manage messages where they are.
func manages(m *discordgo.Member) bool {
	const enough = discordgo.PermissionManageMessages | discordgo.PermissionAdministrator
	return m != nil && m.Permissions&enough != 0
}

// moderates reports whether the member may moderate here: by Discord's permission, or by
// a role that the guild's settings name. It is asked on every use; that Discord hides a
// command from a member is a courtesy, not a lock.
func (b *Bot) moderates(r request) bool {
	if r.GuildID == "" || r.Member == nil {
		return false
	}
	if manages(r.Member) {
		return true
	}
	s, err := b.cfg.Store.Settings(r.ctx, r.GuildID)
	if err != nil {
		b.log.Error("could not read a server's settings", "guild", r.GuildID, "err", err)
		return false
	}
	return slices.ContainsFunc(r.Member.Roles, func(role string) bool { return slices.Contains(s.Roles, role) })
}

// asModerator reports whether the member may do something here. If not, they are told,
// and it is recorded.
func (b *Bot) asModerator(r request, what string) bool {
	if b.moderates(r) {
		return true
	}
	b.forbid(r, what, "permission", sayNotAllowed)
	return false
}

// forbid records something that a member tried and may not do, and tells them.
func (b *Bot) forbid(r request, what, why, text string) {
	b.recordRefusal(r, what, why)
	b.say(r, text)
}

// recordRefusal records something that a member tried and may not do.
func (b *Bot) recordRefusal(r request, what, why string) {
	b.log.Warn("refused", "what", what, "why", why, "guild", r.GuildID, "member", r.member)
	b.metrics.forbidden.WithLabelValues(why).Inc()
	ctx, cancel := context.WithTimeout(b.delivery, storeTimeout)
	defer cancel()
	err := b.cfg.Store.Refuse(ctx, ledger.Refusal{
		At: b.now(), Guild: r.GuildID, Channel: r.ChannelID, Member: r.member, What: label(what, 200), Why: why,
	})
	if err != nil {
		b.log.Error("could not record a refusal", "err", err)
	}
}

// moderatorCommand handles the commands that only moderators may use.
func (b *Bot) moderatorCommand(r request, data discordgo.ApplicationCommandInteractionData) {
	if !b.asModerator(r, "/"+data.Name) {
		return
	}
	switch data.Name {
	case cmdReview:
		b.review(r, discordgo.InteractionResponseChannelMessageWithSource)
	case cmdRetract:
		b.retract(r, stringOption(data, "answer"), stringOption(data, "reason"))
	case cmdRetractThis:
		b.retractThis(r, data.TargetID)
	case cmdSettings:
		b.changeSettings(r, data)
	case cmdCorpus:
		b.corpus(r, data)
	}
}

// moderate handles the buttons that only moderators may use.
func (b *Bot) moderate(r request, id string) {
	c, rec, ok := b.controlled(r, id)
	if ok {
		b.act(r, c, rec)
	}
}

// controlled checks a control and whoever uses it, and finds the answer that it is for.
// What a member asked in private is no moderator's.
func (b *Bot) controlled(r request, id string) (c control, rec ledger.Record, ok bool) {
	if !b.asModerator(r, id) {
		return c, rec, false
	}
	c, ok = parseControl(id)
	if !ok {
		b.forbid(r, id, "forged", sayForged)
		return c, rec, false
	}
	b.flights.wait(r.ctx, c.question)
	rec, err := b.cfg.Store.ByID(r.ctx, c.question)
	switch {
	case errors.Is(err, ledger.ErrUnknown):
		b.forbid(r, id, "unknown", sayGone)
	case err != nil:
		b.log.Error("could not read a record", "err", err)
		b.say(r, sayNotNow)
	case rec.Guild != r.GuildID || rec.Private:
		b.forbid(r, id, "elsewhere", sayElsewhere)
	default:
		return c, rec, true
	}
	return c, rec, false
}
