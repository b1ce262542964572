package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"math"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// The gateway's opcodes (reference, "Gateway Opcodes").
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoiceState     = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// The gateway's close codes (reference, "Gateway Close Event Codes").
const (
	CloseUnknownError         = 4000
	CloseUnknownOpcode        = 4001
	CloseDecodeError          = 4002
	CloseNotAuthenticated     = 4003
	CloseAuthenticationFailed = 4004
	CloseAlreadyAuthenticated = 4005
	CloseInvalidSeq           = 4007
	CloseRateLimited          = 4008
	CloseSessionTimedOut      = 4009
	CloseInvalidShard         = 4010
	CloseShardingRequired     = 4011
	CloseInvalidVersion       = 4012
	CloseInvalidIntents       = 4013
	CloseDisallowedIntents    = 4014
)

// Bounds of the gateway (reference, "Rate Limiting" and "Sending Events").
const (
	sendWindow   = time.Minute
	startsWindow = 24 * time.Hour
	maxPayload   = 4096
	maxReplay    = 1000 // events kept for a RESUME, unless Options.Forget says
	compressOver = 1024 // payloads above it are compressed for who asked

	writeWithin = 10 * time.Second // a bot that reads nothing for so long is dropped
)

// gateway is the gateway's state. The server's mutex guards it.
type gateway struct {
	token     string // what a bot must show; reset when the session starts run out
	conns     map[*conn]bool
	sessions  map[string]*session
	starts    int
	startsEnd time.Time
	pace      map[int]time.Time // the next IDENTIFY of each key of max_concurrency
	faults    []*armedGatewayFault
}

func (g *gateway) init(o Options) {
	g.token = o.Token
	g.conns, g.sessions, g.pace = map[*conn]bool{}, map[string]*session{}, map[int]time.Time{}
}

func (g *gateway) startsResetAfter(now time.Time) time.Duration { return max(0, g.startsEnd.Sub(now)) }

// conn is one connection of the bot's.
type conn struct {
	s        *Server
	ws       *websocket.Conn
	fault    GatewayFault
	session  *session // nil before IDENTIFY or RESUME
	compress bool
	mute     bool // heartbeats are not acknowledged
	sends    []time.Time
	ending   bool // from this side: what the bot says to it ends no session
	out      []outgoing
	wake     chan struct{}
}

// outgoing is a frame on its way to the bot, or the end of the connection.
type outgoing struct {
	data  []byte
	close int  // a close code, instead
	drop  bool // hang up without a word, instead
}

// frame is what travels on the gateway, both ways.
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int64          `json:"s"`
	Type *string         `json:"t"`
}

func frameOf(op int, data any) []byte {
	d, _ := json.Marshal(data) // made of maps, strings and numbers: it can't fail
	b, _ := json.Marshal(frame{Op: op, Data: d})
	return b
}

// push queues a frame. The caller holds s.mu.
func (c *conn) push(o outgoing) {
	c.ending = c.ending || o.drop || o.close != 0
	c.out = append(c.out, o)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) send(op int, data any) { c.push(outgoing{data: frameOf(op, data)}) }

func (c *conn) closeWith(code int) { c.push(outgoing{close: code}) }

