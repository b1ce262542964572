package discordtest

import (
	"context"
	"slices"
	"strings"
)

// The verbs of people. Each does what Discord's client lets a person do, and ends
// the test where it would not: an unregistered command, a button that is not
// there, a message that is someone else's.

// Option is one option of a command, as a person filled it in.
type Option struct {
	Name  string
	Value any // string, bool, int or float64; for users, roles and channels their id
}

// Ask uses /ask with a question, and with private where that is set.
func (s *Server) Ask(u *User, c *Channel, question string, private bool) *Interaction {
	options := []Option{{"question", question}}
	if private {
		options = append(options, Option{"private", true})
	}
	return s.Command(u, c, "ask", options...)
}

// Command uses a chat command. The name of a subcommand follows after a space.
func (s *Server) Command(u *User, c *Channel, name string, options ...Option) *Interaction {
	s.mu.Lock()
	name, sub, _ := strings.Cut(name, " ")
	cmd, problem := s.usable(u, c, CommandChat, name)
	used := cmd
	if problem == "" && sub != "" {
		used, problem = cmd.subcommand(sub)
	}
	if problem == "" {
		problem = used.accepts(options)
	}
	if problem != "" {
		s.mu.Unlock()
		s.fatalf("%s can't use /%s: %s", u.Name, name, problem)
	}
	defer s.mu.Unlock()
	data := cmd.data()
	data["options"] = used.optionsData(options, "")
	if sub != "" {
		data["options"] = []object{{"type": optionSubCommand, "name": sub, "options": data["options"]}}
	}
	return s.begin(&Interaction{Kind: KindCommand, User: u, Channel: c, command: cmd, data: data})
}

// Autocomplete types into an option of a chat command; others are those filled already.
func (s *Server) Autocomplete(u *User, c *Channel, name, option, typed string, others ...Option) *Interaction {
	s.mu.Lock()
	cmd, problem := s.usable(u, c, CommandChat, name)
	if problem == "" {
		problem = cmd.completes(option)
	}
	if problem != "" {
		s.mu.Unlock()
		s.fatalf("%s can't complete /%s %s: %s", u.Name, name, option, problem)
	}
	defer s.mu.Unlock()
	data := cmd.data()
	data["options"] = cmd.optionsData(append(others, Option{option, typed}), option)
	return s.begin(&Interaction{Kind: KindAutocomplete, User: u, Channel: c, command: cmd, data: data})
}

// MessageCommand uses a command from a message's context menu.
func (s *Server) MessageCommand(u *User, target Message, name string) *Interaction {
	s.mu.Lock()
	m, problem := s.seen(u, target)
	var cmd *Command
	if problem == "" {
		cmd, problem = s.usable(u, m.Channel, CommandMessage, name)
	}
	if problem != "" {
		s.mu.Unlock()
		s.fatalf("%s can't use %q on a message: %s", u.Name, name, problem)
	}
	defer s.mu.Unlock()
	data := cmd.data()
	data["target_id"] = m.ID
	data["resolved"] = object{"messages": object{m.ID: m.json()}}
	return s.begin(&Interaction{Kind: KindCommand, User: u, Channel: m.Channel, command: cmd, data: data})
}

// Click uses a button, by its custom id.
func (s *Server) Click(u *User, on Message, customID string) *Interaction {
	return s.use(u, on, customID, nil)
}

// Select chooses values in a string select menu.
func (s *Server) Select(u *User, on Message, customID string, values ...string) *Interaction {
	return s.use(u, on, customID, values)
}

func (s *Server) use(u *User, on Message, customID string, values []string) *Interaction {
	s.mu.Lock()
	m, problem := s.seen(u, on)
	var c Component
	if problem == "" {
		c = findComponent(m.Components, func(c Component) bool { return c.CustomID() == customID })
		switch {
		case c == nil:
			problem = "the message has no such component"
		case c.Disabled():
			problem = "it is disabled"
		}
	}
	if problem != "" {
		s.mu.Unlock()
		s.fatalf("%s can't click %q: %s", u.Name, customID, problem)
	}
	defer s.mu.Unlock()
	data := object{"custom_id": customID, "component_type": c.Type(), "id": max(1, c.integer("id"))}
	if values != nil {
		data["values"] = values
	}
	return s.begin(&Interaction{Kind: KindComponent, User: u, Channel: m.Channel, source: m, data: data})
}

