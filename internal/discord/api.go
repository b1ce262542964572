package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

// message is what the bot says. However it is filled, it pings nobody and shows no link
// previews: what is sent says so every time.
type message struct {
	Content string
	Rows    []discordgo.MessageComponent // rows of buttons
	Private bool                         // for the member alone; fixed when first sent
	ReplyTo string                       // the id of a message; "" for none
	Nonce   string                       // sent twice with one nonce, it is posted once; "" for none
}

// MarshalJSON writes the message as Discord's API wants it.
func (m message) MarshalJSON() ([]byte, error) {
	type reference struct {
		MessageID       string `json:"message_id"`
		FailIfNotExists bool   `json:"fail_if_not_exists"`
	}
	out := struct {
		Content      string                           `json:"content"`
		Rows         []discordgo.MessageComponent     `json:"components"`
		Mentions     discordgo.MessageAllowedMentions `json:"allowed_mentions"`
		Flags        discordgo.MessageFlags           `json:"flags"`
		Reference    *reference                       `json:"message_reference,omitempty"`
		Nonce        string                           `json:"nonce,omitempty"`
		EnforceNonce bool                             `json:"enforce_nonce,omitempty"`
	}{
		Content: m.Content, Rows: m.Rows, Flags: discordgo.MessageFlagsSuppressEmbeds,
		Nonce: m.Nonce, EnforceNonce: m.Nonce != "",
	}
	out.Mentions.Parse = []discordgo.AllowedMentionType{}
	if out.Rows == nil {
		out.Rows = []discordgo.MessageComponent{}
	}
	if m.Private {
		out.Flags |= discordgo.MessageFlagsEphemeral
	}
	if m.ReplyTo != "" {
		out.Reference = &reference{MessageID: m.ReplyTo}
	}
	return json.Marshal(out)
}

// posted is a message as Discord gives it back.
type posted struct {
	ID        string                      `json:"id"`
	Content   string                      `json:"content"`
	Flags     discordgo.MessageFlags      `json:"flags"`
	Author    *discordgo.User             `json:"author"`
	Reference *discordgo.MessageReference `json:"message_reference"`
	// Interaction is the one that the message answers.
	Interaction *struct {
		ID string `json:"id"`
	} `json:"interaction_metadata"`
}

// token is the authority to answer one interaction.
type token struct {
	Interaction, Application, Secret string
}

// callback answers an interaction. Discord takes one within three seconds; a second is
// refused, so a repeated one that was "already acknowledged" did arrive.
func (r *rest) callback(ctx context.Context, t token, kind discordgo.InteractionResponseType, data any) error {
	tries := 0
	err := r.do(ctx, call{
		method: http.MethodPost, route: "POST /interactions/{id}/{token}/callback",
		path: "/interactions/" + t.Interaction + "/" + url.PathEscape(t.Secret) + "/callback",
		body: callback{Type: kind, Data: data}, sent: func() { tries++ },
		repeat: true, urgent: true, exempt: true, secret: true,
	}, nil)
	if tries > 1 && isCode(err, codeAcknowledged) {
		return nil
	}
	return err
}

type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// deferred is the data of an acknowledgement: it may only say who will see the answer.
func deferred(private bool) any {
	if !private {
		return nil
	}
	return struct {
		Flags discordgo.MessageFlags `json:"flags"`
	}{discordgo.MessageFlagsEphemeral}
}

// editOriginal fills the message of a deferred interaction.
func (r *rest) editOriginal(ctx context.Context, t token, m message) (posted, error) {
	m.Private = false // who sees it was fixed by the acknowledgement
	var out posted
	err := r.do(ctx, t.call(http.MethodPatch, "/messages/@original", m, true), &out)
	return out, err
}

// original is the message of a deferred interaction as it stands.
func (r *rest) original(ctx context.Context, t token) (posted, error) {
	var out posted
	err := r.do(ctx, t.call(http.MethodGet, "/messages/@original", nil, true), &out)
	return out, err
}

