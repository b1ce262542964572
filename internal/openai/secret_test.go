package openai_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/openai"
	"footnote/internal/openai/openaitest"
)

// TestKeyIsNeverShown makes every kind of text that an operator may see of a client.
func TestKeyIsNeverShown(t *testing.T) {
	key := strings.Repeat("k", 20) // no real one, nor like one
	var log bytes.Buffer
	said := `{"error":{"message":"Incorrect API key provided: ` + key + ` or ` + "s" + `k-abc***xyz. Find yours."}}`
	s, cfg, _ := serve(t, openaitest.FailsWith(401, "", said), openaitest.FailsWith(500, "", said), openaitest.BreaksInside("x"), openaitest.Without("temperature", openaitest.Says("ok")))
	cfg.Key = key
	cfg.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c, e := openai.New(cfg), openai.NewEmbedder(cfg)
	texts := map[string]string{}
	for i := range 3 {
		texts[fmt.Sprint("call ", i)] = fmt.Sprintf("%v %+v", chat(t.Context(), c).err, chat(t.Context(), c))
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		texts[verb] = fmt.Sprintf(strings.Repeat(verb+" ", 4), cfg, c, e, struct{ C openai.Config }{cfg})
	}
	cfg.Log.Info("as attributes", "cfg", cfg, "client", c)
	texts["log"] = log.String()
	texts["name"] = c.Name() + e.Name()
	for where, text := range texts {
		if strings.Contains(text, key) || strings.Contains(text, "k-abc") || strings.Contains(text, fmt.Sprintf("%x", key)) {
			t.Errorf("%s shows the key: %s", where, text)
		}
	}
	if got := s.Requests()[0].Header.Get("Authorization"); got != "Bearer "+key {
		t.Errorf("the server itself was sent %q", got)
	}
}