// Forge is Click by somebody whose client sends what it likes: the message need not have
// a button with the id.
func (s *Server) Forge(u *User, on Message, customID string) *Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	data := object{"custom_id": customID, "component_type": ComponentButton, "id": 1}
	return s.begin(&Interaction{Kind: KindComponent, User: u, Channel: on.Channel, source: s.messages[on.ID], data: data})
}

// ForgeModal is SubmitModal by somebody whose client sends what it likes: the modal need
// not have been shown with the id.
func (s *Server) ForgeModal(i *Interaction, customID string, values map[string]string) *Interaction {
	s.mu.Lock()
	if i.ack == nil || i.ack.Modal == nil {
		s.mu.Unlock()
		s.fatalf("%v was not answered with a modal", i)
	}
	defer s.mu.Unlock()
	data := object{"custom_id": customID, "components": i.ack.Modal.submission(values)}
	return s.begin(&Interaction{Kind: KindModal, User: i.User, Channel: i.Channel, source: i.source, behind: i, data: data})
}

// SubmitModal fills in the modal that i was answered with, by the inputs' custom
// ids, and submits it.
func (s *Server) SubmitModal(i *Interaction, values map[string]string) *Interaction {
	s.mu.Lock()
	id := ""
	if i.ack != nil && i.ack.Modal != nil {
		id = i.ack.Modal.CustomID
	}
	s.mu.Unlock()
	return s.ForgeModal(i, id, values)
}

// submission is the modal's components with what was typed into them.
func (m Modal) submission(values map[string]string) []object {
	var list []object
	for n, c := range m.Components {
		_, inside := c.children()
		if len(inside) != 1 {
			continue
		}
		input := object{"type": inside[0].Type(), "id": 2*n + 2, "custom_id": inside[0].CustomID(), "value": values[inside[0].CustomID()]}
		wrapper := object{"type": c.Type(), "id": 2*n + 1, "components": []object{input}}
		if c.Type() == ComponentLabel {
			delete(wrapper, "components")
			wrapper["component"] = input
		}
		list = append(list, wrapper)
	}
	return list
}

// Say sends a message.
func (s *Server) Say(u *User, c *Channel, text string) Message { return s.say(u, c, text, nil, false) }

// Mention sends a message that begins with a mention of the bot.
func (s *Server) Mention(u *User, c *Channel, text string) Message {
	return s.say(u, c, s.bot.Mention()+" "+text, nil, false)
}

// Reply sends a reply to a message. Discord's client pings its author unless told not to.
func (s *Server) Reply(u *User, to Message, text string, ping bool) Message {
	return s.say(u, to.Channel, text, &to, ping)
}

func (s *Server) say(u *User, c *Channel, text string, to *Message, ping bool) Message {
	s.mu.Lock()
	problem := c.closedTo(u, SendMessages)
	if problem == "" && to != nil {
		_, problem = s.seen(u, *to)
	}
	if problem != "" {
		s.mu.Unlock()
		s.fatalf("%s can't send a message: %s", u.Name, problem)
	}
	defer s.mu.Unlock()
	m := &Message{Channel: c, Author: u, Content: text}
	allowed := everything()
	allowed.RepliedUser = ping
	m.address(to, allowed)
	return s.send(m).clone()
}

// Delete removes a message, as its author or a moderator would. The bot's next
// edit of it is answered 10008.
func (s *Server) Delete(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.messages[m.ID]; now != nil {
		s.remove(now)
	}
}

// Message returns the present state of a message, and whether it still exists.
func (s *Server) Message(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[id]
	if m == nil {
		return Message{}, false
	}
	return m.clone(), true
}

// Messages are the messages that everyone in the channel sees, in order.
func (c *Channel) Messages() []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var list []Message
	for _, m := range c.messages {
		list = append(list, m.clone())
	}
	return list
}

// WaitMessage blocks until a message that everyone sees satisfies match.
func (c *Channel) WaitMessage(ctx context.Context, match func(Message) bool) (Message, error) {
	var found Message
	err := c.s.await(ctx, &c.changed, "a message in #"+c.Name, func() bool {
		return slices.ContainsFunc(c.messages, func(m *Message) bool {
			found = m.clone()
			return match(found)
		})
	})
	return found, err
}