// editFollowUp changes a message that followUp posted.
func (r *rest) editFollowUp(ctx context.Context, t token, id string, m message) error {
	m.Private = false
	c := t.call(http.MethodPatch, "/messages/"+id, m, true)
	c.route = "PATCH /webhooks/{id}/{token}/messages/{id}"
	return r.do(ctx, c, nil)
}

// followUp posts a further message in answer to an interaction. Sent twice it would be
// posted twice, so it is tried again only after refusals that are sure.
func (r *rest) followUp(ctx context.Context, t token, m message) (posted, error) {
	var out posted
	c := t.call(http.MethodPost, "", m, false)
	c.path += "?wait=true"
	err := r.do(ctx, c, &out)
	return out, err
}

// call makes a request under an interaction's token, which has a rate of its own.
func (t token) call(method, path string, body any, repeat bool) call {
	return call{
		method: method, route: method + " /webhooks/{id}/{token}" + path,
		path: "/webhooks/" + t.Application + "/" + url.PathEscape(t.Secret) + path,
		body: body, repeat: repeat, exempt: true, secret: true, own: t.Interaction,
	}
}

// send posts a message in a channel. It may be repeated: its nonce keeps it single.
func (r *rest) send(ctx context.Context, channel string, m message) (posted, error) {
	var out posted
	err := r.do(ctx, call{
		method: http.MethodPost, path: "/channels/" + channel + "/messages",
		route: "POST /channels/{id}/messages", own: channel, body: m, repeat: m.Nonce != "",
	}, &out)
	return out, err
}

// edit changes a message of the bot's own.
func (r *rest) edit(ctx context.Context, channel, id string, m message) error {
	return r.do(ctx, call{
		method: http.MethodPatch, path: "/channels/" + channel + "/messages/" + id,
		route: "PATCH /channels/{id}/messages/{id}", own: channel, body: m, repeat: true,
	}, nil)
}

// after lists up to a hundred messages of a channel that came after the one with id.
func (r *rest) after(ctx context.Context, channel, id string) ([]posted, error) {
	var out []posted
	err := r.do(ctx, call{
		method: http.MethodGet, path: "/channels/" + channel + "/messages?limit=100&after=" + id,
		route: "GET /channels/{id}/messages", own: channel, repeat: true,
	}, &out)
	return out, err
}

// typing shows for ten seconds that the bot is busy in a channel.
func (r *rest) typing(ctx context.Context, channel string) error {
	return r.do(ctx, call{
		method: http.MethodPost, path: "/channels/" + channel + "/typing",
		route: "POST /channels/{id}/typing", own: channel,
	}, nil)
}

// channel describes a channel.
func (r *rest) channel(ctx context.Context, id string) (discordgo.Channel, error) {
	var out discordgo.Channel
	err := r.do(ctx, call{method: http.MethodGet, path: "/channels/" + id, route: "GET /channels/{id}", own: id, repeat: true}, &out)
	return out, err
}

// gatewayInfo is where the gateway is and how often a bot may identify there.
type gatewayInfo struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Total          int `json:"total"`
		Remaining      int `json:"remaining"`
		ResetAfter     int `json:"reset_after"` // milliseconds
		MaxConcurrency int `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

func (g gatewayInfo) resetAfter() time.Duration {
	return time.Duration(g.Limit.ResetAfter) * time.Millisecond
}

func (r *rest) gateway(ctx context.Context) (gatewayInfo, error) {
	var out gatewayInfo
	err := r.do(ctx, call{method: http.MethodGet, path: "/gateway/bot", route: "GET /gateway/bot", repeat: true}, &out)
	return out, err
}

// identity is who a token belongs to: the application, whose id stands in many paths, and
// its user, whom members mention.
type identity struct{ application, user string }

func (r *rest) identity(ctx context.Context) (out identity, err error) {
	for _, of := range []struct {
		path string
		id   *string
	}{{"/applications/@me", &out.application}, {"/users/@me", &out.user}} {
		var got struct {
			ID string `json:"id"`
		}
		if err := r.do(ctx, call{method: http.MethodGet, path: of.path, route: "GET " + of.path, repeat: true}, &got); err != nil {
			return out, err
		}
		*of.id = got.ID
	}
	return out, nil
}
