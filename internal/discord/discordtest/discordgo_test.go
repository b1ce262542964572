package discordtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	. "footnote/internal/discord/discordtest"
)

// client is a bot made of discordgo that talks to s.
type client struct {
	*discordgo.Session
	s *Server
	t *testing.T
}

// rewrite sends what is meant for Discord to the simulator.
type rewrite struct {
	base string
	next http.RoundTripper
}

func (r rewrite) RoundTrip(q *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(q.URL.String(), discordgo.EndpointAPI)
	q = q.Clone(q.Context())
	u, err := q.URL.Parse(r.base + path)
	if err != nil {
		return nil, err
	}
	q.URL, q.Host = u, u.Host
	return r.next.RoundTrip(q)
}

func newClient(t *testing.T, s *Server) *client {
	t.Helper()
	dg, err := discordgo.New("Bot " + s.Token())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	dg.Client = &http.Client{Transport: rewrite{s.URL(), transport}, Timeout: patience}
	dg.Dialer = &websocket.Dialer{HandshakeTimeout: patience}
	dg.ShouldReconnectOnError = false
	return &client{dg, s, t}
}

// open connects, and closes with the test.
func (c *client) open() {
	c.t.Helper()
	if err := c.Open(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { c.Close() })
}

// answer defers each command and fills it with text.
func (c *client) answer(text string) {
	c.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Type != discordgo.InteractionApplicationCommand {
			return
		}
		err := dg.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource})
		if err == nil {
			_, err = dg.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text, AllowedMentions: &discordgo.MessageAllowedMentions{}})
		}
		if err != nil {
			c.t.Errorf("answering: %v", err)
		}
	})
}

func (c *client) register(commands ...*discordgo.ApplicationCommand) {
	c.t.Helper()
	if _, err := c.ApplicationCommandBulkOverwrite(c.s.ApplicationID(), "", commands); err != nil {
		c.t.Fatal(err)
	}
}

func ask() *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{Name: "ask", Description: "ask a question", Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "what", Required: true, Autocomplete: true},
		{Type: discordgo.ApplicationCommandOptionBoolean, Name: "private", Description: "for you alone"},
	}}
}

func TestAskIsAnswered(t *testing.T) {
	s := begin(t, Options{})
	bot := newClient(t, s)
	bot.answer("because")
	bot.open()
	bot.register(ask())
	ctx := deadline(t)
	if err := s.WaitReady(ctx); err != nil {
		t.Fatal(err)
	}
	ada := s.Guild().NewMember("ada")
	i := s.Ask(ada, s.Channel(), "why?", false)
	ack, err := i.WaitAck(ctx)
	if err != nil || ack.Type != AckDeferred || ack.Ephemeral {
		t.Fatalf("acknowledgement %+v, %v", ack, err)
	}
	m, err := i.WaitMessage(ctx, func(m Message) bool { return m.Content == "because" })
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Edits) != 1 || m.Ephemeral() || !m.Pings.None() {
		t.Errorf("message %+v", m)
	}
	if got := s.Channel().Messages(); len(got) != 1 || got[0].ID != m.ID {
		t.Errorf("channel has %+v", got)
	}
}

func TestPrivateAsk(t *testing.T) {
	s := begin(t, Options{})
	bot := newClient(t, s)
	bot.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		err := dg.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: i.ApplicationCommandData().Options[0].StringValue(),
				Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: &discordgo.MessageAllowedMentions{}}})
		if err != nil {
			t.Errorf("answering: %v", err)
		}
	})
	bot.open()
	bot.register(ask())
	ada := s.Guild().NewMember("ada")
	for _, c := range []*Channel{s.Channel(), s.DM(ada), s.Channel().NewThread("t", ada)} {
		m, err := s.Ask(ada, c, "echo", true).WaitMessage(deadline(t), func(m Message) bool { return m.Content == "echo" })
		if err != nil || !m.Ephemeral() || m.VisibleTo != ada {
			t.Errorf("message %+v, %v", m, err)
		}
	}
}

