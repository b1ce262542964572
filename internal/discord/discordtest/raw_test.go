package discordtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	. "footnote/internal/discord/discordtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// object is a JSON object.
type object = map[string]any

// clock is a clock that stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// reply is the answer to a raw request.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) object(t testing.TB) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(r.body, &o); err != nil {
		t.Fatalf("status %d, body %q: %v", r.status, r.body, err)
	}
	return o
}

func (r reply) list(t testing.TB) []object {
	t.Helper()
	var list []object
	if err := json.Unmarshal(r.body, &list); err != nil {
		t.Fatalf("status %d, body %q: %v", r.status, r.body, err)
	}
	return list
}

// code is Discord's error code in the answer; 0 where there is none.
func (r reply) code() int {
	var o struct{ Code int }
	_ = json.Unmarshal(r.body, &o) // an answer that is no object has no code
	return o.Code
}

// try makes a request as a well-behaved bot would. body is JSON text or a value.
func try(t testing.TB, s *Server, method, path string, body any) (reply, error) {
	t.Helper()
	var data []byte
	switch b := body.(type) {
	case nil:
	case string:
		data = []byte(b)
	default:
		var err error
		if data, err = json.Marshal(b); err != nil {
			t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	req.Header.Set("Authorization", "Bot "+s.Token())
	req.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	if data != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, b}, err
}

// do is try where the request has to be answered.
func do(t testing.TB, s *Server, method, path string, body any) reply {
	t.Helper()
	r, err := try(t, s, method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// quiet is a body's allowed_mentions that lets nothing through.
func quiet() object { return object{"parse": []string{}} }

// patience bounds every wait of these tests. It is long, for machines that are busy.
const patience = time.Minute

// begin starts a Server that is closed with the test. Where time is real, a bot
// on a busy machine is not late.
func begin(t testing.TB, o Options) *Server {
	if o.TB == nil {
		o.TB = t
	}
	if o.Now == nil && o.AckWithin == 0 {
		o.AckWithin = patience
	}
	return New(o)
}

func deadline(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// registered starts a Server whose bot has registered /ask and "Check sources".
func registered(t testing.TB, o Options) *Server {
	t.Helper()
	s := begin(t, o)
	r := do(t, s, "PUT", "applications/"+s.ApplicationID()+"/commands", []object{askCommand(),
		{"name": "Check sources", "type": CommandMessage}})
	if r.status != http.StatusOK {
		t.Fatalf("registering: %d %s", r.status, r.body)
	}
	return s
}

func askCommand() object {
	return object{"name": "ask", "description": "ask a question", "options": []object{
		{"type": 3, "name": "question", "description": "what", "required": true, "autocomplete": true, "max_length": 500},
		{"type": 5, "name": "private", "description": "for you alone"}}}
}

func callbackPath(i *Interaction) string { return "interactions/" + i.ID + "/" + i.Token + "/callback" }

func originalPath(s *Server, i *Interaction) string { return webhookPath(s, i) + "/messages/@original" }

func webhookPath(s *Server, i *Interaction) string {
	return "webhooks/" + s.ApplicationID() + "/" + i.Token
}

// acknowledge answers an interaction, which has to be accepted.
func acknowledge(t testing.TB, s *Server, i *Interaction, kind int, data object) {
	t.Helper()
	if r := do(t, s, "POST", callbackPath(i), object{"type": kind, "data": data}); r.status != http.StatusNoContent {
		t.Fatalf("acknowledging with %d: %d %s", kind, r.status, r.body)
	}
}

// rules lists the rules broken so far.
func rules(s *Server) []Rule {
	var list []Rule
	for _, v := range s.Violations() {
		list = append(list, v.Rule)
	}
	return list
}

// socket is a raw gateway connection.
type socket struct {
	*websocket.Conn
	t testing.TB
}

// packet is a frame as a bot reads it.
type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

func (p packet) object(t testing.TB) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(p.Data, &o); err != nil {
		t.Fatalf("%s: %v", p.Data, err)
	}
	return o
}

func dial(t testing.TB, s *Server) *socket {
	t.Helper()
	return dialQuery(t, s, "v=10&encoding=json")
}

func dialQuery(t testing.TB, s *Server, query string) *socket {
	t.Helper()
	url := do(t, s, "GET", "gateway", nil).object(t)["url"].(string)
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), url+"/?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	if err := ws.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &socket{ws, t}
}

// next reads the next frame.
func (c *socket) next() packet {
	c.t.Helper()
	var p packet
	if err := c.ReadJSON(&p); err != nil {
		c.t.Fatalf("reading from the gateway: %v", err)
	}
	return p
}

// expect reads the next frame, which has to have an op and, for events, a name.
func (c *socket) expect(op int, name string) packet {
	c.t.Helper()
	p := c.next()
	if p.Op != op || p.Type != name {
		c.t.Fatalf("got op %d %q %s, want op %d %q", p.Op, p.Type, p.Data, op, name)
	}
	return p
}

// event skips to the next event of a name.
func (c *socket) event(name string) packet {
	c.t.Helper()
	for {
		if p := c.next(); p.Type == name {
			return p
		}
	}
}

// silent checks that nothing was sent before now: the answer to a ping comes first.
func (c *socket) silent() {
	c.t.Helper()
	ponged := false
	c.SetPongHandler(func(string) error { ponged = true; return c.SetReadDeadline(time.Now()) })
	if err := c.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
		c.t.Fatal(err)
	}
	if _, data, err := c.ReadMessage(); err == nil || !ponged {
		c.t.Errorf("got %s, error %v", data, err)
	}
}

// closeWith closes from the bot's side.
func (c *socket) closeWith(code int) {
	c.t.Helper()
	if err := c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second)); err != nil {
		c.t.Fatal(err)
	}
}

// closes reads until the gateway closes, and checks the code; 0 is no code at all.
func (c *socket) closes(code int) {
	c.t.Helper()
	for {
		_, _, err := c.ReadMessage()
		if err == nil {
			continue
		}
		if code == 0 && !websocket.IsCloseError(err, websocket.CloseAbnormalClosure) && !strings.Contains(err.Error(), "EOF") && !strings.Contains(err.Error(), "reset") ||
			code != 0 && !websocket.IsCloseError(err, code) {
			c.t.Fatalf("the gateway ended with %v, want %d", err, code)
		}
		return
	}
}

func (c *socket) write(op int, data any) {
	c.t.Helper()
	if err := c.WriteJSON(object{"op": op, "d": data}); err != nil {
		c.t.Fatal(err)
	}
}

func (c *socket) identify(s *Server, intents int) {
	c.t.Helper()
	c.write(2, object{"token": "Bot " + s.Token(), "intents": intents, "properties": object{}})
}

// The intents of the bot under test: guilds, their messages, direct messages.
const intents = 1<<0 | 1<<9 | 1<<12

// session connects and identifies.
func session(t testing.TB, s *Server, intents int) (*socket, object) {
	t.Helper()
	c := dial(t, s)
	c.expect(10, "")
	c.identify(s, intents)
	return c, c.expect(0, "READY").object(t)
}
