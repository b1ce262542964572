package discord

import (
	"errors"
	"testing"
	"time"

	"footnote/internal/discord/discordtest"
)

// quick makes the bot impatient, so that a test need not wait as long as a person would.
func quick(p *plan) {
	p.bot = func(b *Bot) {
		b.beat.hello, b.beat.login, b.beat.retry = 300*time.Millisecond, 300*time.Millisecond, 10*time.Millisecond
	}
}

// Connections that misbehave from the start: the bot gives up on each and makes another,
// at the pace that Discord allows.
func TestGatewayFaultsOnConnecting(t *testing.T) {
	for name, fault := range map[string]discordtest.GatewayFault{
		"no hello":                           {Silent: true},
		"refused":                            {RefuseDial: 502},
		"closed instead of hello":            {CloseOnConnect: discordtest.CloseUnknownError},
		"reconnect instead of hello":         {InsteadOfHello: []string{discordtest.FrameReconnect}},
		"hello without an interval":          {InsteadOfHello: []string{`{"op":10,"d":{},"s":null,"t":null}`}},
		"not JSON instead of hello":          {InsteadOfHello: []string{`hello`}},
		"closed in answer to identify":       {CloseOnIdentify: discordtest.CloseRateLimited},
		"no ready":                           {InsteadOfReady: []string{discordtest.FrameRequestHeartbeat}},
		"reconnect in answer to identify":    {InsteadOfReady: []string{discordtest.FrameReconnect}},
		"heartbeat ack before ready":         {InsteadOfReady: []string{discordtest.FrameHeartbeatAck}},
		"invalid session, for identify":      {InsteadOfReady: []string{discordtest.FrameInvalidSession}},
		"resumable session, for identify":    {InsteadOfReady: []string{discordtest.FrameInvalidResumable}},
		"malformed event instead of ready":   {InsteadOfReady: []string{discordtest.FrameMalformed}},
		"heartbeat asked for before ready":   {InsteadOfReady: []string{discordtest.FrameRequestHeartbeat, discordtest.FrameReconnect}},
		"unknown operation instead of ready": {InsteadOfReady: []string{discordtest.FrameUnknown, discordtest.FrameReconnect}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := prepare(t, quick)
			w.FailGateway(2, fault)
			w.run()
			if err := w.WaitReady(w.ctx); err != nil {
				t.Fatal(err)
			}
			contains(t, w.ask("How many people were killed?").Content, "More than 80")
			if s := w.Stats(); s.Identifies > 3 {
				t.Errorf("%d identifies for 3 connections", s.Identifies)
			}
		})
	}
}

// Connections that go bad later: the bot notices and resumes its session.
func TestGatewayFaultsLater(t *testing.T) {
	const beat = 300 * time.Millisecond
	for name, tc := range map[string]struct {
		fault   func(*discordtest.Server)
		resumed bool
	}{
		"dropped":                     {(*discordtest.Server).DropGateway, true},
		"asked to reconnect":          {(*discordtest.Server).Reconnect, true},
		"closed, try again":           {func(s *discordtest.Server) { s.CloseGateway(discordtest.CloseUnknownError) }, true},
		"closed, wrong sequence":      {func(s *discordtest.Server) { s.CloseGateway(discordtest.CloseInvalidSeq) }, false},
		"closed, timed out":           {func(s *discordtest.Server) { s.CloseGateway(discordtest.CloseSessionTimedOut) }, false},
		"session invalid":             {func(s *discordtest.Server) { s.InvalidateSessions(false) }, false},
		"session resumable":           {func(s *discordtest.Server) { s.InvalidateSessions(true) }, true},
		"heartbeats not acknowledged": {func(s *discordtest.Server) { s.MuteHeartbeats(true) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, func(p *plan) {
				quick(p)
				p.discord.Heartbeat = beat
			})
			tc.fault(w.Server)
			err := w.WaitStats(w.ctx, "a second connection", func(s discordtest.Stats) bool {
				return s.Connections > 1 && s.Sessions == 1
			})
			if err != nil {
				t.Fatal(err)
			}
			s := w.Stats()
			if tc.resumed && (s.Resumes != 1 || s.Identifies != 1) || !tc.resumed && (s.Resumes != 0 || s.Identifies != 2) {
				t.Errorf("%d resumed, %d identified", s.Resumes, s.Identifies)
			}
			contains(t, w.ask("How many people were killed?").Content, "More than 80")
		})
	}
}

