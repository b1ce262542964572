package discordtest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	. "footnote/internal/discord/discordtest"
)

func TestFaultsOfREST(t *testing.T) {
	type check func(t *testing.T, r reply, err error, done bool)
	status := func(want int, done bool, body string, headers ...string) check {
		return func(t *testing.T, r reply, err error, was bool) {
			if err != nil || r.status != want || was != done || !strings.Contains(string(r.body), body) {
				t.Errorf("status %d, body %s, carried out %v, error %v", r.status, r.body, was, err)
			}
			for i := 0; i < len(headers); i += 2 {
				if got := r.header.Get(headers[i]); got != headers[i+1] {
					t.Errorf("%s is %q, want %q", headers[i], got, headers[i+1])
				}
			}
		}
	}
	dropped := func(done bool) check {
		return func(t *testing.T, _ reply, err error, was bool) {
			if err == nil || was != done {
				t.Errorf("error %v, carried out %v", err, was)
			}
		}
	}
	for name, c := range map[string]struct {
		fault Fault
		check check
	}{
		"500":                       {Broken(500), status(500, false, "<html>")},
		"502":                       {Broken(502), status(502, false, "<html>")},
		"503":                       {Broken(503), status(503, false, "<html>")},
		"504":                       {Broken(504), status(504, false, "<html>")},
		"EOF":                       {Drop(), dropped(false)},
		"EOF after the deed":        {Lost(), dropped(true)},
		"429":                       {Limited(1500 * time.Millisecond), status(429, false, `"retry_after": 1.5, "global": false`, "Retry-After", "2")},
		"429, global":               {LimitedGlobally(time.Second), status(429, false, `"global": true`, "X-RateLimit-Global", "true", "Retry-After", "1")},
		"429 without a body":        {LimitedBare(3 * time.Second), status(429, false, "", "Retry-After", "3", "Content-Type", "")},
		"429 with HTML":             {LimitedHTML(3 * time.Second), status(429, false, "<html>", "Retry-After", "3", "Content-Type", "text/html")},
		"missing permissions":       {Refused(403, 50013, "Missing Permissions"), status(403, false, `"code": 50013`)},
		"a long bucket":             {Exhausted(time.Minute), status(200, true, "hello", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "60.000")},
		"slow":                      {Slow(time.Millisecond), status(200, true, "hello")},
		"a slow answer":             {SlowAnswer(time.Millisecond), status(200, true, "hello")},
		"500 after the deed":        {Fault{Status: 500, After: true}, status(500, true, "")},
		"the wrong body, 200":       {Fault{Status: 200, Body: "surprise"}, status(200, false, "surprise")},
		"a header that is not ours": {Fault{Header: http.Header{"X-New": {"1"}}}, status(200, true, "hello", "X-New", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			s := registered(t, Options{})
			s.Fail(RouteCreateMessage, 1, c.fault)
			r, err := try(t, s, "POST", "channels/"+s.Channel().ID+"/messages", hello())
			c.check(t, r, err, len(s.Channel().Messages()) == 1)
			if r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", hello()); r.status != http.StatusOK {
				t.Errorf("after the fault: %d %s", r.status, r.body)
			}
		})
	}
}

func TestWhichRequestsFail(t *testing.T) {
	s := registered(t, Options{})
	s.Fail("GET /users/*", 2, Broken(500))
	s.Fail(RouteGateway, Forever, Broken(503))
	var got []int
	for _, path := range []string{"users/@me", "gateway/bot", "users/@me", "users/@me", "gateway", "gateway"} {
		got = append(got, do(t, s, "GET", path, nil).status)
	}
	if want := []int{500, 200, 500, 200, 503, 503}; !slices.Equal(got, want) {
		t.Errorf("statuses %v, want %v", got, want)
	}
	s.Heal()
	if r := do(t, s, "GET", "gateway", nil); r.status != http.StatusOK {
		t.Errorf("healed: %d", r.status)
	}
	if n := len(s.Requests(RouteGateway)); n != 3 {
		t.Errorf("%d requests noted", n)
	}
}

