package discordtest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

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
	dg.Client = &http.Client{Transport: rewrite{s.URL(), transport}, Timeout: 10 * time.Second}
	dg.Dialer = &websocket.Dialer{HandshakeTimeout: 5 * time.Second}
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

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestAskIsAnswered(t *testing.T) {
	s := New(Options{TB: t})
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
