package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"footnote/internal/discord"
	"footnote/internal/ledger"
	"footnote/internal/live"
)

// exitFinal says that Discord will not have the bot until somebody changes a setting, so
// that a supervisor need not try again.
const exitFinal = 3

func (b *bot) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer a community in Discord",
		Long: `Connects to Discord and answers there until it is told to stop (SIGTERM or Ctrl-C): it
then takes no more questions, finishes the running ones, and leaves. It needs
DISCORD_TOKEN; docs/operating.md leads there step by step.

The articles are watched, and read again when they change. With HTTP_ADDR it serves
/healthz, /readyz and /metrics.

It ends with code 3 when Discord will not have it until a setting is changed.`,
		Example: "  bot serve\n  HTTP_ADDR=127.0.0.1:8080 bot serve --data /var/lib/footnote",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return b.serve(cmd.Context()) },
	}
}

func (b *bot) serve(ctx context.Context) error {
	b.serving = true
	if b.cfg.Discord.Token == "" {
		return usage("DISCORD_TOKEN: not set (docs/operating.md says how to get one)")
	}
	shards, err := shardCount(b.cfg.Discord.Shards)
	if err != nil {
		return err
	}
	db, err := ledger.Open(ctx, b.cfg.DataDir)
	if err != nil {
		return err
	}
	compare := b.corpusChanged(db)
	var bot *discord.Bot // there before anything reads the corpus again
	s, err := b.openWith(ctx, db, live.Options{Prune: true, Changed: func(ctx context.Context, e *live.Edition) {
		compare(ctx, e)
		bot.CorpusChanged()
	}})
	if err != nil {
		return err
	}
	defer s.Close()
	compare(ctx, s.corpus.Now()) // it may have changed while nobody served
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	bot, err = discord.New(b.discordConfig(s, shards, registry))
	if err != nil {
		return err
	}
	return b.runAll(ctx, s, bot, registry)
}

// runAll runs the bot, the watch over the corpus, the purge and the HTTP server until ctx
// ends or one of them fails.
func (b *bot) runAll(ctx context.Context, s *session, bot *discord.Bot, registry *prometheus.Registry) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		err := bot.Run(ctx)
		var final *discord.FinalError
		if errors.As(err, &final) {
			return exitError{exitFinal, err}
		}
		if err == nil {
			err = errStopped
		}
		return err
	})
	g.Go(func() error { return b.watch(ctx, s.corpus) })
	g.Go(func() error { return b.purge(ctx, s.ledger) })
	if b.cfg.Discord.HTTPAddr != "" {
		g.Go(func() error { return b.serveHTTP(ctx, bot, registry) })
	}
	if err := g.Wait(); !errors.Is(err, errStopped) {
		return err
	}
	return nil
}

// errStopped ends the group when the bot has left in good order.
var errStopped = errors.New("stopped")

func (b *bot) discordConfig(s *session, shards int, registry prometheus.Registerer) discord.Config {
	d := b.cfg.Discord
	return discord.Config{
		Token: d.Token.Reveal(), APIURL: d.APIURL, Shards: shards, MessageContent: bool(d.MessageContentIntent),
		Answerer: s.answers, Searcher: s.corpus, Checker: s.checker, Corpus: s.corpus.Articles, Store: s.ledger, About: b.about(s),
		MemberRate: d.MemberRate, ServerRate: d.ServerRate, Workers: d.Workers, QueueSize: d.QueueSize,
		ShutdownGrace: d.ShutdownGrace, Logger: b.logger(), Metrics: registry,
		Reload: func(ctx context.Context) (string, error) { return b.reload(ctx, s.corpus) },
	}
}

// reload reads the corpus again and says what came of it.
func (b *bot) reload(ctx context.Context, c *live.Corpus) (string, error) {
	e, changed, err := c.Reload(ctx)
	if err != nil {
		return "", err
	}
	summary := fmt.Sprintf("There are %d articles, and nothing in them changed.", len(e.Corpus.Articles))
	if changed {
		summary = fmt.Sprintf("The articles changed; there are %d now. Past answers were compared with them.", len(e.Corpus.Articles))
	}
	if n := len(e.Notices); n > 0 {
		b.logger().Info("corpus read again", "articles", len(e.Corpus.Articles), "version", e.Corpus.Version, "notices", e.Notices)
		summary += fmt.Sprintf(" %d notices are in the operator's log.", n)
	}
	return summary, nil
}

