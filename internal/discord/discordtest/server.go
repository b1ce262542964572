package discordtest

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"
)

// TB is the part of *testing.T that a Server uses.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Options says what kind of Discord to simulate. The zero value is the real
// one's limits with the real clock.
type Options struct {
	TB TB // closes the server with the test and fails it on violations; nil: neither

	Token string           // the bot's token; "" means "simulated-token"
	Now   func() time.Time // the clock of every simulated deadline; nil means time.Now

	// Latency, if set, is slept before a REST request is handled. The route is such
	// as "POST /channels/{channel_id}/messages". It is called concurrently.
	Latency func(route string) time.Duration

	AckWithin time.Duration // to acknowledge an interaction; 0 means 3 s
	TokenLife time.Duration // of an interaction's token; 0 means 15 min

	Heartbeat      time.Duration // the interval said in HELLO; 0 means 41.25 s
	IdentifyEvery  time.Duration // the pace of IDENTIFY for each key; 0 means 5 s
	MaxConcurrency int           // IDENTIFY keys; 0 means 1
	SessionStarts  int           // IDENTIFYs a day; 0 means 1,000
	GatewaySends   int           // frames from the bot in 60 s; 0 means 120
	Shards         int           // recommended by GET /gateway/bot; 0 means 1

	MessageContent bool // the privileged intent MESSAGE_CONTENT is granted
	GuildMembers   bool // the privileged intent GUILD_MEMBERS is granted

	// Bucket gives the rate of a route; nil means rates as commonly seen:
	// Discord publishes none. A zero Rate has no bucket.
	Bucket          func(route string) Rate
	Global          int // requests a second over all routes but interactions; 0 means 50
	InvalidRequests int // answered 401, 403 or 429 in ten minutes, before a ban; 0 means 10,000

	// OpenAPI is the path of Discord's description. "" searches the folders above
	// for ../shared/discord-openapi.json beside go.mod; "off" turns checking off.
	OpenAPI string

	// Forget bounds what is kept: so many interactions, messages a channel, requests,
	// and events for a RESUME. It must exceed what is in flight. 0 keeps everything
	// but old events.
	Forget int
}

// Rate is a bucket's size: Limit requests in each window of Per.
type Rate struct {
	Limit int
	Per   time.Duration
}

func (o Options) withDefaults() Options {
	setDefault(&o.Token, "simulated-token")
	setDefault(&o.AckWithin, 3*time.Second)
	setDefault(&o.TokenLife, 15*time.Minute)
	setDefault(&o.Heartbeat, 41250*time.Millisecond)
	setDefault(&o.IdentifyEvery, 5*time.Second)
	setDefault(&o.MaxConcurrency, 1)
	setDefault(&o.SessionStarts, 1000)
	setDefault(&o.GatewaySends, 120)
	setDefault(&o.Shards, 1)
	setDefault(&o.Global, 50)
	setDefault(&o.InvalidRequests, 10_000)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Bucket == nil {
		o.Bucket = commonRate
	}
	return o
}

func setDefault[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// Server is one simulated Discord with one application, its bot, and a first
// guild with a first channel. Its methods are safe for concurrent use.
type Server struct {
	opt    Options
	http   *httptest.Server
	spec   *spec // nil: not checked
	closed context.Context
	close  context.CancelFunc
	conns  sync.WaitGroup

	mu      sync.Mutex // guards all below, and the state of everything the server made
	changed signal
	lastID  int64

	appID    string
	bot      *User
	users    map[string]*User
	guilds   []*Guild
	channels map[string]*Channel
	messages map[string]*Message
	commands []*Command

	interactions     map[string]*Interaction // by id
	byToken          map[string]*Interaction
	interactionOrder []*Interaction

	gateway gateway
	limits  limiter
	faults  []*armedFault

	requests   []Request
	pinged     []Message
	stats      Stats
	violations []Violation
	allowed    map[Rule]bool
}

// New starts a simulated Discord. Close it, or set Options.TB.
func New(o Options) *Server {
	s := &Server{
		opt: o.withDefaults(), users: map[string]*User{}, channels: map[string]*Channel{},
		messages: map[string]*Message{}, interactions: map[string]*Interaction{},
		byToken: map[string]*Interaction{}, allowed: map[Rule]bool{},
	}
	s.closed, s.close = context.WithCancel(context.Background())
	s.gateway.init(s.opt)
	s.limits.init()
	s.appID = s.nextID()
	s.bot = &User{s: s, ID: s.appID, Name: "footnote", Bot: true}
	s.users[s.bot.ID] = s.bot
	s.NewGuild("first").NewChannel("general")
	s.loadSpec()
	s.http = httptest.NewServer(s.handler())
	if tb := s.opt.TB; tb != nil {
		tb.Cleanup(func() { s.Close(); s.reportViolations() })
	}
	return s
}

// Close ends every connection and waits for them.
func (s *Server) Close() {
	s.close()
	s.mu.Lock()
	for c := range s.gateway.conns {
		c.push(outgoing{drop: true})
		c.ws.Close()
	}
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
	s.conns.Wait()
}

// URL is the base of the REST API, with a slash at its end.
func (s *Server) URL() string { return s.http.URL + "/api/v9/" }

// Token is the bot's token, without the word Bot.
func (s *Server) Token() string { return s.opt.Token }

// ApplicationID is the id of the bot's application.
func (s *Server) ApplicationID() string { return s.appID }

// Bot is the bot's user.
func (s *Server) Bot() *User { return s.bot }

// Guild is the first guild, which every Server has.
func (s *Server) Guild() *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guilds[0]
}

// Channel is the first channel of the first guild.
func (s *Server) Channel() *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guilds[0].channels[0]
}

func (s *Server) now() time.Time { return s.opt.Now() }

func (s *Server) gatewayURL() string {
	return "ws" + strings.TrimPrefix(s.http.URL, "http")
}

// discordEpoch is the first millisecond of 2015, from which snowflakes count
// (Discord's reference, "Snowflakes").
const discordEpoch = 1420070400000

// nextID makes a snowflake of the present time, above every one before it.
// The caller holds s.mu, or has not shared s yet.
func (s *Server) nextID() string {
	s.lastID = max(s.lastID+1, (s.now().UnixMilli()-discordEpoch)<<22)
	return strconv.FormatInt(s.lastID, 10)
}

// fatalf ends the test: it asked for what no person could do.
func (s *Server) fatalf(format string, args ...any) {
	msg := "discordtest: " + fmt.Sprintf(format, args...)
	if s.opt.TB == nil {
		panic(msg)
	}
	s.opt.TB.Helper()
	s.opt.TB.Fatalf("%s", msg)
}
