// Package openai owns the conversation with one OpenAI-compatible server: streamed
// chat, embeddings in batches, and everything that such a server does to its callers.
// It retries what may heal, sends no parameter that the server has refused before,
// counts tokens against a daily budget and keeps the key out of every text it makes.
//
// It is the one importer of go-openai and imports nothing else of this program: what
// is asked of a model, and what becomes of its words, is its callers' business.
package openai
