package discordtest

import (
	"context"
	"fmt"
)

// signal wakes whoever waits for a change. Its owner's mutex guards it.
type signal struct{ ch chan struct{} }

func (g *signal) wake() {
	if g.ch != nil {
		close(g.ch)
		g.ch = nil
	}
}

func (g *signal) wait() <-chan struct{} {
	if g.ch == nil {
		g.ch = make(chan struct{})
	}
	return g.ch
}

// await blocks until cond, called with s.mu held, is true. The error says what was awaited.
func (s *Server) await(ctx context.Context, g *signal, what string, cond func() bool) error {
	for {
		s.mu.Lock()
		if cond() {
			s.mu.Unlock()
			return nil
		}
		ch := g.wait()
		s.mu.Unlock()
		select {
		case <-ch:
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		case <-s.closed.Done():
			return fmt.Errorf("waiting for %s: the server is closed", what)
		}
	}
}

// Stats counts what the bot did. All but Sessions and Slow only grow.
type Stats struct {
	Requests    int // REST requests answered
	Slow        int // REST requests that are being kept waiting, now
	Invalid     int // of them, answered 401, 403 or 429
	Connections int // gateway connections accepted
	Identifies  int
	Resumes     int // RESUMEs that succeeded
	Heartbeats  int
	Sessions    int // sessions that have their READY and a connection, now
	Edits       int // messages edited
	Sent        int // messages sent, followups and responses included
}

// Stats returns the counts so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

// WaitStats blocks until the counts satisfy done.
func (s *Server) WaitStats(ctx context.Context, what string, done func(Stats) bool) error {
	return s.await(ctx, &s.changed, what, func() bool { return done(s.stats) })
}

// WaitReady blocks until the bot has a session on the gateway and, when it is to
// be asked anything, has registered at least one command.
func (s *Server) WaitReady(ctx context.Context) error {
	return s.await(ctx, &s.changed, "a session and a registered command", func() bool {
		return s.stats.Sessions > 0 && len(s.commands) > 0
	})
}
