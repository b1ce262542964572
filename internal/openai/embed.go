package openai

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	goopenai "github.com/sashabaranov/go-openai"
)

// Limits of one embeddings request. OpenAI takes 2,048 inputs, 300,000 tokens in all and
// 8,192 in one; local servers take less, so these stay well below. A text over
// maxInput is embedded by its beginning.
const (
	maxBatch       = 96     // texts
	maxBatchTokens = 50_000 // by estimate
	maxInput       = 24_000 // bytes
	maxEmbedBody   = 256 << 20
)

// aloneTimeout bounds the request for a single text: it is a question's, and somebody
// waits for the answer.
const aloneTimeout = 10 * time.Second

// Embedder turns texts into vectors by one model. It is safe for concurrent use.
// Its tokens count in Used but not against the daily budget, which is for answers.
type Embedder struct {
	*server
	name   string
	length atomic.Int64 // of every vector, once the first has come
	tokens atomic.Int64
}

// NewEmbedder makes an Embedder of cfg.Model, an embedding model. It sends nothing.
func NewEmbedder(cfg Config) *Embedder {
	s := newServer(cfg, maxEmbedBody)
	sum := sha256.Sum256([]byte(s.cfg.BaseURL))
	return &Embedder{server: s, name: "openai:" + cfg.Model + "@" + hex.EncodeToString(sum[:4])}
}

// Format prints the model and its server and never the key, whatever the verb.
func (e *Embedder) Format(f fmt.State, verb rune) { e.cfg.Format(f, verb) }

// Name tells apart the vectors of different models and servers.
func (e *Embedder) Name() string { return e.name }

// Used is how many tokens this Embedder has used since it was made.
func (e *Embedder) Used() int64 { return e.tokens.Load() }

// Embed returns a vector for each text, in the same order, all of one length. It
// sends them in batches and fails as a whole.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, 0, len(texts))
	for len(texts) > 0 {
		n := batch(texts)
		vectors, err := e.embed(ctx, texts[:n])
		if err != nil {
			return nil, err
		}
		out, texts = append(out, vectors...), texts[n:]
	}
	return out, nil
}

// batch is how many of texts go into one request: at least one.
func batch(texts []string) int {
	tokens := 0
	for i, t := range texts {
		if tokens += estimate(clip(t, maxInput)); i == maxBatch || i > 0 && tokens > maxBatchTokens {
			return i
		}
	}
	return len(texts)
}

// embed sends one batch. One that the server finds too long is sent in halves: of its
// texts, and in the end of the text itself.
func (e *Embedder) embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors, err := e.request(ctx, texts)
	var refusal *Error
	if !errors.As(err, &refusal) || !refusal.tooLong() {
		return vectors, err
	}
	if len(texts) > 1 {
		first, err := e.embed(ctx, texts[:len(texts)/2])
		if err != nil {
			return nil, err
		}
		rest, err := e.embed(ctx, texts[len(texts)/2:])
		return append(first, rest...), err
	}
	if len(texts[0]) < 1000 { // no model takes less: something else is wrong
		return nil, err
	}
	return e.embed(ctx, []string{clip(texts[0], min(len(texts[0]), maxInput)/2)})
}

func (e *Embedder) request(ctx context.Context, texts []string) ([][]float32, error) {
	input := make([]string, len(texts))
	for i, t := range texts {
		input[i] = clip(t, maxInput)
		if strings.TrimSpace(t) == "" {
			input[i] = "-" // an empty input is refused
		}
	}
	timeout := e.cfg.Timeout
	if len(texts) == 1 {
		timeout = min(timeout, aloneTimeout)
	}
	var vectors [][]float32
	err := e.do(ctx, timeout, func(ctx context.Context, _ int) error {
		resp, err := e.api.CreateEmbeddings(ctx, goopenai.EmbeddingRequest{Input: input, Model: goopenai.EmbeddingModel(e.cfg.Model)})
		if err != nil {
			return err
		}
		e.tokens.Add(int64(resp.Usage.TotalTokens))
		vectors, err = e.ordered(resp.Data, len(input))
		return err
	})
	return vectors, err
}

// ordered checks that data holds n good vectors and returns them in the order of their
// texts. A server that numbers none sends them in order.
func (e *Embedder) ordered(data []goopenai.Embedding, n int) ([][]float32, error) {
	if len(data) != n {
		return nil, e.nonsense("%d vectors for %d texts", len(data), n)
	}
	numbered := false
	for _, d := range data {
		numbered = numbered || d.Index != 0
	}
	out := make([][]float32, n)
	for i, d := range data {
		if numbered {
			i = d.Index
		}
		if i < 0 || i >= n || out[i] != nil {
			return nil, e.nonsense("a vector numbered %d of %d twice or beyond", i, n)
		}
		if err := e.check(d.Embedding); err != nil {
			return nil, err
		}
		out[i] = d.Embedding
	}
	return out, nil
}

// check refuses a vector that is empty, all zero or of another length than those before.
func (e *Embedder) check(v []float32) error {
	e.length.CompareAndSwap(0, int64(len(v)))
	if want := e.length.Load(); int64(len(v)) != want || want == 0 {
		return e.nonsense("a vector of length %d, after some of %d", len(v), want)
	}
	for _, x := range v {
		if x != 0 {
			return nil
		}
	}
	return e.nonsense("a vector of zeros")
}

func (e *Embedder) nonsense(format string, args ...any) error {
	return &Error{reason: Rejected, text: fmt.Sprintf("%s embeds wrongly with %s: ", e.host, e.cfg.Model) + fmt.Sprintf(format, args...)}
}

// clip cuts s to at most n bytes, at a rune's boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