// What was asked while the connection was down arrives when the session is resumed.
func TestAskedWhileAway(t *testing.T) {
	w := start(t, func(p *plan) { p.discord.AckWithin = 30 * time.Second })
	w.DropGateway()
	contains(t, w.ask("How many people were killed?").Content, "More than 80")
}

// A session that can't be resumed is begun afresh.
func TestResumeRefused(t *testing.T) {
	w := start(t, nil)
	w.FailGateway(1, discordtest.GatewayFault{RefuseResume: true})
	w.DropGateway()
	err := w.WaitStats(w.ctx, "a new session", func(s discordtest.Stats) bool { return s.Identifies == 2 && s.Sessions == 1 })
	if err != nil {
		t.Fatal(err)
	}
	contains(t, w.ask("How many people were killed?").Content, "More than 80")
}

// Frames that mean nothing, or ask for a sign of life, change nothing.
func TestOddFrames(t *testing.T) {
	w := start(t, nil)
	w.SendFrame(discordtest.FrameUnknown)
	w.SendFrame(discordtest.FrameRequestHeartbeat)
	w.SayWithoutAuthor(w.Channel(), w.Bot().Mention()+" who was killed?")
	w.Dispatch("MESSAGE_CREATE", nil)
	w.Dispatch("MESSAGE_CREATE", map[string]any{"mentions": []any{nil}, "author": map[string]any{}})
	w.Dispatch("INTERACTION_CREATE", nil)
	w.Dispatch("INTERACTION_CREATE", map[string]any{"id": "1", "token": "t", "type": 2, "data": nil, "member": nil})
	w.Dispatch("INTERACTION_CREATE", map[string]any{"id": "1", "token": "t", "type": 3, "data": map[string]any{"custom_id": idUp}, "user": map[string]any{"id": "7"}})
	w.Dispatch("SOMETHING_NEW", map[string]any{})
	contains(t, w.ask("How many people were killed?").Content, "More than 80")
	if s := w.Stats(); s.Connections != 1 {
		t.Errorf("%d connections", s.Connections)
	}
}

// Codes that never heal end the bot, with words that say what to do, also when they come
// on a reconnect.
func TestFinalCodes(t *testing.T) {
	for code, what := range map[int]string{
		discordtest.CloseAuthenticationFailed: "DISCORD_TOKEN",
		discordtest.CloseInvalidShard:         "DISCORD_SHARDS",
		discordtest.CloseShardingRequired:     "DISCORD_SHARDS=auto",
		discordtest.CloseInvalidVersion:       "update the program",
		discordtest.CloseInvalidIntents:       "update the program",
		discordtest.CloseDisallowedIntents:    "MESSAGE_CONTENT_INTENT",
	} {
		for _, when := range []string{"at first", "later"} {
			t.Run(what+" "+when, func(t *testing.T) {
				t.Parallel()
				w := prepare(t, quick)
				if when == "at first" {
					w.FailGateway(discordtest.Forever, discordtest.GatewayFault{CloseOnIdentify: code})
					w.run()
				} else {
					w.run()
					if err := w.WaitReady(w.ctx); err != nil {
						t.Fatal(err)
					}
					w.CloseGateway(code)
				}
				err := w.stopped()
				var final *FinalError
				if !errors.As(err, &final) || final.Code != code {
					t.Fatalf("ended with %v", err)
				}
				contains(t, err.Error(), what)
			})
		}
	}
}

func TestWrongToken(t *testing.T) {
	w := prepare(t, nil)
	w.Allow(discordtest.RuleAuth)
	w.bot.rest.token = "another"
	w.run()
	var final *FinalError
	if err := w.stopped(); !errors.As(err, &final) {
		t.Fatalf("ended with %v", err)
	}
}

// A privileged intent that was not granted ends the bot with the setting's name.
func TestIntentNotGranted(t *testing.T) {
	w := prepare(t, func(p *plan) { p.config.MessageContent = true })
	w.Allow(discordtest.RuleIntents)
	w.run()
	err := w.stopped()
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error(), "MESSAGE_CONTENT_INTENT")
}

func TestShards(t *testing.T) {
	w := start(t, func(p *plan) { p.discord.Shards = 3 })
	err := w.WaitStats(w.ctx, "three sessions", func(s discordtest.Stats) bool { return s.Sessions == 3 })
	if err != nil {
		t.Fatal(err)
	}
	contains(t, w.ask("How many people were killed?").Content, "More than 80")
}
