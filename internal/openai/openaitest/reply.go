package openaitest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
)

// Reply answers one request.
type Reply func(w http.ResponseWriter, r Request)

// Says streams text in small pieces, and then the usage.
func Says(text string) Reply { return says(text, "stop") }

// Truncates streams text as a reply that ran into its token limit.
func Truncates(text string) Reply { return says(text, "length") }

// Writes streams what write makes of the prompt.
func Writes(write func(Request) string) Reply {
	return func(w http.ResponseWriter, r Request) { Says(write(r))(w, r) }
}

// Usage is what Says reports having used.
const Usage = `{"prompt_tokens":700,"completion_tokens":50,"total_tokens":750}`

func says(text, finish string) Reply {
	return func(w http.ResponseWriter, _ Request) {
		for _, piece := range pieces(text) {
			event(w, `{"choices":[{"index":0,"delta":{"content":%s}}]}`, quoted(piece))
		}
		event(w, `{"choices":[{"index":0,"delta":{},"finish_reason":%q}]}`, finish)
		event(w, `{"choices":[],"usage":%s}`, Usage)
		done(w)
	}
}

// Streams sends each piece as soon as it is received, and ends when pieces is closed:
// a slow model whose pace the test sets.
func Streams(pieces <-chan string) Reply {
	return func(w http.ResponseWriter, r Request) {
		for {
			select {
			case piece, ok := <-pieces:
				if !ok {
					event(w, `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`)
					done(w)
					return
				}
				event(w, `{"choices":[{"index":0,"delta":{"content":%s}}]}`, quoted(piece))
			case <-r.ctx.Done():
				return
			case <-r.closing:
				return
			}
		}
	}
}

// Cuts streams the first n bytes of text and drops the connection.
func Cuts(text string, n int) Reply {
	return func(w http.ResponseWriter, _ Request) {
		for _, piece := range pieces(text[:n]) {
			event(w, `{"choices":[{"index":0,"delta":{"content":%s}}]}`, quoted(piece))
		}
		panic(http.ErrAbortHandler)
	}
}

// Ends streams text and ends without a word: no finish_reason, no usage, no [DONE].
func Ends(text string) Reply {
	return func(w http.ResponseWriter, _ Request) {
		event(w, `{"choices":[{"index":0,"delta":{"content":%s}}]}`, quoted(text))
	}
}

// Refuses streams a refusal, as a model with structured output does.
func Refuses(why string) Reply {
	return func(w http.ResponseWriter, _ Request) {
		event(w, `{"choices":[{"index":0,"delta":{"refusal":%s}}]}`, quoted(why))
		event(w, `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`)
		done(w)
	}
}

// Filters breaks off as a content filter does.
func Filters(text string) Reply { return says(text, "content_filter") }

// Hangs accepts the request and never replies, until the client goes.
func Hangs() Reply {
	return func(_ http.ResponseWriter, r Request) {
		select {
		case <-r.ctx.Done():
		case <-r.closing:
		}
	}
}

// Fails replies with an error of that status. retryAfter is the header, left out when "".
func Fails(status int, retryAfter string) Reply {
	return FailsWith(status, retryAfter, fmt.Sprintf(`{"error":{"message":"scripted failure","type":"server_error","code":"code_%d"}}`, status))
}

// FailsWith is Fails with a body of one's own.
func FailsWith(status int, retryAfter, body string) Reply {
	return func(w http.ResponseWriter, _ Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// Body replies 200 with a body that is no stream of events.
func Body(body string) Reply { return FailsWith(http.StatusOK, "", body) }

// BreaksInside streams text, then an error event in the middle of the stream.
func BreaksInside(text string) Reply {
	return func(w http.ResponseWriter, _ Request) {
		event(w, `{"choices":[{"index":0,"delta":{"content":%s}}]}`, quoted(text))
		event(w, `{"error":{"message":"the server had an error","type":"server_error"}}`)
	}
}

// Without refuses requests that hold the parameter, as newer models and smaller
// servers do, and replies to the others with next.
func Without(parameter string, next Reply) Reply {
	return func(w http.ResponseWriter, r Request) {
		if _, sent := r.Parameters[parameter]; !sent {
			next(w, r)
			return
		}
		FailsWith(http.StatusBadRequest, "", fmt.Sprintf(
			`{"error":{"message":"Unsupported parameter: '%s' is not supported with this model.","type":"invalid_request_error","param":%q,"code":"unsupported_parameter"}}`,
			parameter, parameter))(w, r)
	}
}

// WithoutFormats refuses the given types of response_format, in words that name no parameter.
func WithoutFormats(next Reply, formats ...string) Reply {
	return func(w http.ResponseWriter, r Request) {
		for _, f := range formats {
			if r.Format == f {
				FailsWith(http.StatusBadRequest, "", `{"error":"bad request"}`)(w, r)
				return
			}
		}
		next(w, r)
	}
}

// Vectors embeds each text as a bag of its words, hashed into n dimensions: texts that
// share words are alike, and the same text has always the same vector.
func Vectors(n int) Reply {
	return func(w http.ResponseWriter, r Request) {
		type datum struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		data := make([]datum, len(r.Input))
		for i, text := range r.Input {
			data[len(data)-1-i] = datum{i, vector(text, n)} // servers need not keep the order
		}
		out, err := json.Marshal(map[string]any{"data": data, "usage": map[string]int{"total_tokens": 10 * len(data)}})
		if err != nil {
			panic(err)
		}
		w.Write(out)
	}
}

func vector(text string, n int) []float32 {
	v := make([]float32, n)
	v[0] = 1
	for _, word := range strings.Fields(strings.ToLower(text)) {
		h := fnv.New32a()
		h.Write([]byte(word))
		v[h.Sum32()%uint32(n)]++
	}
	return v
}

func event(w http.ResponseWriter, format string, args ...any) {
	fmt.Fprintf(w, "data: "+format+"\n\n", args...)
	w.(http.Flusher).Flush()
}

func done(w http.ResponseWriter) { event(w, "[DONE]") }

// pieces cuts text as a tokenizer might: within words, never within a rune.
func pieces(text string) []string {
	const size = 7
	var out []string
	for len(text) > size {
		n := size
		for n < len(text) && text[n]&0xC0 == 0x80 {
			n++
		}
		out, text = append(out, text[:n]), text[n:]
	}
	return append(out, text)
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}
