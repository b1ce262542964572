package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
)

// FinalError says that Discord closed the gateway for a reason that trying again never
// heals.
type FinalError struct {
	Code int // Discord's close code
	Text string
}

func (e *FinalError) Error() string {
	return fmt.Sprintf("discord closed the gateway for good: %s (close code %d)", e.Text, e.Code)
}

// finalCodes are the close codes after which a bot must not connect again (Discord's
// documentation, "Gateway close event codes"), and what to do about each.
func finalText(code int) string {
	switch code {
	case 4004:
		return "the token is not valid: set DISCORD_TOKEN to the one in Discord's developer portal under Bot, Reset Token"
	case 4010:
		return "the shard is not one of those announced: check DISCORD_SHARDS"
	case 4011:
		return "the bot is in too many servers for so few shards: set DISCORD_SHARDS=auto"
	case 4012:
		return "the gateway's version is no longer served: update the program"
	case 4013:
		return "the intents are not valid: update the program"
	case 4014:
		return "an intent is not allowed: turn on Message Content Intent in Discord's developer portal under Bot, or unset MESSAGE_CONTENT_INTENT"
	}
	return ""
}

const (
	maxAbandoned  = 5               // sessions given up on before the process should be started afresh
	settleTime    = time.Minute     // a connection that lasted so long was a good one
	partingTime   = 3 * time.Second // for discordgo to let go of a session; it sleeps for one
	handshakeTime = 15 * time.Second
	maxReconnect  = time.Minute
)

var (
	errAbandoned = errors.New("discordgo is stuck: the session was given up")
	errTooStuck  = errors.New("discordgo got stuck too often: start the program again")
)

// shard keeps one connection to Discord's gateway alive. discordgo opens it, logs in,
// beats its heart and decodes its events; the shard decides when to connect, resume, start
// afresh or stop.
type shard struct {
	id, count int
	token     string
	intents   discordgo.Intent
	patience  patience
	rest      *rest
	pace      *identifies
	events    func(event any) // must return at once
	log       *slog.Logger
	metrics   *metrics

	session   *discordgo.Session // to be resumed; nil: start afresh
	ready     atomic.Bool        // the session has logged in
	loggedIn  func(sent bool)    // tells the pace of a login; nil when none is due
	parted    chan struct{}      // discordgo has let go of the session
	wire      atomic.Pointer[wire]
	abandoned int
}

// run keeps the shard connected until ctx ends or Discord closes it for good.
func (s *shard) run(ctx context.Context) error {
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = s.patience.retry, maxReconnect
	for {
		start := time.Now()
		err := s.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if final := s.after(err); final != nil {
			return final
		}
		if time.Since(start) > settleTime {
			pause.Reset()
		}
		if err := sleepUntil(ctx, time.Now().Add(pause.NextBackOff())); err != nil {
			return nil
		}
	}
}

// after takes note of how a connection ended, and returns an error when there must be no
// further one.
func (s *shard) after(err error) error {
	var e *ended
	if !errors.As(err, &e) {
		e = &ended{Why: err.Error(), Resume: !errors.Is(err, errAbandoned)}
	}
	if text := finalText(e.Code); text != "" {
		return &FinalError{Code: e.Code, Text: text}
	}
	var refusal *apiError
	if errors.As(err, &refusal) && refusal.Status == http.StatusUnauthorized {
		return &FinalError{Code: 4004, Text: finalText(4004)}
	}
	if !e.Resume || !s.ready.Load() {
		s.session = nil
	}
	s.metrics.reconnects.Inc()
	s.log.Warn("lost the gateway", "shard", s.id, "why", e.Error(), "resume", s.session != nil)
	if s.abandoned >= maxAbandoned {
		return errTooStuck
	}
	return nil
}

// connect opens a connection and stays until it ends; its error says why it did.
func (s *shard) connect(ctx context.Context) error {
	s.wire.Store(nil)
	if s.session == nil {
		if err := s.fresh(ctx); err != nil {
			return err
		}
	}
	err := s.open(ctx)
	s.countLogin()
	if err != nil {
		return err
	}
	w := s.wire.Load()
	s.log.Info("connected to the gateway", "shard", s.id, "shards", s.count)
	select {
	case <-ctx.Done():
		w.leave()
		return ctx.Err()
	case <-w.done:
	}
	_, _, reason := w.state()
	if !reason.Resume {
		return reason
	}
	if err := s.part(); err != nil {
		return err
	}
	return reason
}

