package discord

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/answer"
	"footnote/internal/answer/extract"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/discord/discordtest"
	"footnote/internal/retrieval"
)

// world is a simulated Discord with the bot in it, and one member to begin with.
type world struct {
	*discordtest.Server
	t      testing.TB
	ctx    context.Context // bounds every wait of the test
	bot    *Bot
	plan   *plan
	store  *memoryStore
	ada    *discordtest.User
	leave  context.CancelFunc
	result chan error
	log    *recorder
}

// plan is what a test changes of the usual world before the bot starts.
type plan struct {
	discord discordtest.Options
	config  Config
	bot     func(*Bot)
	store   *memoryStore
	quiet   bool          // log no more than usual
	mute    bool          // keep no log at all
	within  time.Duration // how long the whole test may wait
}

// start brings up a world, with the articles of the story and a bot that quotes them.
func start(t testing.TB, change func(*plan)) *world {
	t.Helper()
	w := prepare(t, change)
	w.run()
	if err := w.WaitReady(w.ctx); err != nil {
		t.Fatal(err)
	}
	return w
}

// prepare is start without starting the bot.
func prepare(t testing.TB, change func(*plan)) *world {
	t.Helper()
	corpus, index := story(t)
	p := &plan{store: newMemoryStore(100_000), bot: func(*Bot) {}, within: 20 * time.Second}
	p.discord = discordtest.Options{TB: t, IdentifyEvery: 20 * time.Millisecond}
	p.config = Config{
		Answerer: &answer.Service{Searcher: index, Extractor: extract.New(index)},
		Searcher: index, Checker: &answer.Checker{Searcher: index, Prover: verify.New(nil)}, Corpus: func() *article.Corpus { return corpus },
		MemberRate: 1000, ServerRate: 10_000, ShutdownGrace: time.Second,
	}
	if change != nil {
		change(p)
	}
	ctx, cancel := context.WithTimeout(t.Context(), p.within)
	t.Cleanup(cancel)
	w := &world{Server: discordtest.New(p.discord), t: t, ctx: ctx, plan: p, store: p.store, log: &recorder{}}
	w.ada = w.Guild().NewMember("ada")
	w.bot = w.newBot(p)
	return w
}

func (w *world) newBot(p *plan) *Bot {
	w.t.Helper()
	cfg := p.config
	cfg.Token, cfg.APIURL = w.Token(), w.URL()
	if cfg.Store == nil {
		cfg.Store = p.store
	}
	level := slog.LevelDebug
	if p.quiet {
		level = slog.LevelInfo
	}
	cfg.Logger = slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: level}))
	if p.mute {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	b, err := New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	b.logins.pace = 25 * time.Millisecond
	p.bot(b)
	return b
}

// run starts the bot; it is stopped with the test.
func (w *world) run() {
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.ctx))
	w.store.handOver()
	w.leave, w.result = cancel, make(chan error, 1)
	go func() { w.result <- w.bot.Run(ctx) }()
	w.t.Cleanup(func() {
		cancel()
		select {
		case err := <-w.result:
			w.result <- err
		case <-time.After(30 * time.Second):
			w.t.Error("the bot does not stop")
		}
		if w.t.Failed() {
			w.t.Logf("the bot's log:\n%s", w.log)
		}
	})
}

// restart ends the bot as SIGTERM would, and starts another on the same store.
func (w *world) restart() {
	w.t.Helper()
	w.leave()
	if err := w.stopped(); err != nil {
		w.t.Fatal(err)
	}
	w.begin()
}

// begin starts another bot on the same store, once the one before is gone.
func (w *world) begin() {
	w.t.Helper()
	if err := w.WaitStats(w.ctx, "no session", func(s discordtest.Stats) bool { return s.Sessions == 0 }); err != nil {
		w.t.Fatal(err)
	}
	w.Allow(discordtest.RuleIdentify) // the second knows nothing of the first's pace
	w.bot = w.newBot(w.plan)
	w.run()
	if err := w.WaitReady(w.ctx); err != nil {
		w.t.Fatal(err)
	}
}

