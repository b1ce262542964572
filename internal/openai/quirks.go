package openai

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	goopenai "github.com/sashabaranov/go-openai"
)

// manner is how a request is put: what the server is known, or hoped, to take.
type manner struct {
	Shape       shape
	Limit       limit
	Swapped     bool // Limit is the second name tried
	Temperature bool
	Effort      bool // reasoning_effort
	Usage       bool // stream_options: include_usage
}

// shape is how a reply is held to JSON, from the strictest on.
type shape string

const (
	bySchema shape = "json_schema"
	byObject shape = "json_object"
	byPrompt shape = "prompt" // only the prompt asks for it
)

// limit is the name of the parameter that limits a reply.
type limit string

const (
	maxCompletionTokens limit = "max_completion_tokens"
	maxTokens           limit = "max_tokens"
	noLimit             limit = "none"
)

const (
	// temperature keeps replies close to the passages. It is not 0, which go-openai
	// leaves out, and the default is 1.
	temperature = 0.1
	// thinkingRoom is what a reasoning model may use beside its reply, in tokens.
	thinkingRoom = 4000
)

// newerModel matches the models that refuse temperature and max_tokens:
// o1, o3, o4-mini, gpt-5-mini, openai/gpt-5 and those after.
var newerModel = regexp.MustCompile(`^(?:.*/)?(?:o[1-9]|gpt-[5-9])(?:$|[^0-9])`)

// quirks is what was found out about a model and its server. It starts from their
// names and learns from refusals.
type quirks struct {
	mu    sync.Mutex
	known manner
}

func (q *quirks) guess(model, host string) {
	q.known = manner{Shape: bySchema, Temperature: true, Usage: true, Limit: maxTokens}
	if strings.HasSuffix(host, "openai.com") {
		q.known.Limit = maxCompletionTokens
	}
	if newerModel.MatchString(model) {
		q.known.Temperature, q.known.Effort, q.known.Limit = false, true, maxCompletionTokens
	}
}

func (q *quirks) now() manner {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.known
}

// remember keeps the manner that worked and reports whether that is news.
func (q *quirks) remember(m manner) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	news := q.known != m
	q.known = m
	return news
}

// without is m without what the refusal blames. A refusal that blames nothing we send
// is put down to the reply's shape, on which servers differ most. It reports false
// when nothing is left to do without.
func (m manner) without(refusal *Error) (manner, bool) {
	blames := func(name string) bool {
		return refusal.param == name || refusal.param == "" && strings.Contains(refusal.text, name)
	}
	switch {
	case m.Temperature && blames("temperature"):
		m.Temperature = false
	case m.Effort && blames("reasoning_effort"):
		m.Effort = false
	case m.Usage && (blames("stream_options") || blames("include_usage")):
		m.Usage = false
	case m.Limit != noLimit && blames(string(m.Limit)):
		m.Limit, m.Swapped = m.otherLimit(), true
	case m.Shape == bySchema && refusal.mayBlameShape():
		m.Shape = byObject
	case m.Shape == byObject && refusal.mayBlameShape():
		m.Shape = byPrompt
	default:
		return m, false
	}
	return m, true
}

func (m manner) otherLimit() limit {
	switch {
	case m.Swapped:
		return noLimit
	case m.Limit == maxTokens:
		return maxCompletionTokens
	}
	return maxTokens
}

// mayBlameShape reports whether a refusal without a name in it can be one of the
// response_format. A model that is not there, or a prompt that is too long, is not.
func (e *Error) mayBlameShape() bool {
	return (e.status == 400 || e.status == 422 || e.status == 501) && !e.tooLong()
}

// format is the response_format that asks for schema, if any does.
func (m manner) format(schema []byte) *goopenai.ChatCompletionResponseFormat {
	switch m.Shape {
	case bySchema:
		return &goopenai.ChatCompletionResponseFormat{
			Type: goopenai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &goopenai.ChatCompletionResponseFormatJSONSchema{
				Name: "reply", Schema: json.RawMessage(schema), Strict: true,
			},
		}
	case byObject:
		return &goopenai.ChatCompletionResponseFormat{Type: goopenai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return nil
}

// apply sets what m knows the server to take. tokens limits the reply.
func (m manner) apply(req *goopenai.ChatCompletionRequest, tokens int) {
	if m.Temperature {
		req.Temperature = temperature
	}
	if m.Effort {
		req.ReasoningEffort = goopenai.ReasoningEffortLow
	}
	if m.Usage {
		req.StreamOptions = &goopenai.StreamOptions{IncludeUsage: true}
	}
	switch m.Limit {
	case maxCompletionTokens:
		req.MaxCompletionTokens = m.room(tokens)
	case maxTokens:
		//lint:ignore SA1019 the only name that smaller servers know
		req.MaxTokens = m.room(tokens)
	}
}

// room is what a reply of so many tokens may take, with the thinking before it.
func (m manner) room(tokens int) int {
	if m.Limit == maxCompletionTokens && !m.Temperature {
		return tokens + thinkingRoom
	}
	return tokens
}
