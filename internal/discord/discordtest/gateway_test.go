package discordtest_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	. "footnote/internal/discord/discordtest"
)

func TestSessionBegins(t *testing.T) {
	s := registered(t, Options{Heartbeat: 30 * time.Second})
	c := dial(t, s)
	if got := c.expect(10, "").object(t)["heartbeat_interval"]; got != 30_000.0 {
		t.Errorf("interval %v", got)
	}
	c.write(1, nil)
	c.expect(11, "")
	c.identify(s, intents)
	ready := c.expect(0, "READY")
	o := ready.object(t)
	if ready.Seq != 1 || o["user"].(object)["id"] != s.Bot().ID || !strings.HasPrefix(o["resume_gateway_url"].(string), "ws://") {
		t.Errorf("READY %s", ready.Data)
	}
	guild := c.expect(0, "GUILD_CREATE")
	if guild.Seq != 2 || guild.object(t)["id"] != s.Guild().ID {
		t.Errorf("GUILD_CREATE %s", guild.Data)
	}
	if st := s.Stats(); st.Sessions != 1 || st.Identifies != 1 || st.Heartbeats != 1 || st.Connections != 1 {
		t.Errorf("stats %+v", st)
	}
}

func TestWhatTheGatewayClosesOn(t *testing.T) {
	for _, c := range []struct {
		name string
		rule Rule
		code int
		act  func(c *socket, s *Server)
	}{
		{"a wrong token", RuleAuth, CloseAuthenticationFailed, func(c *socket, _ *Server) { c.write(2, object{"token": "x", "intents": 0}) }},
		{"no intents", RuleIntents, CloseInvalidIntents, func(c *socket, s *Server) { c.write(2, object{"token": s.Token()}) }},
		{"unknown intents", RuleIntents, CloseInvalidIntents, func(c *socket, s *Server) { c.identify(s, 1<<30) }},
		{"message content", RuleIntents, CloseDisallowedIntents, func(c *socket, s *Server) { c.identify(s, 1<<15) }},
		{"guild members", RuleIntents, CloseDisallowedIntents, func(c *socket, s *Server) { c.identify(s, 1<<1) }},
		{"presences", RuleIntents, CloseDisallowedIntents, func(c *socket, s *Server) { c.identify(s, 1<<8) }},
		{"a shard out of range", RuleGatewayPayload, CloseInvalidShard, func(c *socket, s *Server) {
			c.write(2, object{"token": s.Token(), "intents": 0, "shard": []int{2, 2}})
		}},
		{"IDENTIFY twice", RuleGatewayPayload, CloseAlreadyAuthenticated, func(c *socket, s *Server) { c.identify(s, 0); c.identify(s, 0) }},
		{"presence before IDENTIFY", RuleGatewayPayload, CloseNotAuthenticated, func(c *socket, _ *Server) { c.write(3, object{}) }},
		{"an unknown op", RuleGatewayPayload, CloseUnknownOpcode, func(c *socket, _ *Server) { c.write(42, nil) }},
		{"not JSON", RuleGatewayPayload, CloseDecodeError, func(c *socket, _ *Server) { _ = c.WriteMessage(1, []byte("{")) }},
		{"4097 bytes", RuleGatewayPayload, CloseDecodeError, func(c *socket, _ *Server) { c.write(1, strings.Repeat("x", 4097)) }},
		{"a RESUME with a wrong token", RuleAuth, CloseAuthenticationFailed, func(c *socket, _ *Server) { c.write(6, object{"token": "x"}) }},
		{"121 sends", RuleGatewaySends, CloseRateLimited, func(c *socket, _ *Server) {
			for range 121 {
				c.write(1, nil)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := registered(t, Options{})
			s.Allow(c.rule)
			ws := dial(t, s)
			ws.expect(10, "")
			c.act(ws, s)
			ws.closes(c.code)
			if !slices.Contains(rules(s), c.rule) {
				t.Errorf("violations %v, want %s", s.Violations(), c.rule)
			}
		})
	}
}

func TestIdentifyPace(t *testing.T) {
	now := newClock()
	s := registered(t, Options{Now: now.Now, MaxConcurrency: 2})
	s.Allow(RuleIdentify)
	shard := func(n int) *socket {
		c := dial(t, s)
		c.expect(10, "")
		c.write(2, object{"token": s.Token(), "intents": intents, "shard": []int{n, 4}})
		return c
	}
	shard(0).expect(0, "READY")
	shard(1).expect(0, "READY") // another key of max_concurrency
	if len(rules(s)) != 0 {
		t.Fatalf("violations %v", s.Violations())
	}
	c := shard(2) // shares a key with shard 0
	if p := c.expect(9, ""); string(p.Data) != "false" {
		t.Errorf("op 9 %s", p.Data)
	}
	if !slices.Equal(rules(s), []Rule{RuleIdentify}) {
		t.Errorf("violations %v", s.Violations())
	}
	now.advance(5 * time.Second)
	c.write(2, object{"token": s.Token(), "intents": intents, "shard": []int{2, 4}})
	c.expect(0, "READY")
}

func TestSessionStartsRunOut(t *testing.T) {
	now := newClock()
	s := registered(t, Options{Now: now.Now, SessionStarts: 1})
	s.Allow(RuleSessionStarts, RuleAuth)
	limit := func() object {
		return do(t, s, "GET", "gateway/bot", nil).object(t)["session_start_limit"].(object)
	}
	if got := limit(); got["remaining"] != 1.0 || got["total"] != 1.0 || got["max_concurrency"] != 1.0 {
		t.Errorf("limit %v", got)
	}
	session(t, s, intents)
	if got := limit(); got["remaining"] != 0.0 || got["reset_after"] != float64(24*time.Hour/time.Millisecond) {
		t.Errorf("limit %v", got)
	}
	now.advance(5 * time.Second)
	c := dial(t, s)
	c.expect(10, "")
	c.identify(s, intents)
	c.closes(CloseAuthenticationFailed)
	if r := do(t, s, "GET", "users/@me", nil); r.status != 401 {
		t.Errorf("the token was not reset: %d", r.status)
	}
}

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	s := registered(t, Options{})
	ada := s.Guild().NewMember("ada")
	c, ready := session(t, s, intents)
	last := c.event("GUILD_CREATE").Seq
	s.DropGateway()
	c.closes(0)
	if err := s.WaitStats(deadline(t), "the end of the session's connection", func(st Stats) bool { return st.Sessions == 0 }); err != nil {
		t.Fatal(err)
	}
	s.Mention(ada, s.Channel(), "one")
	s.Ask(ada, s.Channel(), "two", false)

	c = dial(t, s)
	c.expect(10, "")
	c.write(6, object{"token": s.Token(), "session_id": ready["session_id"], "seq": last})
	if p := c.expect(0, "MESSAGE_CREATE"); p.Seq != last+1 {
		t.Errorf("sequence %d after %d", p.Seq, last)
	}
	c.expect(0, "INTERACTION_CREATE")
	c.expect(0, "RESUMED")
	s.Mention(ada, s.Channel(), "three")
	if p := c.expect(0, "MESSAGE_CREATE"); p.Seq != last+4 {
		t.Errorf("sequence %d, want %d", p.Seq, last+4)
	}
	if st := s.Stats(); st.Resumes != 1 || st.Identifies != 1 || st.Sessions != 1 {
		t.Errorf("stats %+v", st)
	}
}

