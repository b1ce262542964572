package openai_test

import (
	"testing"

	"footnote/internal/openai"
	"footnote/internal/openai/openaitest"
)

func sent(r openaitest.Request, parameter string) bool {
	_, ok := r.Parameters[parameter]
	return ok
}

func TestParametersByModel(t *testing.T) {
	for model, newer := range map[string]bool{
		"gpt-4o-mini": false, "gpt-4.1": false, "llama3.2": false, "qwen3:4b": false, "gpt-oss:20b": false,
		"o1": true, "o3-mini": true, "o4-mini": true, "gpt-5": true, "gpt-5-nano": true, "gpt-5.1": true, "openai/gpt-5-mini": true,
	} {
		t.Run(model, func(t *testing.T) {
			s, cfg, _ := serve(t, openaitest.Says("ok"))
			cfg.Model = model
			if r := chat(t.Context(), openai.New(cfg)); r.err != nil {
				t.Fatal(r.err)
			}
			got := s.Requests()[0]
			if sent(got, "temperature") == newer || sent(got, "max_tokens") == newer ||
				sent(got, "max_completion_tokens") != newer || sent(got, "reasoning_effort") != newer {
				t.Errorf("sent %s", got.Parameters)
			}
		})
	}
}

// TestLearns asks twice: the first call may be refused and made again, the second must
// go through at once.
func TestLearns(t *testing.T) {
	ok := openaitest.Says("ok")
	without := openaitest.Without
	for name, tc := range map[string]struct {
		model    string
		server   openaitest.Reply
		requests int // of both calls
		format   string
	}{
		"takes all":            {"", ok, 2, "json_schema"},
		"no temperature":       {"", without("temperature", ok), 3, "json_schema"},
		"no max_tokens":        {"", without("max_tokens", ok), 3, "json_schema"},
		"no limit at all":      {"", without("max_tokens", without("max_completion_tokens", ok)), 4, "json_schema"},
		"no usage":             {"", without("stream_options", ok), 3, "json_schema"},
		"none of these":        {"", without("temperature", without("max_tokens", without("stream_options", ok))), 5, "json_schema"},
		"no effort":            {"o3-mini", without("reasoning_effort", ok), 3, "json_schema"},
		"no schema":            {"", openaitest.WithoutFormats(ok, "json_schema"), 3, "json_object"},
		"no format":            {"", openaitest.WithoutFormats(ok, "json_schema", "json_object"), 4, ""},
		"no response_format":   {"", without("response_format", ok), 4, ""},
		"neither of all these": {"", without("temperature", openaitest.WithoutFormats(ok, "json_schema")), 4, "json_object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cfg, _ := serve(t, tc.server)
			if tc.model != "" {
				cfg.Model = tc.model
			}
			c := openai.New(cfg)
			for range 2 {
				if r := chat(t.Context(), c); r.err != nil || r.attempts != 1 {
					t.Fatalf("%d attempts, %v", r.attempts, r.err)
				}
			}
			all := s.Requests()
			if last := all[len(all)-1]; len(all) != tc.requests || last.Format != tc.format {
				t.Errorf("%d requests, the last with format %q; want %d and %q", len(all), last.Format, tc.requests, tc.format)
			}
		})
	}
}

func TestNotLearnedFromALastingRefusal(t *testing.T) {
	s, cfg, _ := serve(t, openaitest.FailsWith(400, "", `{"error":{"message":"no"}}`))
	c := openai.New(cfg)
	if r := chat(t.Context(), c); reason(r.err) != openai.Rejected {
		t.Fatalf("error %v", r.err)
	}
	s.Script(openaitest.Says("ok"))
	if r := chat(t.Context(), c); r.err != nil {
		t.Fatal(r.err)
	}
	all := s.Requests()
	if got := all[len(all)-1].Format; got != "json_schema" {
		t.Errorf("after a refusal that no other format healed, asked for %q", got)
	}
}
