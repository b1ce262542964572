package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// spec is Discord's OpenAPI description, read once for a process and shared.
type spec struct {
	doc *openapi3.T
}

// specs are the descriptions read so far, by path: each takes a third of a second.
var specs sync.Map // path -> func() (*spec, error)

// openAPIFile is where the description is looked for: beside a folder above with go.mod.
const openAPIFile = "../shared/discord-openapi.json"

// loadSpec loads the description, or says that nothing is checked against it.
func (s *Server) loadSpec() {
	path := s.opt.OpenAPI
	if path == "off" {
		return
	}
	if path == "" {
		path = findOpenAPI()
	}
	load, _ := specs.LoadOrStore(path, sync.OnceValues(func() (*spec, error) { return readSpec(path) }))
	sp, err := load.(func() (*spec, error))()
	switch {
	case err == nil:
		s.spec = sp
	case s.opt.OpenAPI == "" && errors.Is(err, fs.ErrNotExist):
		if s.opt.TB != nil {
			s.opt.TB.Logf("discordtest: nothing is checked against Discord's OpenAPI description: %v", err)
		}
	default:
		s.fatalf("reading the OpenAPI description: %v", err)
	}
}

func findOpenAPI() string {
	dir, err := os.Getwd()
	if err != nil {
		return openAPIFile
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, openAPIFile)
		}
	}
	return openAPIFile
}

// readSpec reads the description. The validator knows enum and not const, which
// mean the same where const stands, so each const is rewritten.
func readSpec(path string) (*spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	constToEnum(tree)
	if data, err = json.Marshal(tree); err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	return &spec{doc}, nil
}

func constToEnum(v any) {
	switch x := v.(type) {
	case map[string]any:
		if c, ok := x["const"]; ok {
			if _, named := c.(map[string]any); !named {
				delete(x, "const")
				x["enum"] = []any{c}
			}
		}
		for _, y := range x {
			constToEnum(y)
		}
	case []any:
		for _, y := range x {
			constToEnum(y)
		}
	}
}

func (sp *spec) operation(route string) *openapi3.Operation {
	method, path, _ := strings.Cut(route, " ")
	if item := sp.doc.Paths.Value(path); item != nil {
		return item.GetOperation(method)
	}
	return nil
}

// visit checks a value, as decoded from JSON, against a schema.
func visit(schema *openapi3.Schema, v any) error {
	err := schema.VisitJSON(v, openapi3.DisableSchemaErrorDetails())
	if err == nil {
		return nil
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > 400 {
		text = text[:400] + "…"
	}
	return errors.New(text)
}

func visitJSON(schema *openapi3.Schema, data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	return visit(schema, v)
}

// checkRequest checks a request's parameters and body against the description.
func (s *Server) checkRequest(q *request) error {
	if s.spec == nil {
		return nil
	}
	if err := s.spec.checkRequest(q); err != nil {
		e := &apiError{status: 400, code: 50035, message: "Invalid Form Body"}
		return e.as(RuleOpenAPI, "%v", err)
	}
	return nil
}

func (sp *spec) checkRequest(q *request) error {
	op := sp.operation(q.route.pattern)
	if op == nil {
		return errors.New("the route is not described")
	}
	query := q.http.URL.Query()
	for _, p := range op.Parameters {
		if !query.Has(p.Value.Name) {
			continue
		}
		schema := p.Value.Schema.Value
		if err := visit(schema, parameter(schema, query.Get(p.Value.Name))); err != nil {
			return fmt.Errorf("parameter %s: %w", p.Value.Name, err)
		}
	}
	if op.RequestBody == nil || len(q.json) == 0 {
		return nil
	}
	return visitJSON(op.RequestBody.Value.Content.Get("application/json").Schema.Value, q.json)
}

// parameter reads a query parameter as the number or the truth value that its
// schema says it is, and else as text.
func parameter(schema *openapi3.Schema, text string) any {
	var v any
	if (schema.Type.Is("integer") || schema.Type.Is("boolean")) && json.Unmarshal([]byte(text), &v) == nil {
		return v
	}
	return text
}

// checkResponse checks an answer of the simulator's own.
func (s *Server) checkResponse(q *request, a *answer) {
	if s.spec == nil || a.forced || a.drop {
		return
	}
	if err := s.spec.checkResponse(q.route.pattern, a); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.violate(RuleSimulator, q.route.pattern, "answer %d: %v", a.status, err)
	}
}

// checkResponse checks status and body. Of an error only code and message are
// described truly: Discord's own field errors carry words for codes, not numbers.
func (sp *spec) checkResponse(route string, a *answer) error {
	if a.status == http.StatusTooManyRequests {
		return visitJSON(sp.schema("RatelimitedResponse"), a.body)
	}
	if a.status >= http.StatusBadRequest {
		return visitJSON(sp.schema("Error"), a.body)
	}
	op := sp.operation(route)
	if op == nil {
		return errors.New("the route is not described")
	}
	r := op.Responses.Status(a.status)
	if r == nil {
		return errors.New("the status is not described")
	}
	media := r.Value.Content.Get("application/json")
	if media == nil {
		if len(a.body) > 0 {
			return errors.New("a body is not described")
		}
		return nil
	}
	return visitJSON(media.Schema.Value, a.body)
}

func (sp *spec) schema(name string) *openapi3.Schema {
	if ref := sp.doc.Components.Schemas[name]; ref != nil {
		return ref.Value
	}
	return nil
}

// eventSchemas says which objects of an event are described: where they are in
// it, and by which schema. A star stands for every key or item.
func eventSchemas() map[string]map[string]string {
	return map[string]map[string]string{
		"READY":          {"user": "UserResponse"},
		"GUILD_CREATE":   {"": "GuildResponse", "channels.*": "GuildChannelResponse", "threads.*": "ThreadResponse", "members.*": "GuildMemberResponse"},
		"CHANNEL_CREATE": {"": "GuildChannelResponse"},
		"THREAD_CREATE":  {"": "ThreadResponse"},
		"MESSAGE_CREATE": {"": "MessageResponse"},
		"MESSAGE_UPDATE": {"": "MessageResponse"},
		"INTERACTION_CREATE": {"type": "InteractionTypes", "member": "GuildMemberResponse", "user": "UserResponse",
			"message": "MessageResponse", "data.resolved.messages.*": "MessageResponse"},
	}
}

// checkEvent checks the objects of an event that the simulator is about to send.
func (s *Server) checkEvent(name string, data object) {
	if s.spec == nil {
		return
	}
	b, _ := json.Marshal(data)
	var tree any
	_ = json.Unmarshal(b, &tree)
	for path, schema := range eventSchemas()[name] {
		for _, v := range at(tree, path) {
			if err := visit(s.spec.schema(schema), v); err != nil {
				s.violate(RuleSimulator, "gateway", "%s %s: %v", name, path, err)
			}
		}
	}
}

// at finds what stands at a dotted path.
func at(v any, path string) []any {
	if path == "" {
		return []any{v}
	}
	key, rest, _ := strings.Cut(path, ".")
	var found []any
	switch x := v.(type) {
	case map[string]any:
		for k, y := range x {
			if key == "*" || key == k {
				found = append(found, at(y, rest)...)
			}
		}
	case []any:
		for _, y := range x {
			if key == "*" {
				found = append(found, at(y, rest)...)
			}
		}
	}
	return found
}
