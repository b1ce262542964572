// Package openaitest is an OpenAI-compatible server for tests, over real HTTP: it
// streams what it is scripted to say, and misbehaves in every way that such servers do.
// A real `bot` process talks to it through OPENAI_BASE_URL. It never imports testing,
// nor anything else of this program: it knows the prompt by its text alone.
package openaitest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
)

// Model is the name of the one model that a Server lists.
const Model = "double-1"

// Server is a scripted server. Its methods are safe for concurrent use.
type Server struct {
	URL string // with /v1: what OPENAI_BASE_URL wants

	http    *httptest.Server
	closing chan struct{}
	close   sync.Once

	mu         sync.Mutex
	chat       script
	embeddings script
	requests   []Request
}

// script is replies in order; the last one repeats.
type script []Reply

func (s *script) next() Reply {
	r := (*s)[0]
	if len(*s) > 1 {
		*s = (*s)[1:]
	}
	return r
}

// Request is one request as it came in.
type Request struct {
	Path   string
	Header http.Header
	Model  string
	// System and User are the messages of a chat.
	System, User string
	// Input is the texts to embed.
	Input []string
	// Format is the type of response_format: json_schema, json_object or "".
	Format string
	// Parameters is the whole body.
	Parameters map[string]json.RawMessage

	ctx     context.Context
	closing <-chan struct{}
}

// New starts a Server that replies to chats with the given replies, in order; the last
// repeats. Without any it says that nothing is claimed. Embeddings are Vectors.
func New(replies ...Reply) *Server {
	s := &Server{closing: make(chan struct{}), embeddings: script{Vectors(64)}}
	s.Script(replies...)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, &s.chat) })
	mux.HandleFunc("POST /v1/embeddings", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, &s.embeddings) })
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"object":"list","data":[{"id":%q,"object":"model"}]}`, Model)
	})
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL + "/v1"
	return s
}

// Close lets go of every reply that hangs and stops the server. It may be called again.
func (s *Server) Close() {
	s.close.Do(func() {
		close(s.closing)
		s.http.Close()
	})
}

// Script replaces what is replied to chats from now on.
func (s *Server) Script(replies ...Reply) {
	if len(replies) == 0 {
		replies = []Reply{Says(`{"claims":[]}`)}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chat = replies
}

// ScriptEmbeddings replaces what is replied to requests for embeddings from now on.
func (s *Server) ScriptEmbeddings(replies ...Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.embeddings = replies
}

// Requests is every chat and embeddings request so far, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, from *script) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	req, err := parse(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	req.Path, req.Header, req.ctx, req.closing = r.URL.Path, r.Header, r.Context(), s.closing
	s.mu.Lock()
	s.requests = append(s.requests, req)
	reply := from.next()
	s.mu.Unlock()
	reply(w, req)
}

func parse(body []byte) (Request, error) {
	var in struct {
		Model    string
		Messages []struct{ Role, Content string }
		Input    json.RawMessage
		Format   struct{ Type string } `json:"response_format"`
	}
	req := Request{}
	if err := json.Unmarshal(body, &in); err != nil {
		return req, err
	}
	if err := json.Unmarshal(body, &req.Parameters); err != nil {
		return req, err
	}
	req.Model, req.Format = in.Model, in.Format.Type
	for _, m := range in.Messages {
		if m.Role == "system" {
			req.System = m.Content
		} else {
			req.User = m.Content
		}
	}
	if in.Input != nil {
		if err := json.Unmarshal(in.Input, &req.Input); err != nil {
			return req, err
		}
	}
	return req, nil
}
