package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// Answerer answers questions: answer.Service, or a fake. Every claim goes to show as soon
// as it is verified.
type Answerer interface {
	Ask(ctx context.Context, req answer.Request, show func(verify.Claim)) (answer.Answer, error)
}

// Searcher finds passages: retrieval.Index, or a fake.
type Searcher interface {
	Search(ctx context.Context, query string, k int) (retrieval.Result, error)
}

// Checker says whether the corpus supports a claim: answer.Checker, or a fake.
type Checker interface {
	Check(ctx context.Context, claim string) (answer.Checked, error)
}

// About is what /about says of this installation, in plain sentences.
type About struct {
	Writer string // who writes the answers: "Answers are quoted from the articles.", or a model's name
	Keeps  string // what is kept of members, and for how long
}

// Config is what a Bot needs. Only the fields said to be optional may be left out.
type Config struct {
	Token  string
	APIURL string // optional: Discord's own
	Shards int    // 0: as many as Discord recommends
	// MessageContent says that the privileged intent was granted, so that follow-ups in
	// threads need no mention.
	MessageContent bool

	Answerer Answerer
	Searcher Searcher
	Checker  Checker
	Corpus   func() *article.Corpus // as it is now
	Store    Store
	About    About
	// Reload reads the corpus again, for /corpus reload, and says in a plain sentence what
	// came of it. Optional.
	Reload func(context.Context) (summary string, err error)

	MemberRate, ServerRate int           // questions a minute; 0: 6 and 60
	Workers, QueueSize     int           // questions answered at once, and waiting; 0: 8 and 1000
	AnswerTimeout          time.Duration // for one answer; 0: 2 minutes
	ShutdownGrace          time.Duration // for the running answers when told to stop; 0: 20 s

	Logger  *slog.Logger          // optional
	Metrics prometheus.Registerer // optional
}

// discordAPI is where Discord's REST API is, in the version that discordgo's types are of.
var discordAPI = "https://discord.com/api/v" + discordgo.APIVersion

func (c Config) withDefaults() Config {
	if c.APIURL == "" {
		c.APIURL = discordAPI
	}
	for _, s := range []struct {
		value *int
		usual int
	}{{&c.MemberRate, 6}, {&c.ServerRate, 60}, {&c.Workers, 8}, {&c.QueueSize, 1000}} {
		if *s.value == 0 {
			*s.value = s.usual
		}
	}
	if c.AnswerTimeout == 0 {
		c.AnswerTimeout = 2 * time.Minute
	}
	if c.ShutdownGrace == 0 {
		c.ShutdownGrace = 20 * time.Second
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) check() error {
	switch {
	case c.Token == "":
		return errors.New("DISCORD_TOKEN is not set: copy the bot's token from Discord's developer portal")
	case c.Answerer == nil || c.Searcher == nil || c.Checker == nil || c.Corpus == nil || c.Store == nil:
		return errors.New("discord: the bot needs an answerer, a searcher, a checker, a corpus and a store")
	case c.Shards < 0:
		return fmt.Errorf("DISCORD_SHARDS: %d is not a number of shards (want auto, or 1 or more)", c.Shards)
	}
	return nil
}

// frontWorkers take events in and acknowledge; what takes longer goes to the workers.
const (
	frontWorkers = 64
	frontQueue   = 4096
)

// Bot answers a community in Discord.
type Bot struct {
	cfg     Config
	log     *slog.Logger
	rest    *rest
	metrics *metrics
	fair    fairness
	pace    pace
	parting time.Duration // for the apologies when the grace is over
	beat    patience
	logins  *identifies
	now     func() time.Time

	front   *pool // takes events in
	workers *pool // answers
	shards  atomic.Pointer[[]*shard]
	leaving atomic.Bool
	gate    sync.RWMutex // held while a question is taken; closed for good by leave
	threads *threads
	flights *flights
	turns   *turns // at changing the messages of a finished answer

	changed   chan struct{} // holds one when the corpus has changed
	reloading sync.Mutex

	me       identity
	stop     context.Context // ends the answering
	delivery context.Context // ends the last words, too
}

// New makes a bot. It connects to nothing until Run.
func New(cfg Config) (*Bot, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	b := &Bot{
		cfg: cfg, log: cfg.Logger, metrics: newMetrics(cfg.Metrics),
		rest: newREST(cfg.APIURL, cfg.Token), pace: usualPace(), now: time.Now,
		fair:    fairness{members: newRates(cfg.MemberRate), guilds: newRates(cfg.ServerRate)},
		beat:    patience{dial: 15 * time.Second, hello: 15 * time.Second, login: 20 * time.Second, beats: 2, part: 3 * time.Second, retry: 500 * time.Millisecond},
		parting: 8 * time.Second,
		logins:  newIdentifies(5*time.Second, dailyIdentifies),
		threads: newThreads(), flights: newFlights(), turns: newTurns(), changed: make(chan struct{}, 1),
	}
	b.front = newPool(frontWorkers+frontQueue, b.panicked)
	b.workers = newPool(cfg.Workers+cfg.QueueSize, b.panicked)
	b.registerGauges(cfg.Metrics)
	b.rest.told = func(route string, status int) {
		b.metrics.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	}
	return b, nil
}

// Run connects and answers until ctx ends. Then it takes no more questions, gives the
// running ones their last word, and leaves. Its error is a *FinalError when Discord will
// not have the bot until somebody changes a setting.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.identifyItself(ctx); err != nil {
		return endOf(ctx, err)
	}
	shards, err := b.newShards(ctx)
	if err != nil {
		return endOf(ctx, err)
	}
	var stopAnswers, stopDelivery context.CancelFunc
	b.stop, stopAnswers = context.WithCancel(context.WithoutCancel(ctx))
	defer stopAnswers()
	b.delivery, stopDelivery = context.WithCancel(context.WithoutCancel(ctx))
	defer stopDelivery()
	online, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	b.front.open(frontWorkers)
	b.workers.open(b.cfg.Workers)

	g, failed := errgroup.WithContext(online)
	for _, s := range shards {
		g.Go(func() error { return s.run(failed) })
	}
	b.shards.Store(&shards)
	tasks, stopTasks := context.WithCancel(ctx)
	var background errgroup.Group
	background.Go(func() error { b.registerCommands(tasks); return nil })
	background.Go(func() error { b.catchUp(tasks); return nil })
	background.Go(func() error { b.noteChanges(tasks); return nil })
	select {
	case <-ctx.Done():
	case <-failed.Done():
	}
	stopTasks()
	_ = background.Wait()
	b.drain(stopAnswers, stopDelivery)
	hangUp()
	err = g.Wait()
	stopAnswers()
	parting := time.AfterFunc(b.parting, stopDelivery)
	defer parting.Stop()
	b.front.drain()
	b.shards.Store(nil)
	return err
}

