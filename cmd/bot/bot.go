package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/config"
	"footnote/internal/ledger"
	"footnote/internal/live"
	"footnote/internal/openai"
)

// bot is what every subcommand shares: its settings and its three streams.
type bot struct {
	cfg     config.Config
	environ []string
	serving bool // the command is serve
	in      io.Reader
	out     io.Writer
	err     io.Writer
}

// session is the corpus, open to be asked.
type session struct {
	corpus  *live.Corpus
	ledger  *ledger.DB // nil where it could not be opened, and the command needs none
	answers *answer.Service
	checker *answer.Checker
}

// Close releases what open took.
func (s *session) Close() error {
	if s.ledger == nil {
		return nil
	}
	return s.ledger.Close()
}

// open opens the ledger and the corpus to answer one command. What is wrong with an
// article is said on standard error, a line each; the others answer all the same. Without
// a ledger, answering works too: nothing is kept, and a line says so.
func (b *bot) open(ctx context.Context) (*session, error) {
	db, err := ledger.Open(ctx, b.cfg.DataDir)
	if err != nil {
		b.notice(fmt.Sprintf("nothing will be kept, neither embeddings nor answers: %v", err))
	}
	return b.openWith(ctx, db, live.Options{})
}

// openWith reads the corpus and puts the parts of answering together. It closes db when it
// fails.
func (b *bot) openWith(ctx context.Context, db *ledger.DB, o live.Options) (*session, error) {
	s := &session{ledger: db}
	var meter openai.Meter
	var cache *ledger.Embeddings
	if db != nil {
		cache = db.Embeddings()
		o.Cache, meter = cache, db
	}
	if err := b.assemble(ctx, s, o, meter); err != nil {
		s.Close()
		return nil, err
	}
	if cache != nil && cache.Damaged() > 0 {
		b.notice(fmt.Sprintf("damaged vectors in the cache: %d; they were embedded anew", cache.Damaged()))
	}
	b.notice(s.corpus.Now().Notices...)
	return s, nil
}

func (b *bot) assemble(ctx context.Context, s *session, o live.Options, meter openai.Meter) error {
	model, err := b.model(meter)
	if err != nil {
		return err
	}
	if o.Embedder, err = b.embedder(); err != nil {
		return err
	}
	o.Dir, o.Progress = b.cfg.CorpusDir, b.progress("embedding passages")
	if s.corpus, err = live.Open(ctx, o); err != nil {
		return err
	}
	verifier := verify.New(func(phrase string) []string { return s.corpus.Now().Aliases.Others(phrase) })
	s.checker = &answer.Checker{Searcher: s.corpus, Prover: verifier}
	s.answers = &answer.Service{
		Searcher:  s.corpus,
		Extractor: s.corpus,
		Verifier:  verifier,
		Model:     model,
		Timeout:   b.cfg.OpenAI.Timeout,
		Log:       b.logger(),
	}
	if b.cfg.OpenAI.Judge {
		s.answers.Judge = model
	}
	return nil
}

// notice tells the operator something, a line each, on standard error.
func (b *bot) notice(lines ...string) {
	for _, l := range lines {
		fmt.Fprintln(b.err, "bot:", l)
	}
}

// logger writes what happens inside, for the operator, on standard error. A command that
// runs once is spared the routine of one that serves.
func (b *bot) logger() *slog.Logger {
	level := b.cfg.LogLevel
	if level == slog.LevelInfo && !b.serving {
		level = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(b.err, &slog.HandlerOptions{Level: level}))
}
