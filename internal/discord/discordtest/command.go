package discordtest

import (
	"encoding/json"
	"slices"
	"strconv"
)

// The command types (reference, "Application Command Types").
const (
	CommandChat    = 1
	CommandUser    = 2
	CommandMessage = 3
)

// Command is a command that the bot registered.
type Command struct {
	ID          string          `json:"id"`
	Type        int             `json:"type"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Options     []CommandOption `json:"options"`
	Permissions any             `json:"default_member_permissions"` // a bit set, as a number or as text; nil: everyone
	Contexts    []int           `json:"contexts"`

	guild string // the guild's id; "" is a global command
	raw   object
}

// CommandOption is one of a command's options.
type CommandOption struct {
	Type         int             `json:"type"`
	Name         string          `json:"name"`
	Description  string          `json:"description"`
	Required     bool            `json:"required"`
	Autocomplete bool            `json:"autocomplete"`
	Choices      []Choice        `json:"choices"`
	Options      []CommandOption `json:"options"`
	MinLength    *int            `json:"min_length"`
	MaxLength    *int            `json:"max_length"`
}

// UnmarshalJSON keeps what was sent, to give it back.
func (c *Command) UnmarshalJSON(data []byte) error {
	type plain Command
	if err := json.Unmarshal(data, (*plain)(c)); err != nil {
		return err
	}
	if c.Type == 0 {
		c.Type = CommandChat
	}
	return json.Unmarshal(data, &c.raw)
}

// Commands returns what the bot registered, global and for guilds.
func (s *Server) Commands() []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Command
	for _, c := range s.commands {
		list = append(list, *c)
	}
	return list
}

// permissions are those that a member needs to use the command.
func (c *Command) permissions() Permissions {
	switch p := c.Permissions.(type) {
	case string:
		bits, _ := strconv.ParseUint(p, 10, 64)
		return Permissions(bits)
	case float64:
		return Permissions(p)
	}
	return 0
}

func (c *Command) json(s *Server) object {
	o := withoutNulls(c.raw).(object)
	o["id"], o["application_id"], o["version"] = c.ID, s.appID, c.ID
	o["type"], o["name"], o["description"] = c.Type, c.Name, c.Description
	o["default_member_permissions"] = nil
	if c.Permissions != nil {
		o["default_member_permissions"] = strconv.FormatUint(uint64(c.permissions()), 10)
	}
	if c.guild != "" {
		o["guild_id"] = c.guild
	}
	return o
}

// withoutNulls drops the null fields at every depth, as Discord's answers do.
func withoutNulls(v any) any {
	switch x := v.(type) {
	case object:
		o := object{}
		for k, y := range x {
			if y != nil {
				o[k] = withoutNulls(y)
			}
		}
		return o
	case []any:
		list := make([]any, len(x))
		for i, y := range x {
			list[i] = withoutNulls(y)
		}
		return list
	}
	return v
}

// scope are the commands of the guild that a request names, or the global ones.
func (s *Server) scope(q *request) []*Command {
	in := func(c *Command) bool { return c.guild != q.value("guild_id") }
	return slices.DeleteFunc(slices.Clone(s.commands), in)
}

// forApp checks that a request is about the bot's own application.
func (s *Server) forApp(q *request) error {
	if q.value("application_id") != s.appID {
		return errMissingAccess()
	}
	return nil
}

func (s *Server) commandFor(q *request) (*Command, error) {
	if err := s.forApp(q); err != nil {
		return nil, err
	}
	for _, c := range s.scope(q) {
		if c.ID == q.value("command_id") {
			return c, nil
		}
	}
	return nil, errUnknownCommand()
}

func (s *Server) prepareListCommands(q *request) (commit, error) {
	return func() any { return s.commandsJSON(s.scope(q)) }, s.forApp(q)
}

func (s *Server) commandsJSON(list []*Command) []object {
	out := []object{}
	for _, c := range list {
		out = append(out, c.json(s))
	}
	return out
}

func (s *Server) prepareGetCommand(q *request) (commit, error) {
	c, err := s.commandFor(q)
	return func() any { return c.json(s) }, err
}

func (s *Server) prepareSetCommands(q *request) (commit, error) {
	var sent []Command
	if err := q.decode(&sent); err != nil {
		return nil, err
	}
	var list []*Command
	for n := range sent {
		list = append(list, &sent[n])
	}
	if err := s.forApp(q); err != nil {
		return nil, err
	}
	if err := checkCommands(list); err != nil {
		return nil, err
	}
	return func() any {
		old := s.scope(q)
		s.commands = slices.DeleteFunc(s.commands, func(c *Command) bool { return c.guild == q.value("guild_id") })
		for _, c := range list {
			s.register(c, q.value("guild_id"), old)
		}
		return s.commandsJSON(list)
	}, nil
}

// register adds c, with the id that a command of its name and type had before.
func (s *Server) register(c *Command, guild string, old []*Command) {
	c.guild, c.ID = guild, ""
	for _, o := range old {
		if o.Name == c.Name && o.Type == c.Type {
			c.ID = o.ID
		}
	}
	if c.ID == "" {
		c.ID = s.nextID()
	}
	s.commands = append(s.commands, c)
}

func (s *Server) prepareCreateCommand(q *request) (commit, error) {
	c := &Command{}
	if err := q.decode(c); err != nil {
		return nil, err
	}
	if err := s.forApp(q); err != nil {
		return nil, err
	}
	old := s.scope(q)
	others := slices.DeleteFunc(slices.Clone(old), func(o *Command) bool { return o.Name == c.Name && o.Type == c.Type })
	if err := checkCommands(append(others, c)); err != nil {
		return nil, err
	}
	return func() any {
		s.commands = slices.DeleteFunc(s.commands, func(o *Command) bool {
			return o.guild == q.value("guild_id") && o.Name == c.Name && o.Type == c.Type
		})
		s.register(c, q.value("guild_id"), old)
		return c.json(s)
	}, nil
}

func (s *Server) prepareEditCommand(q *request) (commit, error) {
	c, err := s.commandFor(q)
	if err != nil {
		return nil, err
	}
	changed := *c
	changed.raw = nil // not to be written to before it is accepted
	if err := q.decode(&changed); err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(s.scope(q), func(o *Command) bool { return o == c })
	if err := checkCommands(append(others, &changed)); err != nil {
		return nil, err
	}
	return func() any {
		for k, v := range c.raw {
			if _, ok := changed.raw[k]; !ok {
				changed.raw[k] = v
			}
		}
		changed.ID, changed.Type = c.ID, c.Type
		s.commands[slices.Index(s.commands, c)] = &changed
		return changed.json(s)
	}, nil
}

func (s *Server) prepareDeleteCommand(q *request) (commit, error) {
	c, err := s.commandFor(q)
	return func() any {
		s.commands = slices.DeleteFunc(s.commands, func(o *Command) bool { return o == c })
		return nil
	}, err
}
