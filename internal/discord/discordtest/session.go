package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// session is what a bot has after IDENTIFY, and keeps over a RESUME.
type session struct {
	id       string
	shard    [2]int
	intents  int
	compress bool
	keep     int // events kept for a RESUME
	seq      int64
	replay   [][]byte // the frames of the last events, the last of them number seq
	conn     *conn    // nil: disconnected
	invalid  bool
}

// The intents that the simulator looks at (reference, "List of Intents").
const (
	intentGuilds         = 1 << 0
	intentGuildMembers   = 1 << 1
	intentGuildPresences = 1 << 8
	intentGuildMessages  = 1 << 9
	intentDirectMessages = 1 << 12
	intentMessageContent = 1 << 15

	// knownIntents: 0 to 16, 20, 21, 24 and 25.
	knownIntents = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// maxShardGuilds is how many guilds one shard may have.
const maxShardGuilds = 2500

type identity struct {
	Token    string  `json:"token"`
	Compress bool    `json:"compress"`
	Shard    *[2]int `json:"shard"`
	Intents  *int    `json:"intents"`
}

// identify answers IDENTIFY.
func (c *conn) identify(data []byte) {
	s := c.s
	s.stats.Identifies++
	s.changed.wake()
	var id identity
	if json.Unmarshal(data, &id) != nil {
		c.fail(CloseDecodeError, "an IDENTIFY that can't be decoded")
		return
	}
	shard := [2]int{0, 1}
	if id.Shard != nil {
		shard = *id.Shard
	}
	switch rule, code, problem := c.refusal(id, shard); {
	case problem != "":
		s.violate(rule, "gateway", "%s", problem)
		c.closeWith(code)
	case !c.paced(shard):
		c.send(opInvalidSession, false)
	case c.fault.CloseOnIdentify != 0:
		c.closeWith(c.fault.CloseOnIdentify)
	case len(c.fault.InsteadOfReady) > 0:
		c.pushAll(c.fault.InsteadOfReady)
	default:
		c.start(id, shard)
	}
}

// refusal says why an IDENTIFY closes the connection; "" if it does not, and then
// a session start is counted.
func (c *conn) refusal(id identity, shard [2]int) (Rule, int, string) {
	s := c.s
	privileged := intentGuildPresences
	if !s.opt.MessageContent {
		privileged |= intentMessageContent
	}
	if !s.opt.GuildMembers {
		privileged |= intentGuildMembers
	}
	switch {
	case c.session != nil:
		return RuleGatewayPayload, CloseAlreadyAuthenticated, "a second IDENTIFY"
	case strings.TrimPrefix(id.Token, "Bot ") != s.gateway.token:
		return RuleAuth, CloseAuthenticationFailed, "IDENTIFY with a wrong token"
	case id.Intents == nil || *id.Intents&^knownIntents != 0:
		return RuleIntents, CloseInvalidIntents, "IDENTIFY without intents, or with unknown ones"
	case *id.Intents&privileged != 0:
		return RuleIntents, CloseDisallowedIntents, fmt.Sprintf("intents %d are not granted", *id.Intents&privileged)
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		return RuleGatewayPayload, CloseInvalidShard, fmt.Sprintf("shard %v", shard)
	case len(s.guilds) > maxShardGuilds*shard[1]:
		return RuleGatewayPayload, CloseShardingRequired, fmt.Sprintf("%d guilds on %d shards", len(s.guilds), shard[1])
	case !s.mayStart():
		return RuleSessionStarts, CloseAuthenticationFailed, "the day's session starts are used up: the token is reset"
	}
	return "", 0, ""
}

// mayStart counts a session start. When they run out, Discord resets the token.
func (s *Server) mayStart() bool {
	g, now := &s.gateway, s.now()
	if !now.Before(g.startsEnd) {
		g.starts, g.startsEnd = 0, now.Add(startsWindow)
	}
	if g.starts++; g.starts > s.opt.SessionStarts {
		g.token = "reset-" + s.nextID()
		return false
	}
	return true
}

// paced reports whether an IDENTIFY comes no sooner than its key allows.
func (c *conn) paced(shard [2]int) bool {
	key, now := shard[0]%c.s.opt.MaxConcurrency, c.s.now()
	next := c.s.gateway.pace[key]
	if now.Before(next) {
		c.s.violate(RuleIdentify, "gateway", "IDENTIFY of shard %d %v too soon", shard[0], next.Sub(now))
		return false
	}
	c.s.gateway.pace[key] = now.Add(c.s.opt.IdentifyEvery)
	return true
}

// start begins a session. An older one of the shard without a connection is given up.
func (c *conn) start(id identity, shard [2]int) {
	s := c.s
	for _, old := range s.gateway.sessions {
		if old.shard == shard && old.conn == nil {
			delete(s.gateway.sessions, old.id)
		}
	}
	ss := &session{id: "session-" + s.nextID(), shard: shard, intents: *id.Intents, compress: id.Compress, keep: maxReplay}
	if s.opt.Forget > 0 {
		ss.keep = s.opt.Forget
	}
	s.gateway.sessions[ss.id] = ss
	c.attach(ss)
	s.checkEvent("READY", s.ready(ss))
	ss.emit("READY", s.ready(ss))
	for _, g := range s.guilds {
		if ss.intents&intentGuilds != 0 && ss.has(g) {
			s.checkEvent("GUILD_CREATE", g.createJSON())
			ss.emit("GUILD_CREATE", g.createJSON())
		}
	}
}

func (c *conn) attach(ss *session) {
	c.session, c.compress = ss, ss.compress
	ss.conn = c
	c.s.stats.Sessions++
	c.s.changed.wake()
}

func (s *Server) ready(ss *session) object {
	guilds := []object{}
	for _, g := range s.guilds {
		if ss.has(g) {
			guilds = append(guilds, object{"id": g.ID, "unavailable": true})
		}
	}
	return object{"v": 9, "user": s.bot.json(), "guilds": guilds, "session_id": ss.id, "session_type": "normal",
		"resume_gateway_url": s.gatewayURL(), "shard": ss.shard, "private_channels": []object{}, "relationships": []object{},
		"application": object{"id": s.appID, "flags": s.applicationFlags()}, "user_settings": object{}}
}

// has reports whether a guild is on the session's shard (reference, "Sharding").
// Direct messages are on the first.
func (ss *session) has(g *Guild) bool {
	if g == nil {
		return ss.shard[0] == 0
	}
	id, _ := strconv.ParseInt(g.ID, 10, 64)
	return int(id>>22)%ss.shard[1] == ss.shard[0]
}

// emit numbers an event, keeps it for a RESUME and sends it to who is connected.
func (ss *session) emit(name string, data any) {
	d, _ := json.Marshal(data) // made of maps, strings and numbers: it can't fail
	ss.seq++
	seq := ss.seq
	b, _ := json.Marshal(frame{Op: opDispatch, Data: d, Seq: &seq, Type: &name})
	if ss.replay = append(ss.replay, b); len(ss.replay) > ss.keep {
		ss.replay = slices.Delete(ss.replay, 0, len(ss.replay)-ss.keep)
	}
	if ss.conn != nil {
		ss.conn.push(outgoing{data: b})
	}
}

// resume answers RESUME.
func (c *conn) resume(data []byte) {
	var r struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if json.Unmarshal(data, &r) != nil {
		c.fail(CloseDecodeError, "a RESUME that can't be decoded")
		return
	}
	ss := c.s.gateway.sessions[r.Session]
	switch {
	case c.session != nil:
		c.fail(CloseAlreadyAuthenticated, "a RESUME in a session")
	case strings.TrimPrefix(r.Token, "Bot ") != c.s.gateway.token:
		c.s.violate(RuleAuth, "gateway", "RESUME with a wrong token")
		c.closeWith(CloseAuthenticationFailed)
	case c.fault.CloseOnIdentify != 0:
		c.closeWith(c.fault.CloseOnIdentify)
	case len(c.fault.InsteadOfReady) > 0:
		c.pushAll(c.fault.InsteadOfReady)
	case c.fault.RefuseResume || ss == nil || ss.invalid || r.Seq < 0 || ss.seq-r.Seq > int64(len(ss.replay)):
		c.send(opInvalidSession, false)
	case r.Seq > ss.seq:
		c.closeWith(CloseInvalidSeq)
	default:
		c.replay(ss, int(ss.seq-r.Seq))
	}
}

// replay takes a session over and sends the last missed events again.
func (c *conn) replay(ss *session, missed int) {
	if old := ss.conn; old != nil {
		old.session = nil
		old.push(outgoing{drop: true})
		c.s.stats.Sessions--
	}
	c.s.stats.Resumes++
	c.attach(ss)
	for _, b := range ss.replay[len(ss.replay)-missed:] {
		c.push(outgoing{data: b})
	}
	ss.emit("RESUMED", object{})
}

// event is something to tell every session that asked for its like.
type event struct {
	name    string
	intent  int      // 0: everyone is told
	guild   *Guild   // nil: a direct message
	data    object   // nil: the message
	message *Message // whose content depends on who is told
}

// dispatch tells the sessions.
func (s *Server) dispatch(e event) {
	if e.data != nil {
		s.checkEvent(e.name, e.data)
	}
	for _, ss := range s.gateway.sessions {
		if !ss.has(e.guild) || e.intent != 0 && ss.intents&e.intent == 0 {
			continue
		}
		data := e.data
		if e.message != nil {
			data = e.message.eventJSON(ss.intents&intentMessageContent != 0, s.bot)
			s.checkEvent(e.name, data)
		}
		ss.emit(e.name, data)
	}
}

func (m *Message) intent() int {
	if m.Channel.guild == nil {
		return intentDirectMessages
	}
	return intentGuildMessages
}

func (m *Message) event(name string) event {
	return event{name: name, intent: m.intent(), guild: m.Channel.guild, message: m}
}

// eventJSON is the message as an event carries it.
func (m *Message) eventJSON(content bool, bot *User) object {
	o := m.jsonFor(content, bot)
	if g := m.Channel.guild; g != nil {
		o["guild_id"] = g.ID
		if member := g.members[m.Author.ID]; member != nil {
			o["member"] = member.partial()
		}
	}
	return o
}

// jsonFor is the message for a bot with or without the privileged intent: without
// it, what others wrote is empty, save in direct messages and where the bot is mentioned.
func (m *Message) jsonFor(content bool, bot *User) object {
	o := m.json()
	if !content && !m.openTo(bot) {
		empty(o)
	}
	if ref, ok := o["referenced_message"].(object); ok && !content {
		if r := m.Channel.s.messages[m.ReplyTo]; r != nil && !r.openTo(bot) {
			empty(ref)
		}
	}
	return o
}

func (m *Message) openTo(bot *User) bool {
	return m.Author == bot || m.Channel.guild == nil || slices.Contains(m.mentions, bot)
}

func empty(o object) {
	o["content"], o["embeds"], o["attachments"], o["components"] = "", []object{}, []object{}, []object{}
}
