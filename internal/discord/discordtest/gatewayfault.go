package discordtest

// GatewayFault is a way in which a connection to the gateway misbehaves. The zero
// value behaves.
type GatewayFault struct {
	RefuseDial      int      // an HTTP status, answered in place of the upgrade
	HangDial        bool     // the upgrade is never answered
	Silent          bool     // no HELLO, nor anything else
	CloseOnConnect  int      // a close code, in place of HELLO
	InsteadOfHello  []string // raw frames
	CloseOnIdentify int      // a close code, in answer to IDENTIFY or RESUME
	InsteadOfReady  []string // raw frames, in answer to each IDENTIFY or RESUME
	RefuseResume    bool     // RESUME is answered with op 9, false
	NoAcks          bool     // heartbeats are not acknowledged
}

// Raw frames for [GatewayFault] and [Server.SendFrame].
const (
	FrameRequestHeartbeat = `{"op":1,"d":null,"s":null,"t":null}`
	FrameReconnect        = `{"op":7,"d":null,"s":null,"t":null}`
	FrameInvalidSession   = `{"op":9,"d":false,"s":null,"t":null}`
	FrameInvalidResumable = `{"op":9,"d":true,"s":null,"t":null}`
	FrameHeartbeatAck     = `{"op":11,"d":null,"s":null,"t":null}`
	FrameUnknown          = `{"op":99,"d":{"new":true},"s":null,"t":null}`
	FrameMalformed        = `{"op":0,"t":"MESSAGE_CREATE","d":{"content":`
)

type armedGatewayFault struct {
	GatewayFault
	times int
}

// FailGateway makes the next times connections misbehave.
func (s *Server) FailGateway(times int, f GatewayFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.faults = append(s.gateway.faults, &armedGatewayFault{f, times})
}

func (s *Server) takeGatewayFault() GatewayFault {
	for _, f := range s.gateway.faults {
		if f.times == 0 {
			continue
		}
		if f.times > 0 {
			f.times--
		}
		return f.GatewayFault
	}
	return GatewayFault{}
}

func (c *conn) pushAll(frames []string) {
	for _, f := range frames {
		c.push(outgoing{data: []byte(f)})
	}
}

// eachConn calls f for every connection that stands.
func (s *Server) eachConn(f func(*conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.gateway.conns {
		f(c)
	}
}

// SendFrame sends a raw frame on every connection.
func (s *Server) SendFrame(frame string) {
	s.eachConn(func(c *conn) { c.push(outgoing{data: []byte(frame)}) })
}

// CloseGateway closes every connection with a code. Sessions stay resumable.
func (s *Server) CloseGateway(code int) { s.eachConn(func(c *conn) { c.closeWith(code) }) }

// DropGateway hangs up on every connection without a word. Sessions stay resumable.
func (s *Server) DropGateway() { s.eachConn(func(c *conn) { c.push(outgoing{drop: true}) }) }

// Reconnect asks every connection to reconnect and resume (op 7).
func (s *Server) Reconnect() { s.SendFrame(FrameReconnect) }

// InvalidateSessions ends every session (op 9); resumable ones only pretend to.
func (s *Server) InvalidateSessions(resumable bool) {
	s.eachConn(func(c *conn) {
		if c.session != nil && !resumable {
			c.session.invalid = true
			c.session.conn, c.session = nil, nil
			s.stats.Sessions--
		}
		c.send(opInvalidSession, resumable)
	})
}

// MuteHeartbeats stops, or starts again, acknowledging heartbeats on the
// connections that stand.
func (s *Server) MuteHeartbeats(mute bool) { s.eachConn(func(c *conn) { c.mute = mute }) }

// Dispatch sends any event to every session, unchecked: for objects that lack
// what bots rely on.
func (s *Server) Dispatch(name string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ss := range s.gateway.sessions {
		ss.emit(name, data)
	}
}

// SayWithoutAuthor sends a message event whose author and member are null.
func (s *Server) SayWithoutAuthor(c *Channel, text string) {
	s.mu.Lock()
	m := &Message{ID: s.nextID(), Channel: c, Author: s.bot, Content: text, Created: s.now()}
	data := m.eventJSON(true, s.bot)
	s.mu.Unlock()
	data["author"], data["member"] = nil, nil
	s.Dispatch("MESSAGE_CREATE", data)
}

// RedeliverWithout sends an interaction's event again as a new interaction that
// lacks fields, such as "member" or "data". The bot's answer to it is answered 10062.
func (s *Server) RedeliverWithout(i *Interaction, fields ...string) {
	s.mu.Lock()
	data := i.json()
	data["id"], data["token"] = s.nextID(), "none"
	s.mu.Unlock()
	for _, f := range fields {
		data[f] = nil
	}
	s.Dispatch("INTERACTION_CREATE", data)
}