// fresh makes a session that has not logged in yet, as soon as it may.
func (s *shard) fresh(ctx context.Context) error {
	info, err := s.rest.gateway(ctx)
	if err != nil {
		return err
	}
	if info.Limit.Remaining < 1 && info.Limit.Total > 0 {
		s.log.Error("discord allows no more logins today: waiting", "for", info.resetAfter())
		if err := sleepUntil(ctx, time.Now().Add(info.resetAfter())); err != nil {
			return err
		}
	}
	key := s.id % max(info.Limit.MaxConcurrency, 1)
	s.loggedIn, err = s.pace.wait(ctx, key, func(until time.Time) {
		s.log.Error("the daily budget of logins is used up: waiting", "until", until)
	})
	if err != nil {
		return err
	}
	if s.session, err = s.newSession(info.URL); err != nil {
		s.countLogin()
	}
	return err
}

// countLogin tells the pace of logins whether one was made, if it is waiting to know.
func (s *shard) countLogin() {
	if s.loggedIn == nil {
		return
	}
	w := s.wire.Load()
	sent := w != nil && w.identified()
	s.loggedIn(sent)
	s.loggedIn = nil
	if sent {
		s.metrics.identifies.Inc()
	}
}

func (s *shard) newSession(gateway string) (*discordgo.Session, error) {
	session, err := discordgo.New("Bot " + s.token)
	if err != nil {
		return nil, err
	}
	session.Identify.Intents = s.intents
	session.ShardID, session.ShardCount = s.id, s.count
	session.Compress, session.Identify.Compress = false, false // so that the wire can read along
	session.StateEnabled = false
	session.ShouldReconnectOnError = false
	session.SyncEvents = true
	session.LogLevel = -1 // its log holds the token at other levels
	session.Client = &http.Client{Transport: gatewayAt(gateway)}
	session.Dialer = &websocket.Dialer{
		HandshakeTimeout: s.patience.dial, NetDialContext: s.wired(dialPlain), NetDialTLSContext: s.wired(dialTLS),
	}
	parted := make(chan struct{}, 1)
	session.AddHandler(func(_ *discordgo.Session, event any) {
		if _, ok := event.(*discordgo.Disconnect); ok {
			select {
			case parted <- struct{}{}:
			default:
			}
			return
		}
		s.deliver(event)
	})
	s.parted = parted
	s.ready.Store(false)
	return session, nil
}

// gatewayAt tells discordgo where the gateway is when it asks Discord, which is the one
// request that it makes on its own account.
type gatewayAt string

func (g gatewayAt) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{}, Request: req,
		Body: io.NopCloser(strings.NewReader(fmt.Sprintf(`{"url":%q}`, string(g)))),
	}, nil
}

type dialer func(ctx context.Context, network, addr string) (net.Conn, error)

func (s *shard) wired(dial dialer) dialer {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		w := newWire(conn, s.patience)
		s.wire.Store(w)
		return w, nil
	}
}

// deliver hands an event on. A panic in what receives it must not end the process.
func (s *shard) deliver(event any) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("an event could not be handled", "panic", p)
		}
	}()
	if _, ok := event.(*discordgo.Ready); ok {
		s.ready.Store(true)
	}
	s.events(event)
}

// open lets discordgo connect and log in, and gives the session up if it gets stuck.
func (s *shard) open(ctx context.Context) error {
	opened := make(chan error, 1)
	session := s.session
	go func() { opened <- session.Open() }()
	watchdog := time.NewTimer(s.patience.dial + s.patience.hello + s.patience.login + s.patience.part)
	defer watchdog.Stop()
	var err error
	select {
	case err = <-opened:
	case <-watchdog.C:
		err = s.abandon()
	case <-ctx.Done():
		if w := s.wire.Load(); w != nil {
			w.leave()
		}
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	w := s.wire.Load()
	if w == nil { // it never came to a connection
		return err
	}
	w.end(&ended{Why: err.Error(), Resume: true})
	_, _, reason := w.state()
	return reason
}

// part waits until discordgo has let go of a connection that ended, so that the session
// can be opened again, and gives the session up if it doesn't.
func (s *shard) part() error {
	timer := time.NewTimer(s.patience.part)
	defer timer.Stop()
	select {
	case <-s.parted:
		return nil
	case <-timer.C:
		return s.abandon()
	}
}

// abandon gives up on a session that discordgo is stuck in. What it holds is lost until
// the process ends, so it may not happen often.
func (s *shard) abandon() error {
	if w := s.wire.Load(); w != nil {
		w.end(&ended{Why: errAbandoned.Error()})
	}
	s.session = nil
	s.abandoned++
	s.metrics.abandoned.Inc()
	return errAbandoned
}

// connected reports whether the shard is logged in.
func (s *shard) connected() (bool, time.Duration) {
	w := s.wire.Load()
	if w == nil {
		return false, 0
	}
	ready, latency, _ := w.state()
	return ready, latency
}
