package discordtest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	. "footnote/internal/discord/discordtest"
)

// fastBot reads events from a socket and answers each question over one HTTP client.
type fastBot struct {
	t      testing.TB
	s      *Server
	client *http.Client
	mute   func(n int) bool // questions that it never answers
}

func (b *fastBot) run(ws *socket) {
	for n := 0; ; n++ {
		_, data, err := ws.ReadMessage()
		if err != nil {
			return // the server is closed
		}
		var p struct {
			Type string `json:"t"`
			Data struct{ ID, Token string }
		}
		p.Type = "INTERACTION_CREATE"
		var raw packet
		if json.Unmarshal(data, &raw) != nil || raw.Type != p.Type || json.Unmarshal(raw.Data, &p.Data) != nil {
			n--
			continue
		}
		if b.mute != nil && b.mute(n) {
			continue
		}
		b.post("interactions/"+p.Data.ID+"/"+p.Data.Token+"/callback", `{"type":5}`)
		b.post("webhooks/"+b.s.ApplicationID()+"/"+p.Data.Token, `{"content":"because","allowed_mentions":{"parse":[]}}`)
	}
}

func (b *fastBot) post(path, body string) {
	req, err := http.NewRequest("POST", b.s.URL()+path, strings.NewReader(body))
	if err != nil {
		b.t.Error(err)
		return
	}
	req.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	req.Header.Set("Content-Type", "application/json")
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Error(err)
		return
	}
	resp.Body.Close()
}

func startFastBot(t testing.TB, o Options, mute func(int) bool) *Server {
	o.Heartbeat = time.Hour // the bot sends none
	s := registered(t, o)
	ws, _ := session(t, s, 0)
	if err := ws.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	done := make(chan struct{})
	b := &fastBot{t, s, &http.Client{Transport: transport}, mute}
	go func() { defer close(done); b.run(ws) }()
	t.Cleanup(func() { ws.Close(); <-done; transport.CloseIdleConnections() })
	return s
}

func TestLoadIsReported(t *testing.T) {
	s := startFastBot(t, Options{}, func(n int) bool { return n == 7 })
	ctx, cancel := context.WithCancel(deadline(t))
	last := 0
	go func() {
		defer cancel() // once all but the muted one are answered, nothing more will come
		err := s.WaitStats(t.Context(), "answers", func(st Stats) bool { last = st.Edits; return st.Edits == 49 })
		if err != nil {
			t.Errorf("%v after %d", err, last)
		}
	}()
	r := s.Run(ctx, Load{Questions: 50, Askers: 3, InFlight: 10})
	if r.Asked != 50 || r.Answered != 49 || len(r.Unanswered) != 1 || len(r.Ack) != 49 {
		t.Errorf("asked %d, answered %d, unanswered %v, acknowledged %d", r.Asked, r.Answered, r.Unanswered, len(r.Ack))
	}
	if !slices.IsSorted(r.Ack) || r.Ack.Late(3*time.Second) != 0 {
		t.Errorf("latencies %v", r.Ack)
	}
}

func TestLatencies(t *testing.T) {
	l := Latencies{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for q, want := range map[float64]time.Duration{0: 1, 0.5: 5, 0.9: 9, 0.99: 10, 1: 10} {
		if got := l.Quantile(q); got != want {
			t.Errorf("quantile %v is %d, want %d", q, got, want)
		}
	}
	if got := l.Late(8); got != 2 {
		t.Errorf("%d above 8, want 2", got)
	}
	if Latencies(nil).Quantile(0.5) != 0 {
		t.Error("a quantile of nothing")
	}
}

// With Forget, memory does not grow with the number of interactions.
func TestForgetBoundsMemory(t *testing.T) {
	s := startFastBot(t, Options{Forget: 50, OpenAPI: "off"}, nil)
	ask := func(n int) uint64 {
		if r := s.Run(deadline(t), Load{Questions: n, InFlight: 20}); r.Answered != n {
			t.Fatalf("%d of %d answered", r.Answered, n)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := ask(200)
	after := ask(600)
	if grown := int64(after) - int64(before); grown > 1<<20 { // keeping all would take about two
		t.Errorf("the heap grew by %d bytes over 600 interactions", grown)
	}
	if n := len(s.Requests("")); n != 50 {
		t.Errorf("%d requests are kept", n)
	}
	if n := len(s.Channel().Messages()); n != 50 {
		t.Errorf("%d messages are kept", n)
	}
}

// What one question costs, with its acknowledgement, its answer and their events:
// the ceiling on how fast a bot can be asked here.
func BenchmarkQuestion(b *testing.B) {
	for name, openapi := range map[string]string{"checked": "", "unchecked": "off"} {
		b.Run(name, func(b *testing.B) {
			s := startFastBot(b, Options{Forget: 100, OpenAPI: openapi}, nil)
			b.ResetTimer()
			if r := s.Run(b.Context(), Load{Questions: b.N, InFlight: 20}); r.Answered != b.N {
				b.Errorf("%d of %d answered", r.Answered, b.N)
			}
		})
	}
}