// stopped waits until the bot has ended, and returns its error.
func (w *world) stopped() error {
	w.t.Helper()
	select {
	case err := <-w.result:
		w.result <- err
		return err
	case <-w.ctx.Done():
		w.t.Fatal("the bot does not stop")
		return nil
	}
}

// final waits until an interaction has its last word.
func (w *world) final(i *discordtest.Interaction) discordtest.Message {
	w.t.Helper()
	m, err := i.WaitMessage(w.ctx, func(m discordtest.Message) bool { return !strings.Contains(m.Content, sayMoreToCome) })
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// reply waits for the last word in reply to a message.
func (w *world) reply(to discordtest.Message) discordtest.Message {
	w.t.Helper()
	m, err := to.Channel.WaitMessage(w.ctx, func(m discordtest.Message) bool {
		return m.ReplyTo == to.ID && !strings.Contains(m.Content, sayMoreToCome)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// finished waits until a question's last word is on record.
func (w *world) finished(id string) {
	w.t.Helper()
	if err := w.store.wait(w.ctx, id); err != nil {
		w.t.Fatalf("question %s has no last word: %v", id, err)
	}
}

// ask is /ask in the first channel, with its last word, when that is on record.
func (w *world) ask(question string) discordtest.Message {
	w.t.Helper()
	i := w.Ask(w.ada, w.Channel(), question, false)
	w.finished(i.ID)
	return w.final(i)
}

func contains(t testing.TB, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
}

// recorder keeps what was logged.
type recorder struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

var loadStory = sync.OnceValues(func() (*article.Corpus, error) {
	return article.Load(context.Background(), "../../corpus")
})

// story is the project's own corpus.
func story(t testing.TB) (*article.Corpus, *retrieval.Index) {
	t.Helper()
	corpus, err := loadStory()
	if err != nil {
		t.Fatal(err)
	}
	index, _, err := retrieval.Open(t.Context(), corpus, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return corpus, index
}

// script is an Answerer that says what a test has written, one claim at a time.
type script struct {
	claims     []verify.Claim
	mode       answer.Mode
	confidence float64
	before     func(ctx context.Context, n int) error // called before the claim with index n, and once after the last

	mu    sync.Mutex
	asked []answer.Request
}

func (s *script) Ask(ctx context.Context, req answer.Request, show func(verify.Claim)) (answer.Answer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, req)
	s.mu.Unlock()
	a := answer.Answer{ID: req.ID, Question: req.Question, Mode: s.mode, Confidence: s.confidence}
	for n := 0; ; n++ {
		if s.before != nil {
			if err := s.before(ctx, n); err != nil {
				return a, err
			}
		}
		if n == len(s.claims) {
			break
		}
		a.Claims, a.Answered = append(a.Claims, s.claims[n]), true
		show(s.claims[n])
	}
	return a, nil
}

func (s *script) requests() []answer.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]answer.Request(nil), s.asked...)
}

// claimsOf makes verbatim claims of texts, each a passage of one article. They are
// numbered as an answer's are.
func claimsOf(t testing.TB, title string, texts ...string) []verify.Claim {
	t.Helper()
	a := &article.Article{Slug: "made-up", Title: title}
	var notes verify.Footnotes
	var out []verify.Claim
	for i, text := range texts {
		p := &article.Passage{ID: "made-up#1", Number: i + 1, Paragraph: i + 1, Text: text, Article: a}
		a.Passages = append(a.Passages, *p)
		c, ok := verify.Verbatim(1, p, article.Span{End: len(text)})
		if !ok {
			t.Fatalf("not a claim: %.60q", text)
		}
		if c, ok = notes.Add(c); !ok {
			t.Fatalf("a claim twice: %.60q", text)
		}
		out = append(out, c)
	}
	return out
}

func newInteraction(guild string) *discordgo.Interaction {
	return &discordgo.Interaction{ID: "1", GuildID: guild}
}

var errScripted = errors.New("the script says so")
