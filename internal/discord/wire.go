package discord

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"sync"
	"time"
)

// Operations of Discord's gateway (its documentation, "Gateway opcodes").
const (
	gatewayDispatch       = 0
	gatewayHeartbeat      = 1
	gatewayIdentify       = 2
	gatewayReconnect      = 7
	gatewayInvalidSession = 9
	gatewayHello          = 10
	gatewayHeartbeatAck   = 11
)

// Codes with which the bot closes a gateway connection.
const (
	closeNormal = 1000 // ends the session: the bot goes offline
	closeResume = 4000 // keeps the session: it will be resumed
)

// ended says why a gateway connection is over.
type ended struct {
	Why    string
	Code   int  // Discord's close code; 0 when it gave none
	Resume bool // the session may be resumed
}

func (e *ended) Error() string {
	if e.Code != 0 {
		return fmt.Sprintf("%s (close code %d)", e.Why, e.Code)
	}
	return e.Why
}

// patience is how long a wire waits for what Discord must send.
type patience struct {
	dial  time.Duration // for the connection and the WebSocket's handshake
	hello time.Duration // until Discord says hello
	login time.Duration // from there until it has taken the login
	beats int           // from there on, in heartbeat intervals
	part  time.Duration // for discordgo to let go of a connection that ended; it sleeps for a second
	retry time.Duration // before the first attempt at another connection
}

// wire is the connection under a gateway's WebSocket. discordgo 0.29 hangs for ever when
// Discord says no hello, or asks to reconnect during the login; it floods Discord with
// logins when one is refused; and it takes five heartbeats to notice a dead connection.
// A wire watches the frames that pass and ends itself, with the reason, before any of
// that can happen: discordgo then sees a connection that broke, which it takes well.
type wire struct {
	net.Conn
	patience patience
	idle     *time.Timer   // ends the wire when what must come does not
	done     chan struct{} // closed when the wire has ended

	mu       sync.Mutex
	in, out  frames
	interval time.Duration // between heartbeats; 0 until hello
	login    bool          // an IDENTIFY was sent
	answered bool          // discordgo has what it takes for an answer to its login
	ready    bool          // Discord has taken the login: there are events
	unacked  time.Time     // when the oldest heartbeat without an answer was sent
	latency  time.Duration // from the latest heartbeat to its answer
	reason   *ended        // nil while the wire lives
}

func newWire(conn net.Conn, p patience) *wire {
	w := &wire{Conn: conn, patience: p, done: make(chan struct{})}
	w.idle = time.AfterFunc(p.hello, func() {
		w.end(&ended{Why: "what discord's gateway must send did not come", Resume: true})
	})
	return w
}

// Read implements net.Conn. What came before the wire ended is still read; then the error
// is an *ended.
func (w *wire) Read(p []byte) (int, error) {
	if _, _, reason := w.state(); reason != nil {
		w.end(reason)
		return 0, reason
	}
	n, err := w.Conn.Read(p)
	w.mu.Lock()
	n = w.in.feed(p[:n], w.received)
	reason := w.reason
	if w.ready && reason == nil {
		w.idle.Reset(time.Duration(w.patience.beats) * w.interval)
	}
	w.mu.Unlock()
	switch {
	case n > 0:
		return n, nil // an error comes again
	case reason != nil:
		err = reason
	case err != nil:
		reason = &ended{Why: "the connection to discord's gateway broke", Resume: true}
	default:
		return 0, nil
	}
	w.end(reason)
	return 0, err
}

// received looks at a message from Discord, and reports false when it ends the wire. The
// caller holds w.mu.
func (w *wire) received(opcode byte, payload []byte, long bool) bool {
	switch {
	case w.reason != nil:
	case opcode == opClose:
		w.reason = closedBy(payload)
	case long: // only an event is
		w.answered, w.ready = true, true
	case opcode == opText:
		w.signal(payload)
	}
	return w.reason == nil
}

// closedBy reads a close frame's payload.
func closedBy(payload []byte) *ended {
	e := &ended{Why: "discord closed the gateway connection"}
	if len(payload) >= 2 {
		e.Code = int(binary.BigEndian.Uint16(payload))
	}
	switch e.Code {
	case 4003, 4007, 4009: // not identified, wrong sequence, timed out: the session is lost
		e.Resume = false
	default:
		e.Resume = finalText(e.Code) == ""
	}
	return e
}