func TestResumeTakesOver(t *testing.T) {
	s := registered(t, Options{})
	old, ready := session(t, s, intents)
	c := dial(t, s)
	c.expect(10, "")
	c.write(6, object{"token": s.Token(), "session_id": ready["session_id"], "seq": 1})
	c.event("RESUMED")
	old.closes(0)
	if st := s.Stats(); st.Sessions != 1 {
		t.Errorf("sessions %d", st.Sessions)
	}
}

func TestResumeIsRefused(t *testing.T) {
	s := registered(t, Options{})
	for _, c := range []struct {
		name   string
		before func(c *socket, id string) (session string, seq int)
		op     int // 0: closed with CloseInvalidSeq
	}{
		{"an unknown session", func(*socket, string) (string, int) { return "nothing", 1 }, 9},
		{"an invalid session", func(_ *socket, id string) (string, int) { s.InvalidateSessions(false); return id, 1 }, 9},
		{"a negative sequence", func(_ *socket, id string) (string, int) { return id, math.MinInt }, 9},
		{"a sequence to come", func(_ *socket, id string) (string, int) { return id, 1000 }, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s = registered(t, Options{})
			ws, ready := session(t, s, intents)
			id, seq := c.before(ws, ready["session_id"].(string))
			ws = dial(t, s)
			ws.expect(10, "")
			ws.write(6, object{"token": s.Token(), "session_id": id, "seq": seq})
			if c.op == 0 {
				ws.closes(CloseInvalidSeq)
				return
			}
			if p := ws.expect(9, ""); string(p.Data) != "false" {
				t.Errorf("op 9 %s", p.Data)
			}
		})
	}
}

// A session that its bot closed with 1000 is over; after 4000 it can be resumed.
func TestHowABotCloses(t *testing.T) {
	for code, want := range map[int]string{1000: "false", CloseUnknownError: "RESUMED"} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			s := registered(t, Options{})
			c, ready := session(t, s, intents)
			c.event("GUILD_CREATE")
			c.closeWith(code)
			if err := s.WaitStats(deadline(t), "the end of the connection", func(st Stats) bool { return st.Sessions == 0 }); err != nil {
				t.Fatal(err)
			}
			c = dial(t, s)
			c.expect(10, "")
			c.write(6, object{"token": s.Token(), "session_id": ready["session_id"], "seq": 2})
			if p := c.next(); p.Type != want && string(p.Data) != want {
				t.Errorf("got op %d %q %s, want %s", p.Op, p.Type, p.Data, want)
			}
		})
	}
}