// endOf hides the error of a context that was meant to end.
func endOf(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// drain gives the questions that were taken their last word: an answer within the grace,
// an apology after that, and no more than a few seconds for the apologies.
func (b *Bot) drain(stopAnswers, stopDelivery context.CancelFunc) {
	b.leaving.Store(true)
	b.gate.Lock() // for good, as soon as those that are being taken are
	b.log.Info("leaving: finishing what was asked", "questions", b.workers.length())
	grace := time.AfterFunc(b.cfg.ShutdownGrace, stopAnswers)
	defer grace.Stop()
	parting := time.AfterFunc(b.cfg.ShutdownGrace+b.parting, stopDelivery)
	defer parting.Stop()
	b.workers.drain()
}

// identifyItself asks Discord which application the token belongs to, as often as it
// takes, and prints the link to invite it.
func (b *Bot) identifyItself(ctx context.Context) error {
	err := b.insist(ctx, "reach discord", func() (err error) {
		b.me, err = b.rest.identity(ctx)
		return err
	})
	var refusal *apiError
	if errors.As(err, &refusal) && refusal.Status == http.StatusUnauthorized {
		return &FinalError{Code: 4004, Text: finalText(4004)}
	}
	if err == nil {
		b.log.Info("invite the bot to a server with this link", "link", inviteLink(b.me.application))
	}
	return err
}

// permissionsNeeded are View Channels, Send Messages, Send Messages in Threads and Read
// Message History (without which a reply is refused).
const permissionsNeeded = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages |
	discordgo.PermissionSendMessagesInThreads | discordgo.PermissionReadMessageHistory

func inviteLink(application string) string {
	q := url.Values{
		"client_id": {application}, "scope": {"bot applications.commands"},
		"permissions": {strconv.FormatInt(permissionsNeeded, 10)},
	}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}

func (b *Bot) registerCommands(ctx context.Context) {
	err := b.insist(ctx, "register the commands", func() error {
		changed, err := b.rest.register(ctx, b.me.application, commands())
		if err == nil {
			b.log.Info("commands are registered", "changed", changed)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		b.log.Error("could not register the commands", "err", err)
	}
}

// insist repeats do until it succeeds, ctx ends, or Discord refuses it for good.
func (b *Bot) insist(ctx context.Context, what string, do func() error) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		err := do()
		var refusal *apiError
		switch {
		case err == nil || ctx.Err() != nil:
			return err
		case errors.As(err, &refusal) && refusal.Status < 500 && refusal.Status != 429:
			return err
		}
		b.log.Warn("could not "+what+": trying again", "err", err, "in", wait)
		if err := sleepUntil(ctx, time.Now().Add(wait)); err != nil {
			return err
		}
	}
}

func (b *Bot) newShards(ctx context.Context) ([]*shard, error) {
	count := b.cfg.Shards
	if count == 0 {
		err := b.insist(ctx, "ask discord for the number of shards", func() error {
			info, err := b.rest.gateway(ctx)
			count = max(info.Shards, 1)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	var out []*shard
	for id := range count {
		out = append(out, &shard{
			id: id, count: count, token: b.cfg.Token, intents: b.intents(), patience: b.beat,
			rest: b.rest, pace: b.logins, events: b.take, log: b.log, metrics: b.metrics,
		})
	}
	return out, nil
}

// intents are those of messages, which come without their text unless they concern the
// bot. Interactions need none.
func (b *Bot) intents() discordgo.Intent {
	i := discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	if b.cfg.MessageContent {
		i |= discordgo.IntentMessageContent
	}
	return i
}

func (b *Bot) panicked(v any) {
	b.metrics.panics.Inc()
	b.log.Error("a handler panicked", "panic", v)
}
