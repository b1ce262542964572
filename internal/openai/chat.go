package openai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	goopenai "github.com/sashabaranov/go-openai"
)

// Client chats with one model. It is safe for concurrent use.
type Client struct {
	*server
	budget *budget
	quirks quirks

	prompt, completion atomic.Int64
}

// maxChatBody bounds what is read of one reply, in bytes of its stream.
const maxChatBody = 8 << 20

// New makes a Client. It sends nothing: a wrong key shows at the first call, or Check.
func New(cfg Config) *Client {
	c := &Client{server: newServer(cfg, maxChatBody)}
	c.budget = &budget{limit: c.cfg.DailyTokens, meter: c.cfg.Meter, now: c.cfg.Now, log: c.cfg.Log}
	c.quirks.guess(c.cfg.Model, c.host)
	return c
}

// Format prints the model and its server and never the key, whatever the verb.
func (c *Client) Format(f fmt.State, verb rune) { c.cfg.Format(f, verb) }

// Name is the model's name.
func (c *Client) Name() string { return c.cfg.Model }

// Used is how many tokens this Client has used since it was made.
func (c *Client) Used() (prompt, completion int64) {
	return c.prompt.Load(), c.completion.Load()
}

// Check asks the server for its models: nil when it answers, takes the key, and has
// the model, or keeps no list to look in.
func (c *Client) Check(ctx context.Context) error {
	return c.do(ctx, c.cfg.Timeout, func(ctx context.Context, _ int) error {
		list, err := c.api.ListModels(ctx)
		var ids []string
		for _, m := range list.Models {
			ids = append(ids, m.ID)
		}
		if err != nil || len(ids) == 0 || slices.Contains(ids, c.cfg.Model) || slices.Contains(ids, c.cfg.Model+":latest") {
			return err
		}
		slices.Sort(ids)
		return &Error{reason: Rejected, text: fmt.Sprintf("%s does not have the model %q; set OPENAI_MODEL to one of: %s",
			c.host, c.cfg.Model, oneLine(strings.Join(ids, " ")))}
	})
}

// Chat asks for a reply to one system and one user message, in JSON by schema where
// the server can do that ("" or nil: in free text), and returns the tokens used, by
// the server's count or else by estimate.
//
// text receives the reply piece by piece. attempt counts from 1; it goes up when a
// call that failed, perhaps in the middle of its reply, is made anew: what came before
// is then void. An empty piece announces each attempt before it is sent. When text
// returns false the reply ends there, without an error.
func (c *Client) Chat(ctx context.Context, system, user string, schema []byte, text func(attempt int, piece string) bool) (prompt, completion int, err error) {
	most := estimate(system) + estimate(user) + c.quirks.now().room(c.cfg.MaxTokens)
	settle, err := c.budget.reserve(ctx, most)
	if err != nil {
		return 0, 0, err
	}
	var used usage
	err = c.do(ctx, c.cfg.Timeout, func(ctx context.Context, attempt int) error {
		if !text(attempt, "") {
			return nil
		}
		one, err := c.reply(ctx, system, user, schema, func(piece string) bool { return text(attempt, piece) })
		used.prompt += one.prompt
		used.completion += one.completion
		return err
	})
	settle(used.prompt + used.completion)
	c.prompt.Add(int64(used.prompt))
	c.completion.Add(int64(used.completion))
	return used.prompt, used.completion, err
}

// reply sends one request, again without what the server turns out not to take.
func (c *Client) reply(ctx context.Context, system, user string, schema []byte, text func(string) bool) (usage, error) {
	way := c.quirks.now()
	for {
		used, err := c.stream(ctx, c.request(way, system, user, schema), text)
		if err == nil && c.quirks.remember(way) {
			c.cfg.Log.Info("learned what the model's server takes", "host", c.host, "parameters", fmt.Sprintf("%+v", way))
		}
		var e *Error
		if !errors.As(err, &e) || e.reason != Rejected {
			return used, err
		}
		simpler, ok := way.without(e)
		if !ok {
			return used, err
		}
		way = simpler
	}
}

func (c *Client) request(way manner, system, user string, schema []byte) goopenai.ChatCompletionRequest {
	req := goopenai.ChatCompletionRequest{
		Model: c.cfg.Model,
		Messages: []goopenai.ChatCompletionMessage{
			{Role: goopenai.ChatMessageRoleSystem, Content: system},
			{Role: goopenai.ChatMessageRoleUser, Content: user},
		},
		Stream: true,
	}
	if len(schema) > 0 {
		req.ResponseFormat = way.format(schema)
	}
	way.apply(&req, c.cfg.MaxTokens)
	return req
}

// stream sends req and hands on its reply. The usage counts, whatever the error.
func (c *Client) stream(ctx context.Context, req goopenai.ChatCompletionRequest, text func(string) bool) (usage, error) {
	stream, err := c.api.CreateChatCompletionStream(ctx, req)
	if err != nil {
		return usage{}, err
	}
	defer stream.Close()
	used := usage{prompt: estimate(req.Messages[0].Content) + estimate(req.Messages[1].Content)}
	for finished := false; ; {
		chunk, err := stream.Recv()
		if err != nil && finished {
			return used, nil
		}
		if err != nil {
			return used, broken(c.host, err)
		}
		used.count(chunk.Usage)
		for _, choice := range chunk.Choices {
			if choice.Delta.Refusal != "" || choice.FinishReason == goopenai.FinishReasonContentFilter {
				return used, &Error{reason: Refused, text: c.cfg.Model + " refused to answer: " + oneLine(choice.Delta.Refusal)}
			}
			finished = finished || choice.FinishReason != ""
			used.guess(choice.Delta)
			if choice.Delta.Content != "" && !text(choice.Delta.Content) {
				return used, nil
			}
		}
	}
}

// usage counts the tokens of a request: by the server's word, else by estimate.
type usage struct {
	prompt, completion int
	said               bool // by the server
}

func (u *usage) count(said *goopenai.Usage) {
	if said != nil && said.TotalTokens > 0 {
		*u = usage{prompt: said.PromptTokens, completion: said.CompletionTokens, said: true}
	}
}

func (u *usage) guess(delta goopenai.ChatCompletionStreamChoiceDelta) {
	if !u.said {
		u.completion += estimate(delta.Content) + estimate(delta.ReasoningContent)
	}
}
