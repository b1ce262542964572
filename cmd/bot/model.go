package main

import (
	"footnote/internal/answer"
	"footnote/internal/openai"
	"footnote/internal/retrieval"
	"footnote/internal/retrieval/embed"
)

// defaultModel writes answers when there is a key and no OPENAI_MODEL: OpenAI's small
// model, since the claims are short and each is verified.
const defaultModel = "gpt-4.1-mini"

// model is what writes answers, or nil: they are then quoted.
func (b *bot) model(meter openai.Meter) (answer.Model, error) {
	o := b.cfg.OpenAI
	if !o.Configured() {
		return nil, nil
	}
	name := o.Model
	if name == "" {
		if o.BaseURL != "" {
			return nil, usage("OPENAI_MODEL: not set (want the name of a model of %s)", o.BaseURL)
		}
		name = defaultModel
	}
	return openai.New(b.server(name, meter)), nil
}

// embedder turns texts into vectors: a server's model when one is named, else offline.
func (b *bot) embedder() (retrieval.Embedder, error) {
	o := b.cfg.OpenAI
	if o.EmbeddingModel == "" {
		return embed.New(), nil
	}
	if !o.Configured() {
		return nil, usage("OPENAI_EMBEDDING_MODEL: needs OPENAI_API_KEY or OPENAI_BASE_URL")
	}
	return openai.NewEmbedder(b.server(o.EmbeddingModel, nil)), nil
}

func (b *bot) server(model string, meter openai.Meter) openai.Config {
	o := b.cfg.OpenAI
	return openai.Config{
		Key: o.APIKey.Reveal(), BaseURL: o.BaseURL, Model: model,
		Timeout: o.Timeout, Concurrency: o.Concurrency,
		DailyTokens: o.DailyBudget, Meter: meter, Log: b.logger(),
	}
}
