package openai

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestParseErrorBody reads the errors of the servers that are about, each in its shape.
func TestParseErrorBody(t *testing.T) {
	for name, tc := range map[string]struct {
		body string
		want errorBody
	}{
		"OpenAI":         {`{"error":{"message":"Unsupported parameter: 'max_tokens'.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}`, errorBody{"Unsupported parameter: 'max_tokens'.", "max_tokens", "unsupported_parameter"}},
		"OpenAI, nulls":  {`{"error":{"message":"Slow down","param":null,"code":null}}`, errorBody{Message: "Slow down"}},
		"Ollama":         {`{"error":{"message":"model \"x\" not found","type":"api_error","param":null,"code":null}}`, errorBody{Message: `model "x" not found`}},
		"a plain string": {`{"error":"model not found"}`, errorBody{Message: "model not found"}},
		"llama.cpp":      {`{"error":{"code":400,"message":"the request exceeds the available context size","type":"invalid_request_error"}}`, errorBody{Message: "the request exceeds the available context size", Code: "400"}},
		"vLLM":           {`{"object":"error","message":"maximum context length","type":"BadRequestError","param":null,"code":400}`, errorBody{Message: "maximum context length"}},
		"FastAPI":        {`{"detail":"Not Found"}`, errorBody{Message: "Not Found"}},
		"a page":         {"<html>\n  <b>502</b>\n</html>", errorBody{Message: "<html> <b>502</b> </html>"}},
		"an empty one":   {"", errorBody{}},
		"wrong types":    {`{"error":[1],"message":{"a":1}}`, errorBody{Message: "map[a:1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := parseErrorBody([]byte(tc.body)); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2017, 4, 12, 23, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, " 0.5 ": 500 * time.Millisecond, "-1": 0, "1e99": 0, "NaN": 0, "soon": 0,
		"Wed, 12 Apr 2017 23:01:00 GMT": time.Minute, "Wed, 12 Apr 2017 22:00:00 GMT": 0, "2017-04-12T23:01:00Z": 0,
	} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("%q is %v, want %v", header, got, want)
		}
	}
}

// FuzzErrorBody checks that whatever a server says becomes one short line.
func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(`{"error":{"message":["a","b"],"code":7}}`), "Wed, 12 Apr 2017 23:01:00 GMT")
	f.Add([]byte("\xff\n\x00"), "1e5")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		m := parseErrorBody(body).Message
		if strings.ContainsAny(m, "\r\n") || utf8.RuneCountInString(m) > 301 || !utf8.ValidString(m) {
			t.Errorf("said %q", m)
		}
		if d := retryAfter(header, time.Time{}); d < 0 {
			t.Errorf("%q is %v", header, d)
		}
	})
}

func TestEstimate(t *testing.T) {
	for s, want := range map[string]int{"": 0, "a": 1, "four": 1, "fives": 2, "漢字": 2, "é4567": 2} {
		if got := estimate(s); got != want {
			t.Errorf("%q is %d tokens, want %d", s, got, want)
		}
	}
}
