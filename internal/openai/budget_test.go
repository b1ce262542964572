package openai_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"footnote/internal/openai"
	"footnote/internal/openai/openaitest"
)

// meter is a Meter in memory.
type meter struct {
	mu     sync.Mutex
	days   map[string]int
	broken error
}

func (m *meter) TokensUsed(_ context.Context, day string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.days[day], m.broken
}

func (m *meter) AddTokens(_ context.Context, day string, tokens int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.days[day] += tokens
	return m.broken
}

func TestBudget(t *testing.T) {
	s, cfg, clock := serve(t, openaitest.Says("ok")) // 750 tokens each
	m := &meter{days: map[string]int{"2017-04-12": 100}}
	cfg.DailyTokens, cfg.MaxTokens, cfg.Meter = 2000, 300, m
	c := openai.New(cfg)
	for i, want := range []string{"", "", openai.Budget, openai.Budget} { // 100, 850, 1600: no room for 300 more and the prompt
		if i == 2 {
			m.mu.Lock()
			if used := m.days["2017-04-12"]; used != 1600 {
				t.Errorf("the meter says %d, want 1600", used)
			}
			m.days["2017-04-12"] = 1900
			m.mu.Unlock()
			c = openai.New(cfg) // a restart reads the meter
		}
		if r := chat(t.Context(), c); want == "" && r.err != nil || want != "" && reason(r.err) != want {
			t.Errorf("call %d: %v, want %q", i, r.err, want)
		}
	}
	if n := len(s.Requests()); n != 2 {
		t.Errorf("%d requests went out, want 2", n)
	}
	clock.Sleep(t.Context(), time.Hour) // it was 23:00
	if r := chat(t.Context(), c); r.err != nil {
		t.Errorf("on the next day: %v", r.err)
	}
}

// TestBudgetSideBySide asks for more at once than the day has left.
func TestBudgetSideBySide(t *testing.T) {
	arrived, leave := make(chan string), make(chan string)
	_, cfg, _ := serve(t, openaitest.Streams(leave))
	cfg.DailyTokens, cfg.MaxTokens = 1000, 600
	c := openai.New(cfg)
	done := make(chan reply)
	go func() {
		var r reply
		_, _, r.err = c.Chat(context.Background(), "s", "u", nil, func(_ int, piece string) bool {
			if piece == "" {
				arrived <- "in the middle"
			}
			return true
		})
		done <- r
	}()
	<-arrived
	if r := chat(t.Context(), c); reason(r.err) != openai.Budget {
		t.Errorf("with 600 of 1000 in reserve: %v", r.err)
	}
	close(leave)
	if r := <-done; r.err != nil {
		t.Error(r.err)
	}
}

func TestBudgetWithoutMeter(t *testing.T) {
	_, cfg, _ := serve(t, openaitest.Says("ok"))
	cfg.DailyTokens, cfg.MaxTokens = 1000, 100
	cfg.Meter = &meter{days: map[string]int{}, broken: errors.New("disk full")}
	c := openai.New(cfg)
	if r := chat(t.Context(), c); r.err != nil {
		t.Errorf("a broken meter must not stop answers: %v", r.err)
	}
	if r := chat(t.Context(), c); r.err != nil {
		t.Errorf("750 of 1000 are used: %v", r.err)
	}
	if r := chat(t.Context(), c); reason(r.err) != openai.Budget {
		t.Errorf("nor be the end of the budget: %v", r.err)
	}
}
