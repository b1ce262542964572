package discord

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// Names of the options of /settings.
const (
	optRole          = "role"
	optChannel       = "channel"
	optLogChannel    = "log_channel"
	optMemberRate    = "member_rate"
	optServerRate    = "server_rate"
	optStaleNote     = "stale_note"
	optNearIdentical = "near_identical"
	optLowScore      = "low_score"
)

// Bounds of what a server may choose.
const (
	maxRate  = 10_000 // questions a minute
	maxNamed = 15     // roles, and channels, so that all are shown in one message
)

// settingsOptions are those of the command.
func settingsOptions() []option {
	whole := func(name, description string) option {
		return option{Type: discordgo.ApplicationCommandOptionInteger, Name: name, Description: description, MinValue: new(float64), MaxValue: maxRate}
	}
	share := func(name, description string) option {
		return option{Type: discordgo.ApplicationCommandOptionNumber, Name: name, Description: description, MinValue: new(float64), MaxValue: 1}
	}
	channels := []discordgo.ChannelType{
		discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews, discordgo.ChannelTypeGuildForum, discordgo.ChannelTypeGuildPublicThread,
	}
	channel := func(name, description string) option {
		return option{Type: discordgo.ApplicationCommandOptionChannel, Name: name, Description: description, Channels: channels}
	}
	return []option{
		{Type: discordgo.ApplicationCommandOptionRole, Name: optRole, Description: "A role that may moderate; chosen again, it may not any more"},
		channel(optChannel, "A channel to answer in; chosen again, not any more; with none chosen I answer everywhere"),
		channel(optLogChannel, "Where acts of moderation are posted; chosen again, nowhere"),
		whole(optMemberRate, "Questions a member may ask in a minute; 0: the operator's choice"),
		whole(optServerRate, "Questions the whole server may ask in a minute; 0: the operator's choice"),
		{Type: discordgo.ApplicationCommandOptionBoolean, Name: optStaleNote, Description: "Mark answers that cite an article that has changed since"},
		share(optNearIdentical, "How alike a question must be to get an approved answer again; 0: word for word"),
		share(optLowScore, "Answers less sure than this wait for a moderator; 0: none"),
	}
}

// changeSettings changes what a moderator chose to change, and shows all settings. A role
// that the settings name is not enough: it could name further roles.
func (b *Bot) changeSettings(r request, data discordgo.ApplicationCommandInteractionData) {
	if !manages(r.Member) {
		b.forbid(r, "/"+data.Name, "permission", sayNotYours)
		return
	}
	s, err := b.cfg.Store.Settings(r.ctx, r.GuildID)
	if err == nil && len(data.Options) > 0 {
		if why := wrongSetting(data.Options); why != "" {
			b.say(r, why)
			return
		}
		s, err = b.cfg.Store.Configure(r.ctx, r.GuildID, r.member, b.now(), func(s *ledger.Settings) { configure(s, data.Options) })
	}
	if err != nil {
		b.log.Error("could not read or change a server's settings", "guild", r.GuildID, "err", err)
		b.say(r, sayNotNow)
		return
	}
	b.say(r, b.settingsText(s))
	if len(data.Options) > 0 {
		ctx, cancel := context.WithTimeout(b.delivery, carryOut)
		defer cancel()
		b.logPost(ctx, r.GuildID, message{Content: fmt.Sprintf("<@%s> changed the settings · %s\n%s", r.member, instant(b.now().Unix()), b.settingsText(s))})
	}
}

// wrongSetting says what can't be chosen; "" when all can. Discord's client checks the
// same before it sends.
func wrongSetting(options []*discordgo.ApplicationCommandInteractionDataOption) string {
	for _, o := range options {
		n, isNumber := o.Value.(float64)
		most := 1.0
		switch o.Name {
		case optRole, optChannel, optLogChannel:
			if id, _ := o.Value.(string); !isID(id) {
				return "`" + o.Name + "` has to be one of this server."
			}
			continue
		case optMemberRate, optServerRate:
			most = maxRate
		case optNearIdentical, optLowScore:
		default:
			continue
		}
		if !isNumber || !(n >= 0 && n <= most) {
			return fmt.Sprintf("`%s` has to be between 0 and %g.", o.Name, most)
		}
	}
	return ""
}