// closedTo says why u can't do what need allows in c; "" if u can.
func (c *Channel) closedTo(u *User, need Permissions) string {
	switch {
	case c.gone:
		return "the channel is gone"
	case c.guild != nil && c.guild.members[u.ID] == nil:
		return "not a member of " + c.guild.Name
	case c.with != nil && c.with != u:
		return "someone else's direct messages"
	case !c.can(u, ViewChannel|need):
		return "missing permissions in #" + c.Name
	}
	return ""
}

// seen finds the present state of a message that u can see.
func (s *Server) seen(u *User, m Message) (*Message, string) {
	now := s.messages[m.ID]
	switch {
	case now == nil:
		return nil, "the message is gone"
	case now.VisibleTo != nil && now.VisibleTo != u:
		return nil, "only " + now.VisibleTo.Name + " sees the message"
	}
	return now, now.Channel.closedTo(u, 0)
}

// usable finds a registered command that u may use in c, or says why there is none.
func (s *Server) usable(u *User, c *Channel, kind int, name string) (*Command, string) {
	if problem := c.closedTo(u, UseApplicationCommands); problem != "" {
		return nil, problem
	}
	context, guild := 1, ""
	if c.guild != nil {
		context, guild = 0, c.guild.ID
	}
	for _, cmd := range s.commands {
		if cmd.Name != name || cmd.Type != kind || cmd.guild != "" && cmd.guild != guild {
			continue
		}
		switch {
		case len(cmd.Contexts) > 0 && !slices.Contains(cmd.Contexts, context):
			return nil, "it is not for this kind of channel"
		case c.permissions(u)&cmd.permissions() != cmd.permissions() && !c.shows(u, name):
			return nil, "it asks for permissions that they don't have"
		}
		return cmd, ""
	}
	return nil, "it is not registered"
}

// shows reports whether the guild shows a command to u whatever it asks for.
func (c *Channel) shows(u *User, command string) bool {
	return c.guild != nil && slices.Contains(c.guild.members[u.ID].shown, command)
}

func (c *Command) data() object {
	o := object{"id": c.ID, "name": c.Name, "type": c.Type}
	setText(o, "guild_id", c.guild)
	return o
}

// subcommand is one of c's as a command of its own, or says why it can't be used.
func (c *Command) subcommand(name string) (*Command, string) {
	o := c.option(name)
	if o == nil || o.Type != optionSubCommand {
		return nil, "it has no subcommand " + name
	}
	return &Command{Name: name, Options: o.Options}, ""
}

func (c *Command) option(name string) *CommandOption {
	for n := range c.Options {
		if c.Options[n].Name == name {
			return &c.Options[n]
		}
	}
	return nil
}

// accepts says why the options can't be sent; "" if they can.
func (c *Command) accepts(options []Option) string {
	for _, o := range options {
		def := c.option(o.Name)
		if def == nil {
			return "it has no option " + o.Name
		}
		if text, ok := o.Value.(string); ok && !def.fits(text) {
			return o.Name + " is too short or too long"
		}
	}
	for _, def := range c.Options {
		if def.Type == optionSubCommand {
			return "one of its subcommands has to be chosen"
		}
		if def.Required && !slices.ContainsFunc(options, func(o Option) bool { return o.Name == def.Name }) {
			return "it needs " + def.Name
		}
	}
	return ""
}

func (o *CommandOption) fits(text string) bool {
	n := length(strings.TrimSpace(text))
	return (o.MinLength == nil || n >= *o.MinLength) && (o.MaxLength == nil || n <= *o.MaxLength) && n <= maxOptionLength
}

func (c *Command) completes(option string) string {
	switch def := c.option(option); {
	case def == nil:
		return "there is no such option"
	case !def.Autocomplete:
		return "it does not complete"
	}
	return ""
}

func (c *Command) optionsData(options []Option, focused string) []object {
	list := []object{}
	for _, o := range options {
		data := object{"name": o.Name, "value": o.Value}
		if def := c.option(o.Name); def != nil {
			data["type"] = def.Type
		}
		if o.Name == focused {
			data["focused"] = true
		}
		list = append(list, data)
	}
	return list
}
