package discord

import (
	"slices"
	"testing"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

// set uses /settings.
func (c *court) set(mod *discordtest.User, options ...discordtest.Option) discordtest.Message {
	c.t.Helper()
	return c.said(c.Command(mod, c.Channel(), cmdSettings, options...))
}

func TestSettings(t *testing.T) {
	c := newCourt(t)
	contains(t, c.set(c.mod).Content, "whoever has Manage Messages\n", "every channel", "no channel", "1000 a minute (the operator's choice)", "0.95 alike")
	elders := c.Guild().NewRole("elders")
	log := c.Guild().NewChannel("log")
	said := c.set(c.mod, discordtest.Option{Name: optRole, Value: elders.ID}, discordtest.Option{Name: optChannel, Value: c.Channel().ID},
		discordtest.Option{Name: optLogChannel, Value: log.ID}, discordtest.Option{Name: optMemberRate, Value: 3}, discordtest.Option{Name: optServerRate, Value: 30},
		discordtest.Option{Name: optStaleNote, Value: false}, discordtest.Option{Name: optNearIdentical, Value: 0}, discordtest.Option{Name: optLowScore, Value: 0.5})
	contains(t, said.Content, "Manage Messages, <@&"+elders.ID+">", "<#"+c.Channel().ID+">", "3 a minute\n", "30 a minute\n", "the same words only", "0.5", "Integrations")
	c.posted(log, "<@"+c.mod.ID+"> changed the settings")
	got, err := c.ledger.Settings(c.ctx, c.Guild().ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.MemberRate != 3 || got.ServerRate != 30 || got.StaleNote || got.NearIdentical != 0 || got.LowScore != 0.5 || len(got.Roles) != 1 || len(got.Channels) != 1 || got.LogChannel != log.ID {
		t.Errorf("kept: %+v", got)
	}
	said = c.set(c.mod, discordtest.Option{Name: optRole, Value: elders.ID}, discordtest.Option{Name: optChannel, Value: c.Channel().ID}, discordtest.Option{Name: optLogChannel, Value: log.ID})
	contains(t, said.Content, "whoever has Manage Messages\n", "every channel", "no channel", "3 a minute\n")
	if pings := c.Pings(); len(pings) != 0 {
		t.Errorf("it pinged: %v", pings)
	}
}

// What is out of bounds is refused whole, though Discord's client would not send it.
func TestSettingsOutOfBounds(t *testing.T) {
	c := newCourt(t)
	for _, o := range []discordtest.Option{
		{Name: optMemberRate, Value: -1}, {Name: optServerRate, Value: 1e9}, {Name: optNearIdentical, Value: 1.5}, {Name: optLowScore, Value: -0.1}, {Name: optRole, Value: "everyone"},
	} {
		contains(t, c.set(c.mod, discordtest.Option{Name: optStaleNote, Value: false}, o).Content, "`"+o.Name+"` has to be")
	}
	got, err := c.ledger.Settings(c.ctx, c.Guild().ID)
	if err != nil || !got.StaleNote {
		t.Errorf("kept: %+v, %v", got, err)
	}
}

// A role that the settings name can't name further ones.
func TestSettingsNeedThePermission(t *testing.T) {
	c := newCourt(t)
	elders := c.Guild().NewRole("elders")
	bea := c.Guild().NewMember("bea")
	c.Guild().Show(bea, cmdSettings)
	contains(t, c.set(bea).Content, sayNotAllowed)
	c.set(c.mod, discordtest.Option{Name: optRole, Value: elders.ID})
	c.Guild().Grant(bea, elders)
	contains(t, c.set(bea, discordtest.Option{Name: optStaleNote, Value: false}).Content, sayNotYours)
	got, err := c.ledger.Settings(c.ctx, c.Guild().ID)
	if err != nil || !got.StaleNote {
		t.Errorf("kept: %+v, %v", got, err)
	}
	if got := c.refusals(); !slices.Equal(got, []string{"/settings: permission", "/settings: permission"}) {
		t.Errorf("recorded: %q", got)
	}
}

// Questions are answered in the channels that were chosen, and in their threads.
func TestAllowedChannels(t *testing.T) {
	c := newCourt(t)
	other := c.Guild().NewChannel("other")
	c.configure(func(s *ledger.Settings) { s.Channels = []string{other.ID} })
	contains(t, c.said(c.Ask(c.ada, c.Channel(), "What happened?", false)).Content, "I answer questions in <#"+other.ID+">, not here.")
	contains(t, c.final(c.Ask(c.ada, other, "What happened?", false)).Content, "The dam broke")
	thread := other.NewThread("talk", c.ada)
	contains(t, c.final(c.Ask(c.ada, thread, "What happened?", false)).Content, "The dam broke")
	elsewhere := c.Channel().NewThread("talk", c.ada)
	contains(t, c.said(c.Ask(c.ada, elsewhere, "What happened?", false)).Content, "not here")
	c.Mention(c.ada, c.Channel(), "What happened?") // no answer, not even that there is none
	answered := c.Mention(c.ada, other, "What happened?")
	contains(t, c.reply(answered).Content, "The dam broke")
	for _, m := range c.Channel().Messages() {
		if m.Author == c.Bot() {
			t.Errorf("said where no answers are wanted: %s", m.Content)
		}
	}
}

func TestRatesOfAServer(t *testing.T) {
	c := newCourt(t)
	c.configure(func(s *ledger.Settings) { s.MemberRate = 2 })
	c.answered("What happened?")
	contains(t, c.said(c.Ask(c.ada, c.Channel(), "What happened?", false)).Content, "You have asked a lot")
	bea := c.Guild().NewMember("bea")
	contains(t, c.final(c.Ask(bea, c.Channel(), "What happened?", false)).Content, "The dam broke")
	c.configure(func(s *ledger.Settings) { s.MemberRate, s.ServerRate = 0, 1 })
	c.answered("What happened?")
	contains(t, c.said(c.Ask(bea, c.Channel(), "What happened?", false)).Content, "This server has asked a lot")
	c.configure(func(s *ledger.Settings) { s.ServerRate = 6000 })
	contains(t, c.final(c.Ask(bea, c.Channel(), "What happened?", false)).Content, "The dam broke")
}
