package openai_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"footnote/internal/openai"
	"footnote/internal/openai/openaitest"
)

func TestEmbed(t *testing.T) {
	s, cfg, _ := serve(t)
	e := openai.NewEmbedder(cfg)
	var texts []string
	for i := range 250 {
		texts = append(texts, fmt.Sprintf("text number %d", i))
	}
	texts = append(texts, "", strings.Repeat("é", 40_000))
	got, err := e.Embed(t.Context(), texts)
	if err != nil || len(got) != len(texts) {
		t.Fatalf("%d vectors of %d, %v", len(got), len(texts), err)
	}
	if n := len(s.Requests()); n != 3 {
		t.Errorf("%d requests for 252 texts, want 3", n)
	}
	for _, i := range []int{0, 95, 96, 249} {
		alone, err := e.Embed(t.Context(), texts[i:i+1])
		if err != nil || !reflect.DeepEqual(alone[0], got[i]) {
			t.Errorf("text %d has another vector alone: %v", i, err)
		}
	}
	for _, r := range s.Requests() {
		for _, in := range r.Input {
			if in == "" || len(in) > 24_000 || !strings.HasPrefix(in, "text") && in != "-" && in[:2] != "é" {
				t.Errorf("sent an input of %d bytes", len(in))
			}
		}
	}
	if none, err := e.Embed(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no texts: %v, %v", none, err)
	}
}

// vectors replies with data as it stands.
func vectors(data string) openaitest.Reply {
	return openaitest.Body(`{"data":[` + data + `]}`)
}

func TestEmbedNonsense(t *testing.T) {
	for name, tc := range map[string]struct {
		reply openaitest.Reply
		want  string // in the error; "" for none
	}{
		"numbered backwards":       {vectors(`{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}`), ""},
		"not numbered":             {vectors(`{"embedding":[1,0]},{"embedding":[0,1]}`), ""},
		"too few":                  {vectors(`{"index":0,"embedding":[1,0]}`), "1 vectors for 2"},
		"too many":                 {vectors(`{"embedding":[1,0]},{"embedding":[1,0]},{"embedding":[1,0]}`), "3 vectors for 2"},
		"one number twice":         {vectors(`{"index":1,"embedding":[1,0]},{"index":1,"embedding":[0,1]}`), "twice"},
		"a number beyond":          {vectors(`{"index":0,"embedding":[1,0]},{"index":7,"embedding":[0,1]}`), "beyond"},
		"a negative number":        {vectors(`{"index":0,"embedding":[1,0]},{"index":-1,"embedding":[0,1]}`), "beyond"},
		"lengths that differ":      {vectors(`{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,1,1]}`), "length 3"},
		"an empty vector":          {vectors(`{"index":0,"embedding":[]},{"index":1,"embedding":[]}`), "length 0"},
		"a vector of zeros":        {vectors(`{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,0]}`), "zeros"},
		"no JSON":                  {openaitest.Body("<html>"), "broke off"},
		"an error for a key":       {openaitest.Fails(401, ""), "OPENAI_API_KEY"},
		"a path that is not there": {openaitest.FailsWith(404, "", "404 page not found"), "OPENAI_BASE_URL"},
	} {
		t.Run(name, func(t *testing.T) {
			s, cfg, _ := serve(t)
			s.ScriptEmbeddings(tc.reply)
			got, err := openai.NewEmbedder(cfg).Embed(t.Context(), []string{"a", "b"})
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("error %v, want one that says %q", err, tc.want)
				}
				return
			}
			if want := [][]float32{{1, 0}, {0, 1}}; err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, %v; want %v", got, err, want)
			}
		})
	}
}

// TestEmbedTooLong halves what a small server finds too long, and stays in order.
func TestEmbedTooLong(t *testing.T) {
	s, cfg, _ := serve(t)
	s.ScriptEmbeddings(func(w http.ResponseWriter, r openaitest.Request) {
		if sum := len(strings.Join(r.Input, "")); sum > 4000 {
			openaitest.FailsWith(400, "", `{"error":{"message":"input exceeds the context size"}}`)(w, r)
			return
		}
		var data []map[string]any
		for i, in := range r.Input {
			data = append(data, map[string]any{"index": i, "embedding": []int{int(in[0])}})
		}
		json.NewEncoder(w).Encode(map[string]any{"data": data})
	})
	got, err := openai.NewEmbedder(cfg).Embed(t.Context(), []string{"a", "b", strings.Repeat("c", 9000), "d"})
	if want := [][]float32{{'a'}, {'b'}, {'c'}, {'d'}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestEmbedderNames(t *testing.T) {
	_, cfg, _ := serve(t)
	names := map[string]bool{}
	for _, c := range []openai.Config{cfg, {Model: cfg.Model}, {Model: "other", BaseURL: cfg.BaseURL}} {
		names[openai.NewEmbedder(c).Name()] = true
	}
	if len(names) != 3 {
		t.Errorf("models and servers share names: %v", names)
	}
	slash := cfg
	slash.BaseURL += "/"
	if openai.NewEmbedder(cfg).Name() != openai.NewEmbedder(slash).Name() {
		t.Error("the name depends on a trailing slash")
	}
}

func TestEmbedCancelled(t *testing.T) {
	s, cfg, _ := serve(t)
	s.ScriptEmbeddings(openaitest.Hangs())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openai.NewEmbedder(cfg).Embed(ctx, []string{"a"}); err != context.Canceled {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