func TestTheWorldChangesUnderneath(t *testing.T) {
	post := func(t *testing.T, s *Server, c *Channel) reply {
		return do(t, s, "POST", "channels/"+c.ID+"/messages", hello())
	}
	t.Run("message deleted", func(t *testing.T) {
		s := registered(t, Options{})
		id := post(t, s, s.Channel()).object(t)["id"].(string)
		m, _ := s.Message(id)
		s.Delete(m)
		if r := do(t, s, "PATCH", "channels/"+s.Channel().ID+"/messages/"+id, hello()); r.code() != 10008 {
			t.Errorf("%s", r.body)
		}
	})
	t.Run("channel gone", func(t *testing.T) {
		s := registered(t, Options{})
		c := s.Guild().NewChannel("gone")
		c.Delete()
		if r := post(t, s, c); r.status != 404 || r.code() != 10003 {
			t.Errorf("%s", r.body)
		}
	})
	t.Run("permissions taken", func(t *testing.T) {
		s := registered(t, Options{})
		for denied, code := range map[Permissions]int{SendMessages: 50013, ViewChannel: 50001} {
			s.Channel().Deny(s.Bot(), denied)
			if r := post(t, s, s.Channel()); r.status != 403 || r.code() != code {
				t.Errorf("without %d: %s", denied, r.body)
			}
		}
	})
	t.Run("no history to reply to", func(t *testing.T) {
		s := registered(t, Options{})
		m := s.Say(s.Guild().NewMember("ada"), s.Channel(), "hi")
		s.Channel().Deny(s.Bot(), ReadMessageHistory)
		body := hello()
		body["message_reference"] = object{"message_id": m.ID}
		if r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", body); r.code() != 160002 {
			t.Errorf("%s", r.body)
		}
	})
	t.Run("replied-to message gone", func(t *testing.T) {
		s := registered(t, Options{})
		body := hello()
		body["message_reference"] = object{"message_id": "1"}
		if r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", body); r.code() != 50035 {
			t.Errorf("%s", r.body)
		}
		body["message_reference"] = object{"message_id": "1", "fail_if_not_exists": false}
		if r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", body); r.status != http.StatusOK {
			t.Errorf("%s", r.body)
		}
	})
	t.Run("someone else's message", func(t *testing.T) {
		s := registered(t, Options{})
		m := s.Say(s.Guild().NewMember("ada"), s.Channel(), "hi")
		path := "channels/" + s.Channel().ID + "/messages/" + m.ID
		if r := do(t, s, "PATCH", path, hello()); r.code() != 50005 {
			t.Errorf("PATCH %s", r.body)
		}
		if r := do(t, s, "DELETE", path, nil); r.code() != 50013 {
			t.Errorf("DELETE %s", r.body)
		}
	})
}

func TestFaultsOfConnections(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault GatewayFault
		check func(t *testing.T, s *Server, c *socket)
	}{
		{"no HELLO", GatewayFault{Silent: true}, func(t *testing.T, s *Server, c *socket) {
			c.identify(s, intents)
			c.silent()
		}},
		{"op 7 for HELLO", GatewayFault{InsteadOfHello: []string{FrameReconnect}}, func(t *testing.T, _ *Server, c *socket) { c.expect(7, "") }},
		{"op 11 for HELLO", GatewayFault{InsteadOfHello: []string{FrameHeartbeatAck}}, func(t *testing.T, _ *Server, c *socket) { c.expect(11, "") }},
		{"op 7 for READY", GatewayFault{InsteadOfReady: []string{FrameReconnect}}, func(t *testing.T, s *Server, c *socket) {
			c.expect(10, "")
			c.identify(s, intents)
			c.expect(7, "")
		}},
		{"op 9 for READY, again and again", GatewayFault{InsteadOfReady: []string{FrameInvalidSession}}, func(t *testing.T, s *Server, c *socket) {
			c.expect(10, "")
			for range 3 {
				c.identify(s, intents)
				c.expect(9, "")
			}
		}},
		{"closed at once", GatewayFault{CloseOnConnect: CloseUnknownError}, func(t *testing.T, _ *Server, c *socket) { c.closes(CloseUnknownError) }},
		{"closed on IDENTIFY", GatewayFault{CloseOnIdentify: CloseDisallowedIntents}, func(t *testing.T, s *Server, c *socket) {
			c.expect(10, "")
			c.identify(s, intents)
			c.closes(CloseDisallowedIntents)
		}},
		{"heartbeats unanswered", GatewayFault{NoAcks: true}, func(t *testing.T, s *Server, c *socket) {
			c.expect(10, "")
			c.write(1, nil)
			c.identify(s, intents)
			c.expect(0, "READY")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := registered(t, Options{IdentifyEvery: time.Nanosecond})
			s.FailGateway(1, c.fault)
			c.check(t, s, dial(t, s))
			session(t, s, intents) // the next connection behaves
		})
	}
}

func TestResumeRefusedByAFault(t *testing.T) {
	s := registered(t, Options{})
	_, ready := session(t, s, intents)
	s.FailGateway(1, GatewayFault{RefuseResume: true})
	c := dial(t, s)
	c.expect(10, "")
	c.write(6, object{"token": s.Token(), "session_id": ready["session_id"], "seq": 1})
	c.expect(9, "")
}

