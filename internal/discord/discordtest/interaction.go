package discordtest

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// The kinds of interactions (reference, "Interaction Type").
const (
	KindCommand      = 2
	KindComponent    = 3
	KindAutocomplete = 4
	KindModal        = 5
)

// The ways to acknowledge one (reference, "Interaction Callback Type").
const (
	AckMessage        = 4
	AckDeferred       = 5
	AckDeferredUpdate = 6
	AckUpdate         = 7
	AckAutocomplete   = 8
	AckModal          = 9
)

// Interaction is something that a person did which the bot has to answer.
type Interaction struct {
	s         *Server
	ID, Token string
	Kind      int
	User      *User
	Channel   *Channel
	Created   time.Time

	data    object
	command *Command     // of a command or an autocomplete
	source  *Message     // of a component, or of the component behind a modal
	behind  *Interaction // of a modal

	ack       *Ack
	original  *Message // what @original means
	followups []*Message
	expired   bool // by a fault
	changed   signal
}

// Ack is how the bot acknowledged an interaction.
type Ack struct {
	Type      int
	At        time.Time
	After     time.Duration // since the interaction was created
	Ephemeral bool
	Modal     *Modal
	Choices   []Choice
}

// Choice is an autocomplete's suggestion.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// Acked returns the acknowledgement, if there has been one.
func (i *Interaction) Acked() (Ack, bool) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.ack == nil {
		return Ack{}, false
	}
	return *i.ack, true
}

// WaitAck blocks until the interaction is acknowledged.
func (i *Interaction) WaitAck(ctx context.Context) (Ack, error) {
	err := i.s.await(ctx, &i.changed, "the acknowledgement of "+i.String(), func() bool { return i.ack != nil })
	if err != nil {
		return Ack{}, err
	}
	a, _ := i.Acked()
	return a, nil
}

// Response is the message that @original means: the answer to a command, or the
// message that a clicked button is on. There is none before the acknowledgement.
func (i *Interaction) Response() (Message, bool) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.original == nil {
		return Message{}, false
	}
	return i.original.clone(), true
}

// Followups are the messages sent after the response, in order.
func (i *Interaction) Followups() []Message {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	var list []Message
	for _, m := range i.followups {
		list = append(list, m.clone())
	}
	return list
}

// WaitMessage blocks until the response or a followup satisfies match, and returns it.
// A deferred response that is not filled yet is not offered to match.
func (i *Interaction) WaitMessage(ctx context.Context, match func(Message) bool) (Message, error) {
	var found Message
	err := i.s.await(ctx, &i.changed, "a message of "+i.String(), func() bool {
		for _, m := range i.messages() {
			if found = m.clone(); !m.Loading() && !m.Deleted && match(found) {
				return true
			}
		}
		return false
	})
	if err != nil {
		return Message{}, fmt.Errorf("%w; it has %s", err, i.state())
	}
	return found, nil
}

func (i *Interaction) messages() []*Message {
	if i.original == nil {
		return i.followups
	}
	return append([]*Message{i.original}, i.followups...)
}

// state describes what there is, for an error.
func (i *Interaction) state() string {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.ack == nil {
		return "no acknowledgement"
	}
	text := fmt.Sprintf("acknowledgement %d", i.ack.Type)
	for _, m := range i.messages() {
		text += fmt.Sprintf(", message %q (flags %d)", m.Content, m.Flags)
	}
	return text
}

// String names the interaction for messages of a test.
func (i *Interaction) String() string {
	what := "kind " + strconv.Itoa(i.Kind)
	if i.command != nil {
		what = i.command.Name
	}
	return "interaction " + i.ID + " (" + what + " by " + i.User.Name + ")"
}

// Unanswered are the interactions that are without a last word: never
// acknowledged, or deferred and still "thinking…".
func (s *Server) Unanswered() []*Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.interactionOrder), func(i *Interaction) bool {
		return i.ack != nil && (i.original == nil || i.original.Deleted || !i.original.Loading())
	})
}

// Redeliver sends the event once more, as Discord now and then does.
func (i *Interaction) Redeliver() {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	i.deliver()
}

// Expire makes the token unknown at once, as though its time were over. What the
// bot then does with it is no violation.
func (i *Interaction) Expire() {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	i.expired = true
}

// begin stores and delivers an interaction that a verb has filled.
func (s *Server) begin(i *Interaction) *Interaction {
	i.s, i.ID, i.Created = s, s.nextID(), s.now()
	i.Token = base64.RawURLEncoding.EncodeToString([]byte("interaction:" + i.ID))
	s.interactions[i.ID], s.byToken[i.Token] = i, i
	s.interactionOrder = append(s.interactionOrder, i)
	s.forgetInteractions()
	i.deliver()
	return i
}

func (i *Interaction) deliver() {
	i.s.dispatch(event{name: "INTERACTION_CREATE", guild: i.Channel.guild, data: i.json()})
}

func (s *Server) forgetInteractions() {
	for s.opt.Forget > 0 && len(s.interactionOrder) > s.opt.Forget {
		old := s.interactionOrder[0]
		s.interactionOrder = slices.Delete(s.interactionOrder, 0, 1)
		delete(s.interactions, old.ID)
		delete(s.byToken, old.Token)
		for _, m := range old.messages() {
			if m.VisibleTo != nil {
				delete(s.messages, m.ID)
			}
		}
	}
}

// json is the interaction as INTERACTION_CREATE carries it.
func (i *Interaction) json() object {
	o := object{"id": i.ID, "application_id": i.s.appID, "type": i.Kind, "token": i.Token, "version": 1,
		"data": i.data, "channel_id": i.Channel.ID, "channel": i.Channel.json(), "locale": "en-US",
		"app_permissions": permissionText(i.Channel.permissions(i.s.bot)), "entitlements": []object{},
		"authorizing_integration_owners": i.owners(), "context": 1, "attachment_size_limit": 10 << 20}
	if i.source != nil {
		o["message"] = i.source.json()
	}
	g := i.Channel.guild
	if g == nil {
		o["user"] = i.User.json()
		return o
	}
	m := g.members[i.User.ID].json()
	m["permissions"] = permissionText(i.Channel.permissions(i.User))
	o["member"], o["context"], o["guild_id"], o["guild_locale"] = m, 0, g.ID, "en-US"
	o["guild"] = object{"id": g.ID, "locale": "en-US", "features": []string{}}
	return o
}

func permissionText(p Permissions) string { return strconv.FormatUint(uint64(p&(1<<53-1)), 10) }

// owners says by whose installation the bot is here (reference, "Authorizing Integration Owners").
func (i *Interaction) owners() object {
	if i.Channel.guild == nil {
		return object{"0": "0"}
	}
	return object{"0": i.Channel.guild.ID}
}

// metadata is what a message carries about the interaction behind it.
func (i *Interaction) metadata() object {
	o := object{"id": i.ID, "type": i.Kind, "user": i.User.json(), "authorizing_integration_owners": i.owners()}
	switch {
	case i.Kind == KindComponent:
		o["interacted_message_id"] = i.source.ID
	case i.Kind == KindModal:
		o["triggering_interaction_metadata"] = i.behind.metadata()
	}
	return o
}
