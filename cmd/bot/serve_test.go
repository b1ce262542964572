package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/discord/discordtest"
)

// output collects what the program writes while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

func serveEnv(t *testing.T, s *discordtest.Server, more ...string) []string {
	return append([]string{
		"CORPUS_DIR=" + filepath.Join("..", "..", "corpus"), "DATA_DIR=" + t.TempDir(),
		"DISCORD_TOKEN=" + s.Token(), "DISCORD_API_URL=" + s.URL(),
	}, more...)
}

// The real program serves a simulated Discord: a question comes in and is answered, the
// health and the metrics can be read, and it leaves in good order when told to stop.
func TestServe(t *testing.T) {
	s := discordtest.New(discordtest.Options{TB: t})
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var out output
	code := make(chan int, 1)
	go func() {
		env := serveEnv(t, s, "HTTP_ADDR=127.0.0.1:0")
		code <- run(ctx, []string{"serve"}, env, strings.NewReader(""), &out, &out)
	}()
	if err := s.WaitReady(ctx); err != nil {
		t.Fatal(err, out.String())
	}
	ada := s.Guild().NewMember("ada")
	asked := s.Ask(ada, s.Channel(), "What did Nikki Haley call on Moscow to do?", false)
	m, err := asked.WaitMessage(ctx, func(m discordtest.Message) bool { return m.Button("Sources") != nil })
	if err != nil {
		t.Fatal(err, out.String())
	}
	if !strings.Contains(m.Content, "called on Moscow to stop protecting Assad") {
		t.Errorf("answered: %s", m.Content)
	}
	address := regexp.MustCompile(`address=(\S+)`).FindStringSubmatch(out.String())
	if address == nil {
		t.Fatal("no address of the HTTP server in the log:", out.String())
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ok", "/metrics": `footnote_questions_total{via="ask"} 1`} {
		if got := get(t, "http://"+address[1]+path); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in %s", path, want, got)
		}
	}
	stop()
	if got := <-code; got != exitDone {
		t.Errorf("told to stop, it ended with code %d: %s", got, out.String())
	}
	if strings.Contains(out.String(), s.Token()) || strings.Contains(out.String(), "Haley") {
		t.Errorf("the log holds the token or a question: %s", out.String())
	}
}

func TestServeEndsWhereTryingAgainNeverHelps(t *testing.T) {
	s := discordtest.New(discordtest.Options{})
	defer s.Close()
	s.FailGateway(discordtest.Forever, discordtest.GatewayFault{CloseOnIdentify: 4004})
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var out output
	if code := run(ctx, []string{"serve"}, serveEnv(t, s), strings.NewReader(""), &out, &out); code != exitFinal {
		t.Errorf("ended with code %d: %s", code, out.String())
	}
	if !strings.Contains(out.String(), "DISCORD_TOKEN") {
		t.Errorf("it does not say what to do: %s", out.String())
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
