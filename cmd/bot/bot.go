package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/config"
	"footnote/internal/ledger"
	"footnote/internal/openai"
	"footnote/internal/retrieval"
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

// session is the corpus, opened to answer questions.
type session struct {
	corpus  *article.Corpus
	ledger  *ledger.DB // nil when it could not be opened, and nothing needs it
	index   *retrieval.Index
	answers *answer.Service
}

// Close releases what open took.
func (s *session) Close() error {
	if s.ledger == nil {
		return nil
	}
	return s.ledger.Close()
}

// open reads the corpus and indexes it. What is wrong with an article is said on
// standard error, a line each; the other articles still answer.
func (b *bot) open(ctx context.Context) (*session, error) {
	corpus, err := b.readCorpus(ctx)
	if err != nil {
		return nil, err
	}
	s, _, err := b.openSession(ctx, corpus, retrieval.Options{Progress: b.progress("embedding passages")})
	return s, err
}

// openSession indexes a corpus and puts the parts of answering together.
func (b *bot) openSession(ctx context.Context, corpus *article.Corpus, o retrieval.Options) (*session, retrieval.Report, error) {
	var meter openai.Meter
	db := b.openLedger(ctx)
	if db != nil {
		o.Cache, meter = db.Embeddings(), db
	}
	model, err := b.model(meter)
	if err != nil {
		return nil, retrieval.Report{}, err
	}
	if o.Embedder, err = b.embedder(); err != nil {
		return nil, retrieval.Report{}, err
	}
	o.Aliases = b.aliases()
	index, report, err := retrieval.Open(ctx, corpus, o)
	if err != nil {
		return nil, report, err
	}
	b.notice(report.Notes...)
	answers := &answer.Service{
		Searcher:  index,
		Extractor: answer.NewExtractor(index),
		Verifier:  verify.New(nil),
		Model:     model,
		Timeout:   b.cfg.OpenAI.Timeout,
		Log:       b.logger(),
	}
	if b.cfg.OpenAI.Judge {
		answers.Judge = model
	}
	return &session{corpus: corpus, ledger: db, index: index, answers: answers}, report, nil
}

func (b *bot) readCorpus(ctx context.Context) (*article.Corpus, error) {
	corpus, err := article.Load(ctx, b.cfg.CorpusDir)
	if err != nil {
		return nil, err
	}
	for _, p := range corpus.Problems {
		where := filepath.Join(b.cfg.CorpusDir, p.Path)
		if p.Line > 0 {
			where = fmt.Sprintf("%s:%d", where, p.Line)
		}
		b.notice(where + ": " + p.Text)
	}
	return corpus, nil
}

// aliases reads the community's synonyms, if the corpus has any. Lines that make no sense
// are said and left out.
func (b *bot) aliases() *retrieval.Aliases {
	name := filepath.Join(b.cfg.CorpusDir, "aliases.txt")
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		b.notice(fmt.Sprintf("answering without aliases: %v", err))
		return nil
	}
	defer f.Close()
	a, err := retrieval.ParseAliases(name, f)
	if err != nil {
		b.notice(err.Error())
	}
	return a
}

// openLedger opens the ledger, which keeps the embeddings too. Answering in a terminal
// needs neither: without them, nil and a line that says so.
func (b *bot) openLedger(ctx context.Context) *ledger.DB {
	db, err := ledger.Open(ctx, b.cfg.DataDir)
	if err != nil {
		b.notice(fmt.Sprintf("nothing will be kept, neither embeddings nor answers: %v", err))
		return nil
	}
	return db
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