// about is what /about says of this installation.
func (b *bot) about(s *session) discord.About {
	a := discord.About{
		Writer: "Answers are sentences of the articles, quoted word for word.",
		Keeps:  "I keep questions, answers and who asked, so that moderators can check them, until you delete yours with /forget.",
	}
	if s.answers.Model != nil {
		a.Writer = fmt.Sprintf("Answers are written by the model %s, and each sentence is checked against its quotes before anyone sees it.", s.answers.Model.Name())
	}
	if days := b.cfg.Privacy.RetentionDays; days > 0 {
		a.Keeps = fmt.Sprintf("I keep questions, answers and who asked, so that moderators can check them, for %d days, or until you delete yours with /forget.", days)
	}
	return a
}

// corpusChanged tells the ledger of a new edition, so that answers which cite words no
// longer there are found.
func (b *bot) corpusChanged(db *ledger.DB) func(context.Context, *live.Edition) {
	log := b.logger()
	return func(ctx context.Context, e *live.Edition) {
		c, err := db.Correct(ctx, e.Corpus, time.Now())
		if err == nil {
			_, err = db.QueueStale(ctx)
		}
		if err != nil {
			log.Error("past answers could not be compared with the changed articles", "error", err)
			return
		}
		if len(c.Changed) > 0 {
			log.Info("articles changed", "articles", c.Changed, "quotes_gone", c.Gone, "quotes_back", c.Back,
				"answers_stale", c.Stale, "approvals_lapsed", c.Lapsed)
		}
	}
}

// watch reads the corpus again whenever its files change.
func (b *bot) watch(ctx context.Context, c *live.Corpus) error {
	log := b.logger()
	w, err := c.Watch()
	if err != nil {
		log.Warn("the articles are not watched; restart after changing them", "error", err)
		return nil
	}
	w.Run(ctx, func(e *live.Edition, changed bool, err error) {
		if err != nil {
			log.Error("the changed articles could not be read", "error", err)
		}
		if changed {
			log.Info("corpus read again", "articles", len(e.Corpus.Articles), "version", e.Corpus.Version, "notices", e.Notices)
		}
	})
	return nil
}

// purge deletes, once a day, what is older than the operator keeps.
func (b *bot) purge(ctx context.Context, db *ledger.DB) error {
	days := b.cfg.Privacy.RetentionDays
	if days == 0 {
		return nil
	}
	log := b.logger()
	tick := time.NewTicker(24 * time.Hour)
	defer tick.Stop()
	for {
		f, err := db.Purge(ctx, time.Now().AddDate(0, 0, -days))
		if err != nil && ctx.Err() == nil {
			log.Error("old questions could not be deleted", "error", err)
		} else if f != (ledger.Forgotten{}) {
			log.Info("old questions deleted", "days", days, "deleted", f.Deleted, "nameless", f.Nameless)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// serveHTTP serves health and metrics until ctx ends.
func (b *bot) serveHTTP(ctx context.Context, bot *discord.Bot, registry *prometheus.Registry) error {
	mux := http.NewServeMux()
	mux.Handle("/", bot.Handler())
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry}))
	listener, err := net.Listen("tcp", b.cfg.Discord.HTTPAddr)
	if err != nil {
		return fmt.Errorf("HTTP_ADDR: %w", err)
	}
	b.logger().Info("serving health and metrics", "address", listener.Addr().String())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("HTTP_ADDR: %w", err)
	}
	return nil
}

// shardCount reads DISCORD_SHARDS: 0 leaves the number to Discord.
func shardCount(s string) (int, error) {
	if s == "auto" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, usage("DISCORD_SHARDS: %q is neither auto nor a number from 1", s)
	}
	return n, nil
}
