package discordtest

import (
	"slices"
	"strings"
	"time"
)

// The message flags that a bot may meet (reference, "Message Flags").
const (
	FlagSuppressEmbeds        = 1 << 2
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7 // deferred: "is thinking…"
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
)

// Message is a message as it stood when it was read: a copy that later edits do not touch.
type Message struct {
	ID          string
	Channel     *Channel
	Author      *User
	Content     string
	Embeds      []Embed
	Components  []Component
	Attachments []string // file names
	Flags       int
	ReplyTo     string // the id of the message that it replies to
	VisibleTo   *User  // nil: everyone; else ephemeral
	Created     time.Time
	Edits       []Edit // the states it had after its first, in order
	Deleted     bool
	Pings       Pings // whom it would ping when it was sent

	interaction *Interaction // of which it is the response or a followup
	kind        int
	mentions    []*User
	nonce       string
}

// Edit is one state of a message.
type Edit struct {
	At         time.Time
	Content    string
	Components []Component
}

// Ephemeral reports whether only one person sees the message.
func (m Message) Ephemeral() bool { return m.Flags&FlagEphemeral != 0 }

// Loading reports whether the message is a deferred response that is not filled yet.
func (m Message) Loading() bool { return m.Flags&FlagLoading != 0 }

// Component returns the first component, at any depth, that satisfies match, or nil.
func (m Message) Component(match func(Component) bool) Component {
	return findComponent(m.Components, match)
}

// Button returns the button whose label contains label, or nil.
func (m Message) Button(label string) Component {
	return m.Component(func(c Component) bool {
		return c.Type() == ComponentButton && strings.Contains(c.Label(), label)
	})
}

// Text is everything that the message says: content, text components and embeds.
func (m Message) Text() string {
	parts := []string{m.Content}
	walkComponents(m.Components, func(_ string, c Component) {
		if c.Type() == ComponentTextDisplay {
			parts = append(parts, c.text("content"))
		}
	})
	for _, e := range m.Embeds {
		parts = append(parts, e.texts()...)
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "\n")
}

// clone is a copy to hand out. Slices are replaced on every change, never written to.
func (m *Message) clone() Message {
	c := *m
	c.Edits = slices.Clip(m.Edits)
	return c
}

func (m *Message) guildID() string {
	if m.Channel.guild == nil {
		return ""
	}
	return m.Channel.guild.ID
}

// The message types that the simulator sends (reference, "Message Types").
const (
	messageDefault     = 0
	messageReply       = 19
	messageChatCommand = 20
	messageContextMenu = 23
)

// responseKind is the type of a message that answers an interaction.
func (i *Interaction) responseKind() int {
	switch {
	case i.Kind != KindCommand:
		return messageDefault
	case i.command.Type == CommandMessage:
		return messageContextMenu
	}
	return messageChatCommand
}

// json is the message as REST and events carry it, content included.
func (m *Message) json() object {
	o := m.basicJSON()
	if m.ReplyTo == "" {
		return o
	}
	o["message_reference"] = object{"type": 0, "channel_id": m.Channel.ID, "message_id": m.ReplyTo}
	o["referenced_message"] = nil
	if ref := m.Channel.s.messages[m.ReplyTo]; ref != nil {
		o["referenced_message"] = ref.basicJSON()
	}
	return o
}

func (m *Message) basicJSON() object {
	o := object{"id": m.ID, "type": m.kind, "channel_id": m.Channel.ID, "content": m.Content,
		"author": m.Author.json(), "mentions": usersJSON(m.mentions), "mention_roles": append([]string{}, m.Pings.Roles...),
		"attachments": m.attachmentsJSON(), "embeds": embedsJSON(m.Embeds), "timestamp": timestamp(m.Created),
		"edited_timestamp": nil, "flags": m.Flags, "components": componentsJSON(m.Components),
		"pinned": false, "mention_everyone": m.Pings.Everyone, "tts": false}
	if n := len(m.Edits); n > 0 {
		o["edited_timestamp"] = timestamp(m.Edits[n-1].At)
	}
	if m.nonce != "" {
		o["nonce"] = m.nonce
	}
	if i := m.interaction; i != nil {
		o["application_id"], o["webhook_id"] = i.s.appID, i.s.appID
		o["interaction_metadata"] = i.metadata()
	}
	return o
}

func (m *Message) attachmentsJSON() []object {
	list := []object{}
	for _, name := range m.Attachments {
		url := "https://cdn.discordapp.com/attachments/" + m.Channel.ID + "/" + m.ID + "/" + name
		list = append(list, object{"id": m.ID, "filename": name, "size": 1, "url": url, "proxy_url": url})
	}
	return list
}

func usersJSON(users []*User) []object {
	list := []object{}
	for _, u := range users {
		list = append(list, u.json())
	}
	return list
}
