package discordtest

import (
	"slices"
	"time"
)

// Permissions is a bit set as Discord defines it (reference, "Permissions").
type Permissions uint64

// The permissions that the simulator looks at.
const (
	Administrator          Permissions = 1 << 3
	ManageGuild            Permissions = 1 << 5
	AddReactions           Permissions = 1 << 6
	ViewChannel            Permissions = 1 << 10
	SendMessages           Permissions = 1 << 11
	ManageMessages         Permissions = 1 << 13
	EmbedLinks             Permissions = 1 << 14
	AttachFiles            Permissions = 1 << 15
	ReadMessageHistory     Permissions = 1 << 16
	MentionEveryone        Permissions = 1 << 17
	UseApplicationCommands Permissions = 1 << 31
	CreatePublicThreads    Permissions = 1 << 35
	SendMessagesInThreads  Permissions = 1 << 38

	// Ordinary is what a member has who is given nothing else.
	Ordinary = AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles |
		ReadMessageHistory | UseApplicationCommands | CreatePublicThreads | SendMessagesInThreads
)

// User is a person, or the bot. It does not change.
type User struct {
	s    *Server
	ID   string
	Name string
	Bot  bool
}

// Mention is the text that mentions the user.
func (u *User) Mention() string { return "<@" + u.ID + ">" }

func (u *User) json() object {
	o := object{"id": u.ID, "username": u.Name, "avatar": nil, "discriminator": "0", "public_flags": 0,
		"flags": 0, "global_name": nil, "primary_guild": nil}
	if u.Bot {
		o["bot"] = true
	}
	return o
}

// Guild is a server with channels and members.
type Guild struct {
	s        *Server
	ID, Name string
	joined   time.Time
	channels []*Channel
	roles    []*Role
	members  map[string]*member
}

// Role can be mentioned and granted. Roles carry no permissions here: members do.
type Role struct {
	ID, Name string
}

type member struct {
	user  *User
	perms Permissions
	roles []string // ids
	shown []string // commands shown to them whatever permissions these ask for
}

// Channel is a guild's text channel, a thread in one, or a direct message.
type Channel struct {
	s        *Server
	ID, Name string
	guild    *Guild   // nil: a direct message
	parent   *Channel // of a thread
	with     *User    // of a direct message
	owner    *User    // of a thread
	gone     bool
	deny     map[string]Permissions
	messages []*Message
	changed  signal
}

// NewUser makes a person who is in no guild.
func (s *Server) NewUser(name string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &User{s: s, ID: s.nextID(), Name: name}
	s.users[u.ID] = u
	return u
}

// NewGuild makes a guild with the bot in it; a connected bot is told.
func (s *Server) NewGuild(name string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID |= 1<<22 - 1 // shards go by the bits above: each guild has its own
	g := &Guild{s: s, ID: s.nextID(), Name: name, joined: s.now(), members: map[string]*member{}}
	g.members[s.bot.ID] = &member{user: s.bot, perms: Ordinary}
	s.guilds = append(s.guilds, g)
	s.dispatch(event{name: "GUILD_CREATE", intent: intentGuilds, guild: g, data: g.createJSON()})
	return g
}

// NewChannel makes a text channel that every member can use.
func (g *Guild) NewChannel(name string) *Channel {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	c := &Channel{s: g.s, ID: g.s.nextID(), Name: name, guild: g}
	g.addChannel(c)
	g.s.dispatch(event{name: "CHANNEL_CREATE", intent: intentGuilds, guild: g, data: c.json()})
	return c
}

func (g *Guild) addChannel(c *Channel) {
	c.deny = map[string]Permissions{}
	g.channels = append(g.channels, c)
	g.s.channels[c.ID] = c
}

// NewThread makes a public thread that starts in c.
func (c *Channel) NewThread(name string, owner *User) *Channel {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.s.startThread(c, c.s.nextID(), name, owner)
}

// startThread makes a thread with a given id: that of the message it starts from, if any.
func (s *Server) startThread(parent *Channel, id, name string, owner *User) *Channel {
	t := &Channel{s: s, ID: id, Name: name, guild: parent.guild, parent: parent, owner: owner}
	parent.guild.addChannel(t)
	s.dispatch(event{name: "THREAD_CREATE", intent: intentGuilds, guild: parent.guild, data: t.json()})
	return t
}

// NewRole makes a role that can be mentioned.
func (g *Guild) NewRole(name string) *Role {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	r := &Role{ID: g.s.nextID(), Name: name}
	g.roles = append(g.roles, r)
	return r
}

// NewMember makes a person and has them join with ordinary permissions and those given.
func (g *Guild) NewMember(name string, extra ...Permissions) *User {
	u := g.s.NewUser(name)
	g.Join(u, extra...)
	return u
}

// Join makes u a member with ordinary permissions and those given.
func (g *Guild) Join(u *User, extra ...Permissions) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := &member{user: u, perms: Ordinary}
	for _, p := range extra {
		m.perms |= p
	}
	g.members[u.ID] = m
}

// Grant gives a member a role.
func (g *Guild) Grant(u *User, r *Role) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := g.members[u.ID]
	m.roles = append(slices.Clip(m.roles), r.ID)
}

// Show lets a member use a command whatever permissions it asks for, as an administrator
// can in Server Settings → Integrations.
func (g *Guild) Show(u *User, command string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := g.members[u.ID]
	m.shown = append(slices.Clip(m.shown), command)
}

// Leave removes u from the guild.
func (g *Guild) Leave(u *User) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	delete(g.members, u.ID)
}

// Deny takes permissions from u in this channel, and gives back any others
// that an earlier Deny took. The bot, too, can be denied.
func (c *Channel) Deny(u *User, p Permissions) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.deny[u.ID] = p
}

// Delete removes the channel: the bot's requests to it are answered 10003.
func (c *Channel) Delete() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.gone = true
	delete(c.s.channels, c.ID)
	if c.guild != nil {
		c.guild.channels = slices.DeleteFunc(c.guild.channels, func(x *Channel) bool { return x == c })
	}
	c.s.dispatch(event{name: "CHANNEL_DELETE", intent: intentGuilds, guild: c.guild, data: c.json()})
}

// DM is the direct message channel between u and the bot.
func (s *Server) DM(u *User) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dm(u)
}

func (s *Server) dm(u *User) *Channel {
	for _, c := range s.channels {
		if c.with == u {
			return c
		}
	}
	c := &Channel{s: s, ID: s.nextID(), with: u, deny: map[string]Permissions{}}
	s.channels[c.ID] = c
	return c
}

// permissions of u in c. The caller holds s.mu.
func (c *Channel) permissions(u *User) Permissions {
	if c.guild == nil {
		return Ordinary
	}
	m := c.guild.members[u.ID]
	if m == nil {
		return 0
	}
	if m.perms&Administrator != 0 {
		return ^Permissions(0)
	}
	p := m.perms &^ c.deny[u.ID]
	if c.parent != nil {
		p &^= c.parent.deny[u.ID]
	}
	if p&ViewChannel == 0 {
		return 0
	}
	return p
}

// can reports whether u has all of need in c.
func (c *Channel) can(u *User, need Permissions) bool { return c.permissions(u)&need == need }