func (s *Server) serveGateway(w http.ResponseWriter, hr *http.Request) {
	s.mu.Lock()
	fault := s.takeGatewayFault()
	s.mu.Unlock()
	switch {
	case fault.RefuseDial != 0:
		http.Error(w, http.StatusText(fault.RefuseDial), fault.RefuseDial)
		return
	case fault.HangDial:
		s.sleep(hr, math.MaxInt64)
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, hr, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{s: s, ws: ws, fault: fault, mute: fault.NoAcks, wake: make(chan struct{}, 1)}
	s.mu.Lock()
	if s.closed.Err() != nil {
		s.mu.Unlock()
		ws.Close()
		return
	}
	s.conns.Add(2)
	s.gateway.conns[c] = true
	s.stats.Connections++
	c.hello(hr)
	s.changed.wake()
	s.mu.Unlock()
	go c.write()
	go c.read()
}

// hello greets a new connection, or does what a fault says instead.
func (c *conn) hello(hr *http.Request) {
	query := hr.URL.Query()
	switch f := c.fault; {
	case f.Silent:
	case f.CloseOnConnect != 0:
		c.closeWith(f.CloseOnConnect)
	case len(f.InsteadOfHello) > 0:
		c.pushAll(f.InsteadOfHello)
	case query.Get("v") != "9" && query.Get("v") != "10":
		c.s.violate(RuleGatewayPayload, "gateway", "version %q", query.Get("v"))
		c.closeWith(CloseInvalidVersion)
	case query.Get("encoding") != "json" && query.Get("encoding") != "":
		c.s.violate(RuleGatewayPayload, "gateway", "encoding %q: the simulator speaks json", query.Get("encoding"))
		c.closeWith(CloseDecodeError)
	case query.Get("compress") != "":
		c.s.violate(RuleGatewayPayload, "gateway", "compress=%s: the simulator compresses payloads, not the stream", query.Get("compress"))
		c.closeWith(CloseDecodeError)
	default:
		c.send(opHello, object{"heartbeat_interval": c.s.opt.Heartbeat.Milliseconds()})
	}
}

// write sends what is queued until the connection ends.
func (c *conn) write() {
	defer c.s.conns.Done()
	defer c.ws.Close()
	for range c.wake {
		c.s.mu.Lock()
		out := c.out
		c.out = nil
		c.s.mu.Unlock()
		for _, o := range out {
			if !c.put(o) {
				return
			}
		}
	}
}

// put writes one frame, and reports whether the connection goes on.
func (c *conn) put(o outgoing) bool {
	_ = c.ws.SetWriteDeadline(time.Now().Add(writeWithin))
	switch {
	case o.drop:
		return false
	case o.close != 0:
		msg := websocket.FormatCloseMessage(o.close, closeReason(o.close))
		_ = c.ws.WriteControl(websocket.CloseMessage, msg, time.Now().Add(time.Second))
		return false
	case c.compress && len(o.data) > compressOver:
		return c.ws.WriteMessage(websocket.BinaryMessage, deflate(o.data)) == nil
	}
	return c.ws.WriteMessage(websocket.TextMessage, o.data) == nil
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

func closeReason(code int) string {
	return map[int]string{
		CloseUnknownError: "Unknown error.", CloseUnknownOpcode: "Unknown opcode.", CloseDecodeError: "Error while decoding payload.",
		CloseNotAuthenticated: "Not authenticated.", CloseAuthenticationFailed: "Authentication failed.",
		CloseAlreadyAuthenticated: "Already authenticated.", CloseInvalidSeq: "Invalid seq.", CloseRateLimited: "Rate limited.",
		CloseSessionTimedOut: "Session timed out.", CloseInvalidShard: "Invalid shard.", CloseShardingRequired: "Sharding required.",
		CloseInvalidVersion: "Invalid API version.", CloseInvalidIntents: "Invalid intent(s).", CloseDisallowedIntents: "Disallowed intent(s).",
	}[code]
}

// read handles what the bot sends until the connection ends. A bot whose
// heartbeats stop is dropped, as by Discord.
func (c *conn) read() {
	defer c.s.conns.Done()
	c.ws.SetReadLimit(maxPayload * 4) // an oversized payload is answered, a flood is not
	c.ws.SetCloseHandler(func(int, string) error { return nil })
	for {
		_ = c.ws.SetReadDeadline(time.Now().Add(2*c.s.opt.Heartbeat + time.Second))
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			c.end(err)
			return
		}
		c.s.mu.Lock()
		c.handle(data)
		c.s.mu.Unlock()
	}
}

// end detaches the connection. A session that its bot closed with 1000 or 1001 is
// over; any other can be resumed.
func (c *conn) end(err error) {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.gateway.conns, c)
	if ss := c.session; ss != nil && ss.conn == c {
		ss.conn = nil
		s.stats.Sessions--
		if !c.ending && websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
			delete(s.gateway.sessions, ss.id)
		}
	}
	var netErr net.Error
	if errors.As(err, &netErr) && netErr.Timeout() {
		c.closeWith(CloseSessionTimedOut)
	} else {
		c.push(outgoing{drop: true})
	}
	s.changed.wake()
}

// handle answers one frame. The caller holds s.mu.
func (c *conn) handle(data []byte) {
	if c.fault.Silent || !c.withinRate() {
		return
	}
	var f frame
	if len(data) > maxPayload || json.Unmarshal(data, &f) != nil {
		c.fail(CloseDecodeError, "a frame of %d bytes that is too long or not JSON", len(data))
		return
	}
	switch f.Op {
	case opHeartbeat:
		c.heartbeat(f)
	case opIdentify:
		c.identify(f.Data)
	case opResume:
		c.resume(f.Data)
	case opPresence, opVoiceState, opRequestMembers:
		if c.session == nil {
			c.fail(CloseNotAuthenticated, "op %d before IDENTIFY", f.Op)
		}
	default:
		c.fail(CloseUnknownOpcode, "op %d", f.Op)
	}
}

// fail closes the connection for a frame that Discord does not accept.
func (c *conn) fail(code int, format string, args ...any) {
	c.s.violate(RuleGatewayPayload, "gateway", format, args...)
	c.closeWith(code)
}

func (c *conn) withinRate() bool {
	now := c.s.now()
	c.sends = slices.DeleteFunc(c.sends, func(t time.Time) bool { return now.Sub(t) >= sendWindow })
	c.sends = append(c.sends, now)
	if len(c.sends) <= c.s.opt.GatewaySends {
		return true
	}
	c.s.violate(RuleGatewaySends, "gateway", "more than %d sends in %v", c.s.opt.GatewaySends, sendWindow)
	c.closeWith(CloseRateLimited)
	return false
}

func (c *conn) heartbeat(f frame) {
	c.s.stats.Heartbeats++
	c.s.changed.wake()
	if !c.mute {
		c.send(opHeartbeatAck, nil)
	}
}
