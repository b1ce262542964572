package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"
)

// commit does what a request asks, once nothing can refuse it any more, and
// returns the JSON to answer with; nil answers 204.
type commit func() any

// prepare decides whether a request is accepted. It is called with s.mu held and
// changes nothing but the list of violations.
type prepare func(s *Server, q *request) (commit, error)

// request is one REST request on its way through.
type request struct {
	http  *http.Request
	route *route
	json  []byte   // the body, or payload_json of a multipart one
	files []string // names of the files that came along
}

func (q *request) value(name string) string { return q.http.PathValue(name) }

// Request is a REST request that the bot made.
type Request struct {
	At     time.Time
	Route  string // "POST /channels/{channel_id}/messages"
	Path   string // as it was sent
	Body   string
	Status int // 0: the connection was dropped instead
}

// Requests returns the bot's requests to route, or to any where route is "".
func (s *Server) Requests(route string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.Clone(s.requests)
	return slices.DeleteFunc(list, func(r Request) bool { return route != "" && r.Route != route })
}

// maxBody bounds a request's body, as Discord bounds uploads.
const maxBody = 25 << 20

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		mux.HandleFunc(method+" /api/{version}"+path, func(w http.ResponseWriter, hr *http.Request) { s.serve(w, hr, &r) })
	}
	mux.HandleFunc("GET /{$}", s.serveGateway)
	mux.HandleFunc("/", s.serveUnknown)
	return mux
}

// serve takes a request through latency, faults, limits, checks and its handler.
func (s *Server) serve(w http.ResponseWriter, hr *http.Request, r *route) {
	q := &request{http: hr, route: r}
	if err := q.read(); err != nil {
		panic(http.ErrAbortHandler) // the bot hung up
	}
	if s.opt.Latency != nil {
		s.sleep(hr, s.opt.Latency(r.pattern))
	}
	fault := s.takeFault(r.pattern)
	if !fault.After {
		s.sleep(hr, fault.Delay)
	}
	a := s.answer(q, fault)
	s.checkResponse(q, a)
	if fault.After {
		s.sleep(hr, fault.Delay)
	}
	a.write(w)
}

func (q *request) read() error {
	body, err := io.ReadAll(io.LimitReader(q.http.Body, maxBody))
	if err != nil {
		return err
	}
	kind, params, _ := mime.ParseMediaType(q.http.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		q.json = body
		return nil
	}
	q.readParts(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	return nil
}

// readParts reads a multipart body. One that breaks off leaves no JSON, which is
// refused like any other that is not JSON.
func (q *request) readParts(parts *multipart.Reader) {
	for {
		part, err := parts.NextPart()
		if err != nil {
			return
		}
		if part.FormName() != "payload_json" {
			q.files = append(q.files, part.FileName())
			continue
		}
		if q.json, err = io.ReadAll(part); err != nil {
			q.json = nil
			return
		}
	}
}

// sleep waits. Where there is nobody to answer any more, the request ends here.
func (s *Server) sleep(hr *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	s.countSlow(1)
	defer s.countSlow(-1)
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return
	case <-hr.Context().Done():
	case <-s.closed.Done():
	}
	panic(http.ErrAbortHandler)
}

func (s *Server) countSlow(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Slow += n
	s.changed.wake()
}

// answer is a response on its way out.
type answer struct {
	status int
	header http.Header
	body   []byte
	drop   bool // hang up instead
	forced bool // by a fault: not checked
}

func (a *answer) write(w http.ResponseWriter) {
	if a.drop {
		panic(http.ErrAbortHandler)
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a bot that hung up is its own test's business
}

func (a *answer) setJSON(v any) {
	a.header.Set("Content-Type", "application/json")
	a.body, _ = json.Marshal(v) // made of maps, strings and numbers: it can't fail
}

// answer decides on a request and records it.
func (s *Server) answer(q *request, fault Fault) *answer {
	refused := s.checkRequest(q)
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &answer{status: http.StatusOK, header: http.Header{}}
	if fault.After || fault.Status == 0 && !fault.Drop {
		s.decide(q, a, refused)
	}
	fault.apply(a)
	s.record(q, a)
	return a
}

func (s *Server) decide(q *request, a *answer, refused error) {
	err := s.admit(q, a)
	var do commit
	if err == nil {
		do, err = q.route.prepare(s, q)
	}
	if err == nil {
		err = refused
	}
	if err != nil {
		s.refuse(q, a, err)
		return
	}
	if v := do(); v != nil {
		a.status = max(q.route.status, http.StatusOK)
		a.setJSON(v)
	} else {
		a.status = http.StatusNoContent
	}
}

// admit checks who asks, and how often.
func (s *Server) admit(q *request, a *answer) error {
	agent := q.http.UserAgent()
	if !strings.HasPrefix(agent, "DiscordBot (") {
		s.violate(RuleUserAgent, q.route.pattern, "User-Agent %q does not begin with \"DiscordBot (\"", agent)
	}
	if q.route.auth && q.http.Header.Get("Authorization") != "Bot "+s.gateway.token {
		return errUnauthorized().as(RuleAuth, "the Authorization header is not \"Bot \" and the token")
	}
	return s.limit(q, a)
}

func (s *Server) refuse(q *request, a *answer, err error) {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{status: http.StatusInternalServerError, message: err.Error(), rule: RuleSimulator}
	}
	a.status = e.status
	a.setJSON(e.body())
	var limited *rateLimited
	if errors.As(err, &limited) {
		limited.headers(a)
	}
	if e.rule != "" {
		detail := e.detail
		if detail == "" {
			detail = e.message
		}
		s.violate(e.rule, q.route.pattern, "%s", detail)
	}
}

// record notes the request. Answers 401, 403 and 429 count as invalid.
func (s *Server) record(q *request, a *answer) {
	s.stats.Requests++
	if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden || a.status == http.StatusTooManyRequests {
		s.stats.Invalid++
		s.limits.invalid(s.now())
	}
	status := a.status
	if a.drop {
		status = 0
	}
	s.requests = append(s.requests, Request{s.now(), q.route.pattern, q.http.URL.Path, string(q.json), status})
	if n := s.opt.Forget; n > 0 && len(s.requests) > n {
		s.requests = slices.Delete(s.requests, 0, len(s.requests)-n)
	}
	s.changed.wake()
}

// serveUnknown answers what the simulator does not have, loudly.
func (s *Server) serveUnknown(w http.ResponseWriter, hr *http.Request) {
	s.mu.Lock()
	s.violate(RuleRoute, hr.Method+" "+hr.URL.Path, "the simulator has no such route")
	s.mu.Unlock()
	a := &answer{status: http.StatusNotFound, header: http.Header{}}
	a.setJSON(object{"message": "404: Not Found", "code": 0})
	a.write(w)
}