func TestDialIsRefused(t *testing.T) {
	s := registered(t, Options{})
	s.FailGateway(1, GatewayFault{RefuseDial: http.StatusServiceUnavailable})
	r, err := http.Get(strings.TrimSuffix(s.URL(), "api/v9/"))
	if err != nil {
		t.Fatal(err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	r.Body.Close()
	if r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d", r.StatusCode)
	}
}

func TestDialHangs(t *testing.T) {
	s := New(Options{TB: t})
	s.FailGateway(1, GatewayFault{HangDial: true})
	failed := make(chan error)
	go func() {
		_, err := http.Get(strings.TrimSuffix(s.URL(), "api/v9/"))
		failed <- err
	}()
	if err := s.WaitStats(deadline(t), "the dial", func(st Stats) bool { return st.Slow == 1 }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if <-failed == nil {
		t.Error("the dial was answered")
	}
}

func TestFaultsOfStandingConnections(t *testing.T) {
	for _, c := range []struct {
		name string
		act  func(s *Server, c *socket)
	}{
		{"op 1", func(s *Server, c *socket) { s.SendFrame(FrameRequestHeartbeat); c.expect(1, "") }},
		{"op 7", func(s *Server, c *socket) { s.Reconnect(); c.expect(7, "") }},
		{"op 9, false", func(s *Server, c *socket) { s.InvalidateSessions(false); c.expect(9, "") }},
		{"op 9, true", func(s *Server, c *socket) { s.InvalidateSessions(true); c.expect(9, "") }},
		{"an unknown op", func(s *Server, c *socket) { s.SendFrame(FrameUnknown); c.expect(99, "") }},
		{"close 4000", func(s *Server, c *socket) { s.CloseGateway(CloseUnknownError); c.closes(CloseUnknownError) }},
		{"close 4009", func(s *Server, c *socket) { s.CloseGateway(CloseSessionTimedOut); c.closes(CloseSessionTimedOut) }},
		{"close 4004", func(s *Server, c *socket) {
			s.CloseGateway(CloseAuthenticationFailed)
			c.closes(CloseAuthenticationFailed)
		}},
		{"TCP dropped", func(s *Server, c *socket) { s.DropGateway(); c.closes(0) }},
		{"acknowledgements stop", func(s *Server, c *socket) {
			s.MuteHeartbeats(true)
			c.write(1, nil)
			if err := s.WaitStats(c.t.Context(), "a heartbeat", func(st Stats) bool { return st.Heartbeats == 1 }); err != nil {
				c.t.Fatal(err)
			}
			s.MuteHeartbeats(false)
			c.write(1, nil)
			c.expect(11, "")
			c.silent() // only one of two was acknowledged
		}},
		{"a frame that is not JSON", func(s *Server, c *socket) {
			s.SendFrame(FrameMalformed)
			if _, data, err := c.ReadMessage(); err != nil || string(data) != FrameMalformed {
				c.t.Errorf("%s, %v", data, err)
			}
		}},
		{"no author", func(s *Server, c *socket) {
			s.SayWithoutAuthor(s.Channel(), "who?")
			if o := c.expect(0, "MESSAGE_CREATE").object(c.t); o["author"] != nil || o["content"] != "who?" {
				c.t.Errorf("%v", o)
			}
		}},
		{"no member", func(s *Server, c *socket) {
			i := s.Ask(s.Guild().NewMember("ada"), s.Channel(), "why?", false)
			c.event("INTERACTION_CREATE")
			s.RedeliverWithout(i, "member", "data")
			if o := c.expect(0, "INTERACTION_CREATE").object(c.t); o["member"] != nil || o["data"] != nil || o["id"] == i.ID {
				c.t.Errorf("%v", o)
			}
		}},
		{"delivered twice", func(s *Server, c *socket) {
			i := s.Ask(s.Guild().NewMember("ada"), s.Channel(), "why?", false)
			i.Redeliver()
			for range 2 {
				if o := c.expect(0, "INTERACTION_CREATE").object(c.t); o["id"] != i.ID {
					c.t.Errorf("%v", o)
				}
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := registered(t, Options{})
			ws, _ := session(t, s, intents)
			ws.event("GUILD_CREATE")
			c.act(s, ws)
		})
	}
}

func TestSilentBotIsDropped(t *testing.T) {
	s := registered(t, Options{Heartbeat: time.Millisecond})
	c, _ := session(t, s, intents)
	c.closes(CloseSessionTimedOut)
}

func TestLatencyIsSlept(t *testing.T) {
	var seen []string
	s := New(Options{TB: t, Latency: func(route string) time.Duration {
		seen = append(seen, route)
		return time.Microsecond
	}})
	do(t, s, "GET", "gateway", nil)
	if !slices.Equal(seen, []string{RouteGateway}) {
		t.Errorf("latency of %v", seen)
	}
}

func TestClosingInterruptsWhatIsSlow(t *testing.T) {
	s := New(Options{})
	s.Fail("", Forever, Slow(time.Hour))
	failed := make(chan error)
	go func() {
		_, err := try(t, s, "GET", "gateway", nil)
		failed <- err
	}()
	if err := s.WaitStats(deadline(t), "the request", func(st Stats) bool { return st.Slow == 1 }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
}