// signal acts on an operation. The caller holds w.mu.
func (w *wire) signal(payload []byte) {
	var s struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if json.Unmarshal(payload, &s) != nil {
		w.reason = &ended{Why: "discord's gateway sent what is not JSON", Resume: true}
		return
	}
	switch s.Op {
	case gatewayHello:
		w.hello(s.D)
	case gatewayReconnect:
		w.reason = &ended{Why: "discord's gateway asked to reconnect", Resume: true}
	case gatewayInvalidSession:
		var resumable bool
		_ = json.Unmarshal(s.D, &resumable) // anything but true means no
		w.reason = &ended{Why: "discord's gateway refused the session", Resume: resumable}
	case gatewayHeartbeatAck:
		w.acknowledged()
	default:
		w.answered = w.interval > 0
		w.ready = w.ready || s.Op == gatewayDispatch && w.answered
	}
}

func (w *wire) hello(d json.RawMessage) {
	var h struct {
		Interval int64 `json:"heartbeat_interval"` // milliseconds
	}
	if json.Unmarshal(d, &h) != nil || h.Interval <= 0 {
		w.reason = &ended{Why: "discord's gateway said hello without a heartbeat interval", Resume: true}
		return
	}
	w.interval = time.Duration(h.Interval) * time.Millisecond
	w.idle.Reset(w.patience.login)
}

// acknowledged takes note of a heartbeat's answer. Before the login is answered discordgo
// would deadlock on it.
func (w *wire) acknowledged() {
	if !w.answered {
		w.reason = &ended{Why: "discord's gateway acknowledged a heartbeat during the login", Resume: true}
		return
	}
	if !w.unacked.IsZero() {
		w.latency = time.Since(w.unacked)
	}
	w.unacked = time.Time{}
}

// Write implements net.Conn. After the wire has ended, its error is an *ended.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	w.out.feed(p, w.sent)
	reason := w.reason
	w.mu.Unlock()
	if reason != nil {
		w.end(reason)
		return 0, reason
	}
	if err := w.SetWriteDeadline(time.Now().Add(w.patience.login)); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

// sent looks at a message from the bot: a heartbeat that finds the one before it still
// unanswered means that nobody is there. The caller holds w.mu.
func (w *wire) sent(opcode byte, payload []byte, _ bool) bool {
	var s struct {
		Op int `json:"op"`
	}
	if opcode != opText || json.Unmarshal(payload, &s) != nil {
		return true
	}
	w.login = w.login || s.Op == gatewayIdentify
	switch {
	case s.Op != gatewayHeartbeat:
	case w.unacked.IsZero():
		w.unacked = time.Now()
	case time.Since(w.unacked) > w.interval*9/10 && w.reason == nil:
		w.reason = &ended{Why: "discord's gateway did not acknowledge a heartbeat", Resume: true}
	}
	return true
}

// end closes the connection for a reason; the first one stands. Unless Discord closed it,
// Discord is told with a code that keeps the session.
func (w *wire) end(reason *ended) { w.hangUp(reason, closeResume) }

// leave closes the connection and the session with it.
func (w *wire) leave() { w.hangUp(&ended{Why: "the bot is leaving"}, closeNormal) }

func (w *wire) hangUp(reason *ended, code uint16) {
	w.mu.Lock()
	if w.reason == nil {
		w.reason = reason
	}
	closed := w.reason.Code != 0
	select {
	case <-w.done:
		w.mu.Unlock()
		return
	default:
		close(w.done)
	}
	w.mu.Unlock()
	w.idle.Stop()
	if !closed {
		w.sayGoodbye(code)
	}
	w.Conn.Close()
}

// sayGoodbye sends a close frame, masked with zeros as a client's must be masked. It is a
// courtesy: its failure changes nothing.
func (w *wire) sayGoodbye(code uint16) {
	frame := []byte{0x80 | opClose, 0x80 | 2, 0, 0, 0, 0, 0, 0}
	binary.BigEndian.PutUint16(frame[6:], code)
	_ = w.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = w.Conn.Write(frame)
}

// state is what the wire knows of itself.
func (w *wire) state() (ready bool, latency time.Duration, reason *ended) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ready && w.reason == nil, w.latency, w.reason
}

// identified reports whether the login cost an IDENTIFY.
func (w *wire) identified() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.login
}