// configure takes over what was chosen.
func configure(s *ledger.Settings, options []*discordgo.ApplicationCommandInteractionDataOption) {
	for _, o := range options {
		text, _ := o.Value.(string)
		n, _ := o.Value.(float64)
		switch o.Name {
		case optRole:
			s.Roles = toggled(s.Roles, text)
		case optChannel:
			s.Channels = toggled(s.Channels, text)
		case optLogChannel:
			if s.LogChannel == text {
				text = ""
			}
			s.LogChannel = text
		case optMemberRate:
			s.MemberRate = int(n)
		case optServerRate:
			s.ServerRate = int(n)
		case optStaleNote:
			s.StaleNote, _ = o.Value.(bool)
		case optNearIdentical:
			s.NearIdentical = n
		case optLowScore:
			s.LowScore = n
		}
	}
}

// toggled is ids with id, or without it where it was among them. The oldest gives way
// where there are too many.
func toggled(ids []string, id string) []string {
	if i := slices.Index(ids, id); i >= 0 {
		return slices.Delete(slices.Clone(ids), i, i+1)
	}
	out := append(slices.Clone(ids), id)
	return out[max(len(out)-maxNamed, 0):]
}

// settingsText shows a server's settings. Its names of roles and channels ping nobody.
func (b *Bot) settingsText(s ledger.Settings) string {
	named := func(ids []string, prefix, none string) string {
		if len(ids) == 0 {
			return none
		}
		return "<" + prefix + strings.Join(ids, ">, <"+prefix) + ">"
	}
	moderators := "whoever has Manage Messages"
	if len(s.Roles) > 0 {
		moderators += ", " + named(s.Roles, "@&", "")
	}
	rate := func(chosen, usual int) string {
		if chosen == 0 {
			return strconv.Itoa(usual) + " a minute (the operator's choice)"
		}
		return strconv.Itoa(chosen) + " a minute"
	}
	stale := "no"
	if s.StaleNote {
		stale = "yes"
	}
	near := fmt.Sprintf("%g alike", s.NearIdentical)
	if s.NearIdentical == 0 {
		near = "the same words only"
	}
	var logged []string
	if s.LogChannel != "" {
		logged = []string{s.LogChannel}
	}
	lines := []string{
		"**May moderate** (`" + optRole + "`): " + moderators,
		"**Answers in** (`" + optChannel + "`): " + named(s.Channels, "#", "every channel"),
		"**Acts are posted in** (`" + optLogChannel + "`): " + named(logged, "#", "no channel"),
		"**Questions of a member** (`" + optMemberRate + "`): " + rate(s.MemberRate, b.cfg.MemberRate),
		"**Questions of the server** (`" + optServerRate + "`): " + rate(s.ServerRate, b.cfg.ServerRate),
		"**Answers whose article changed are marked** (`" + optStaleNote + "`): " + stale,
		"**Approved answers are given again to questions** (`" + optNearIdentical + "`): " + near,
		"**Answers wait for a moderator below** (`" + optLowScore + "`): " + fmt.Sprintf("%g", s.LowScore),
	}
	if len(s.Roles) > 0 {
		lines = append(lines, "-# Discord shows `/review` and the like to those with Manage Messages. Show them to a role in Server Settings → Integrations.")
	}
	return strings.Join(lines, "\n")
}

// settings is what a guild chose; the defaults in a direct message.
func (b *Bot) settings(ctx context.Context, guild string) (ledger.Settings, error) {
	if guild == "" {
		return ledger.DefaultSettings(), nil
	}
	return b.cfg.Store.Settings(ctx, guild)
}

// answersIn reports whether questions are answered in a channel, or in the channel that a
// thread belongs to.
func (b *Bot) answersIn(ctx context.Context, s ledger.Settings, channel string) bool {
	if len(s.Channels) == 0 || slices.Contains(s.Channels, channel) {
		return true
	}
	return slices.Contains(s.Channels, b.parent(ctx, channel))
}

// sayNotHere says where questions are answered.
func sayNotHere(channels []string) string {
	return "I answer questions in <#" + strings.Join(channels, ">, <#") + ">, not here."
}