// A bot that answers the gateway's close with 1000, as discordgo does, keeps its session.
func TestClosedFromThisSide(t *testing.T) {
	s := registered(t, Options{})
	c, ready := session(t, s, intents)
	c.event("GUILD_CREATE")
	s.CloseGateway(CloseUnknownError)
	// It may come too late to be read: both have to leave the session as it is.
	_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
	if err := s.WaitStats(deadline(t), "the end of the connection", func(st Stats) bool { return st.Sessions == 0 }); err != nil {
		t.Fatal(err)
	}
	c = dial(t, s)
	c.expect(10, "")
	c.write(6, object{"token": s.Token(), "session_id": ready["session_id"], "seq": 2})
	c.expect(0, "RESUMED")
}

func TestShardsShareTheGuilds(t *testing.T) {
	s := registered(t, Options{IdentifyEvery: time.Nanosecond})
	second := s.NewGuild("second")
	seen := map[string]int{}
	for n := range 2 {
		c := dial(t, s)
		c.expect(10, "")
		c.write(2, object{"token": s.Token(), "intents": intents, "shard": []int{n, 2}})
		for _, g := range c.expect(0, "READY").object(t)["guilds"].([]any) {
			seen[g.(object)["id"].(string)]++
		}
	}
	if len(seen) != 2 || seen[second.ID] != 1 || seen[s.Guild().ID] != 1 {
		t.Errorf("guilds on shards: %v", seen)
	}
}

func TestShardingRequired(t *testing.T) {
	s := registered(t, Options{OpenAPI: "off"})
	s.Allow(RuleGatewayPayload)
	for range 2500 { // and the first
		s.NewGuild("one of many")
	}
	c := dial(t, s)
	c.expect(10, "")
	c.identify(s, 0)
	c.closes(CloseShardingRequired)
	c = dial(t, s)
	c.expect(10, "")
	c.write(2, object{"token": s.Token(), "intents": 0, "shard": []int{0, 2}})
	c.expect(0, "READY")
}

func TestContentWithoutTheIntent(t *testing.T) {
	s := registered(t, Options{MessageContent: true, IdentifyEvery: time.Nanosecond})
	ada := s.Guild().NewMember("ada")
	plain, _ := session(t, s, intents)
	granted, _ := session(t, s, intents|1<<15)
	own := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", hello()).object(t)
	mine, _ := s.Message(own["id"].(string))
	for _, c := range []struct {
		name string
		say  func() Message
		seen bool
	}{
		{"plain", func() Message { return s.Say(ada, s.Channel(), "text") }, false},
		{"a mention", func() Message { return s.Mention(ada, s.Channel(), "text") }, true},
		{"a reply that pings", func() Message { return s.Reply(ada, mine, "text", true) }, true},
		{"a reply that does not", func() Message { return s.Reply(ada, mine, "text", false) }, false},
		{"a direct message", func() Message { return s.Say(ada, s.DM(ada), "text") }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := c.say()
			for ws, seen := range map[*socket]bool{plain: c.seen, granted: true} {
				o := ws.event("MESSAGE_CREATE").object(t)
				for o["id"] != want.ID {
					o = ws.event("MESSAGE_CREATE").object(t)
				}
				if got := o["content"] == want.Content; got != seen {
					t.Errorf("content %q, seen should be %v", o["content"], seen)
				}
			}
		})
	}
}

func TestContextMenuShowsItsTarget(t *testing.T) {
	s := registered(t, Options{})
	ada := s.Guild().NewMember("ada")
	c, _ := session(t, s, intents)
	m := s.Say(ada, s.Channel(), "a claim")
	i := s.MessageCommand(s.Guild().NewMember("bob"), m, "Check sources")
	data := c.event("INTERACTION_CREATE").object(t)["data"].(object)
	target := data["resolved"].(object)["messages"].(object)[m.ID].(object)
	if data["target_id"] != m.ID || target["content"] != "a claim" {
		t.Errorf("data %v", data)
	}
	acknowledge(t, s, i, AckMessage, object{"content": "checked", "flags": FlagEphemeral, "allowed_mentions": quiet()})
}

func TestIntentsDecideWhatIsTold(t *testing.T) {
	s := registered(t, Options{})
	ada := s.Guild().NewMember("ada")
	c, _ := session(t, s, 0)
	s.Mention(ada, s.Channel(), "unheard")
	s.Ask(ada, s.Channel(), "heard", false)
	c.expect(0, "INTERACTION_CREATE") // neither GUILD_CREATE nor MESSAGE_CREATE came first
}

func TestLargePayloadsAreCompressed(t *testing.T) {
	s := registered(t, Options{})
	c := dial(t, s)
	c.expect(10, "")
	c.write(2, object{"token": s.Token(), "intents": intents, "compress": true})
	for {
		kind, data, err := c.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		if kind == 2 {
			if data[0] != 0x78 { // zlib's first byte
				t.Errorf("a binary frame that begins with %x", data[:2])
			}
			return
		}
	}
}

func TestDialWithAnotherVersion(t *testing.T) {
	s := registered(t, Options{})
	s.Allow(RuleGatewayPayload)
	for query, code := range map[string]int{"v=6&encoding=json": CloseInvalidVersion, "v=10&encoding=etf": CloseDecodeError,
		"v=10&encoding=json&compress=zlib-stream": CloseDecodeError} {
		dialQuery(t, s, query).closes(code)
	}
}