// The whole round that a member makes: complete, ask, click, fill in a modal, check.
func TestRoundWithDiscordgo(t *testing.T) {
	s := begin(t, Options{})
	bot := newClient(t, s)
	bot.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		if err := dg.InteractionRespond(i.Interaction, responseTo(i)); err != nil {
			t.Errorf("answering a %v: %v", i.Type, err)
		}
	})
	bot.open()
	bot.register(ask(), &discordgo.ApplicationCommand{Name: "Check", Type: discordgo.MessageApplicationCommand})
	ctx := deadline(t)
	ada := s.Guild().NewMember("ada")

	ack, err := s.Autocomplete(ada, s.Channel(), "ask", "question", "wh").WaitAck(ctx)
	if err != nil || len(ack.Choices) != 1 || ack.Choices[0].Name != "why?" {
		t.Errorf("choices %+v, %v", ack.Choices, err)
	}
	m, err := s.Ask(ada, s.Channel(), "why?", false).WaitMessage(ctx, func(Message) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	click := s.Click(ada, m, m.Button("Wrong").CustomID())
	if ack, err = click.WaitAck(ctx); err != nil || ack.Modal == nil {
		t.Fatalf("acknowledgement %+v, %v", ack, err)
	}
	thanks, err := s.SubmitModal(click, map[string]string{"why": "old news"}).WaitMessage(ctx, func(Message) bool { return true })
	if err != nil || thanks.Content != "noted: old news" {
		t.Errorf("message %+v, %v", thanks, err)
	}
	checked, err := s.MessageCommand(ada, m, "Check").WaitMessage(ctx, func(Message) bool { return true })
	if err != nil || checked.Content != "checked: because" {
		t.Errorf("message %+v, %v", checked, err)
	}
}

// responseTo is what a small bot answers to each kind of interaction.
func responseTo(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
	say := func(text string, components ...discordgo.MessageComponent) *discordgo.InteractionResponse {
		return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &discordgo.InteractionResponseData{
			Content: text, Components: components, AllowedMentions: &discordgo.MessageAllowedMentions{}}}
	}
	switch i.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		return &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &discordgo.InteractionResponseData{
			Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "why?", Value: "why?"}}}}
	case discordgo.InteractionMessageComponent:
		return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal, Data: &discordgo.InteractionResponseData{
			CustomID: "reason", Title: "What is wrong?", Components: []discordgo.MessageComponent{discordgo.ActionsRow{
				Components: []discordgo.MessageComponent{discordgo.TextInput{CustomID: "why", Label: "Why?", Style: discordgo.TextInputShort}}}}}}
	case discordgo.InteractionModalSubmit:
		input := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput)
		return say("noted: " + input.Value)
	}
	if data := i.ApplicationCommandData(); data.TargetID != "" {
		return say("checked: " + data.Resolved.Messages[data.TargetID].Content)
	}
	return say("because", discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{CustomID: "wrong", Label: "Wrong", Style: discordgo.DangerButton}}})
}

// discordgo resumes by itself after a connection is lost.
func TestDiscordgoResumes(t *testing.T) {
	s := begin(t, Options{})
	bot := newClient(t, s)
	bot.ShouldReconnectOnError = true
	bot.answer("because")
	bot.open()
	bot.register(ask())
	ctx := deadline(t)
	if err := s.WaitReady(ctx); err != nil {
		t.Fatal(err)
	}
	ada := s.Guild().NewMember("ada")
	s.CloseGateway(CloseUnknownError)
	if err := s.WaitStats(ctx, "the connection's end", func(st Stats) bool { return st.Sessions == 0 }); err != nil {
		t.Fatal(err)
	}
	i := s.Ask(ada, s.Channel(), "missed?", false)
	if _, err := i.WaitMessage(ctx, func(m Message) bool { return m.Content == "because" }); err != nil {
		t.Fatal(err)
	}
	if st := s.Stats(); st.Resumes != 1 || st.Identifies != 1 {
		t.Errorf("stats %+v", st)
	}
}

func TestDiscordgoReadsTheWorld(t *testing.T) {
	s := begin(t, Options{})
	bot := newClient(t, s)
	bot.open()
	if g, err := bot.Guild(s.Guild().ID); err != nil || g.Name != "first" {
		t.Errorf("guild %+v, %v", g, err)
	}
	if c, err := bot.Channel(s.Channel().ID); err != nil || c.Name != "general" {
		t.Errorf("channel %+v, %v", c, err)
	}
	if g, err := bot.GatewayBot(); err != nil || g.SessionStartLimit.Total != 1000 || g.Shards != 1 {
		t.Errorf("gateway %+v, %v", g, err)
	}
	thread, err := bot.ThreadStart(s.Channel().ID, "a thread", discordgo.ChannelTypeGuildPublicThread, 60)
	if err != nil {
		t.Fatal(err)
	}
	m, err := bot.ChannelMessageSendComplex(thread.ID, &discordgo.MessageSend{Content: "hi", AllowedMentions: &discordgo.MessageAllowedMentions{}})
	if err != nil || m.ChannelID != thread.ID {
		t.Errorf("message %+v, %v", m, err)
	}
	if err := bot.MessageReactionAdd(thread.ID, m.ID, "👍"); err != nil {
		t.Error(err)
	}
}
