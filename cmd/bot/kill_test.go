package main

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

var kills = flag.Int("kills", 10, "how often TestKilledAtRandom kills the program")

// The real program is killed (SIGKILL) at random moments while a crowd asks, and started
// again. In the end every question that was acknowledged has one answer or one apology,
// nobody sees "thinking…", and the ledger is sound.
func TestKilledAtRandom(t *testing.T) {
	if testing.Short() {
		*kills = min(*kills, 5)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d kills", seed, *kills)
	dice := rand.New(rand.NewPCG(seed, 0))
	s := discordtest.New(discordtest.Options{
		TB: t, IdentifyEvery: time.Millisecond, Global: 1_000_000,
		Bucket:  func(string) discordtest.Rate { return discordtest.Rate{} },
		Latency: func(string) time.Duration { return time.Duration(rand.IntN(20)) * time.Millisecond },
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute+time.Duration(*kills)*5*time.Second)
	defer cancel()
	env := append(os.Environ(), serveEnv(t, s, "MEMBER_RATE=10000", "SERVER_RATE=100000", "LOG_LEVEL=info")...)
	log := &journal{changed: make(chan struct{}, 1)}
	c := startCrowd(ctx, s)
	for range *kills {
		p := startProgram(ctx, t, env, log)
		if dice.IntN(4) > 0 { // or it is killed while it starts and catches up
			if err := s.WaitReady(p.runs); err != nil {
				t.Fatal(err, log)
			}
		}
		select {
		case <-time.After(time.Duration(dice.IntN(600)) * time.Millisecond):
		case <-p.runs.Done():
			t.Fatal("it ended by itself:", p.err, log)
		}
		_ = p.end(t, os.Kill) // its error is that it was killed
	}
	c.stop()
	finishAll(ctx, t, s, c, env, log)
	if n := unfinished(t, env); n > 0 {
		t.Errorf("%d questions have no last word", n)
	}
	acknowledged := checkCommands(t, c.asked)
	replied := checkMentions(t, s, c.mentioned)
	checkLedger(ctx, t, env)
	t.Logf("%d of %d commands and %d of %d mentions were acknowledged; %d were left by a killed process and finished by the next",
		acknowledged, len(c.asked), replied, len(c.mentioned), strings.Count(log.String(), "finishing a question that was left"))
	if t.Failed() {
		t.Log(log)
	}
}

// finishAll lets the program finish what was left, and stops it as an operator would.
func finishAll(ctx context.Context, t *testing.T, s *discordtest.Server, c *crowd, env []string, log *journal) {
	t.Helper()
	before := strings.Count(log.String(), caughtUp)
	p := startProgram(ctx, t, env, log)
	if err := log.await(p.runs, caughtUp, before+1); err != nil {
		t.Fatal(err, p.err, log)
	}
	for _, i := range c.asked {
		if _, ok := i.Acked(); !ok {
			continue
		}
		if _, err := i.WaitMessage(p.runs, isLastWord); err != nil {
			t.Error(err)
			break
		}
	}
	if err := p.end(t, os.Interrupt); err != nil {
		t.Error("told to stop, it ended with:", err)
	}
}

const caughtUp = "caught up with what was left"

// journal is the program's output, which a test can wait for.
type journal struct {
	output
	changed chan struct{} // holds one after something was written
}

func (j *journal) Write(p []byte) (int, error) {
	defer func() {
		select {
		case j.changed <- struct{}{}:
		default:
		}
	}()
	return j.output.Write(p)
}

// await waits until words were written so many times.
func (j *journal) await(ctx context.Context, words string, times int) error {
	for strings.Count(j.String(), words) < times {
		select {
		case <-j.changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// unfinished is how many questions have no last word.
func unfinished(t *testing.T, env []string) int {
	t.Helper()
	db, err := ledger.Open(t.Context(), dataDir(env))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	left, err := db.Unfinished(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(left)
}

func dataDir(env []string) string {
	for _, e := range slices.Backward(env) {
		if dir, ok := strings.CutPrefix(e, "DATA_DIR="); ok {
			return dir
		}
	}
	return ""
}

func isLastWord(m discordtest.Message) bool {
	return m.Content != "" && !strings.Contains(m.Content, "Still checking")
}

// checkCommands checks that each that was acknowledged has one last word, and returns how
// many were.
func checkCommands(t *testing.T, asked []*discordtest.Interaction) (acknowledged int) {
	t.Helper()
	for _, i := range asked {
		if _, ok := i.Acked(); !ok {
			continue
		}
		acknowledged++
		m, _ := i.Response()
		if m.Loading() || !isLastWord(m) || len(i.Followups()) > 0 {
			t.Errorf("%v shows %q (loading: %t) and %d messages after it", i, m.Content, m.Loading(), len(i.Followups()))
		}
	}
	return acknowledged
}

// checkMentions checks that none has two replies or half a one, and returns how many have
// one. That all recorded ones have one follows from the ledger.
func checkMentions(t *testing.T, s *discordtest.Server, mentioned []discordtest.Message) (replied int) {
	t.Helper()
	replies := map[string]int{}
	for _, m := range s.Channel().Messages() {
		if m.Author == s.Bot() && m.ReplyTo != "" {
			replies[m.ReplyTo]++
			if !isLastWord(m) {
				t.Errorf("a mention's reply says %q", m.Content)
			}
		}
	}
	for _, m := range mentioned {
		if n := replies[m.ID]; n > 1 {
			t.Errorf("mention %s has %d replies", m.ID, n)
		}
		replied += replies[m.ID]
	}
	return replied
}

// checkLedger checks that every record is sound, and that what is answered was shown.
func checkLedger(ctx context.Context, t *testing.T, env []string) {
	t.Helper()
	cmd := exec.CommandContext(ctx, "bot", "ledger", "verify")
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("bot ledger verify: %v\n%s", err, out)
	}
	db, err := ledger.Open(ctx, dataDir(env))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for r, err := range db.List(ctx, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Answer.Answered && len(r.Messages) != 1 {
			t.Errorf("question %s is answered in %d messages", r.ID, len(r.Messages))
		}
	}
}

// program is the real one, running.
type program struct {
	cmd  *exec.Cmd
	runs context.Context // until it has ended
	err  error           // of its end
}

func startProgram(ctx context.Context, t *testing.T, env []string, log *journal) *program {
	t.Helper()
	cmd := exec.CommandContext(ctx, "bot", "serve")
	cmd.Env, cmd.Stdout, cmd.Stderr = env, log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	runs, ended := context.WithCancel(ctx)
	p := &program{cmd: cmd, runs: runs}
	go func() {
		defer ended()
		p.err = cmd.Wait()
	}()
	return p
}

// end sends a signal and waits until the program has ended.
func (p *program) end(t *testing.T, how os.Signal) error {
	t.Helper()
	if err := p.cmd.Process.Signal(how); err != nil {
		t.Error("it had ended by itself:", err)
	}
	<-p.runs.Done()
	return p.err
}

// crowd asks without pause, whether or not anybody is there to answer.
type crowd struct {
	cancel context.CancelFunc
	done   sync.WaitGroup

	asked     []*discordtest.Interaction
	mentioned []discordtest.Message
}

func startCrowd(ctx context.Context, s *discordtest.Server) *crowd {
	ctx, cancel := context.WithCancel(ctx)
	c := &crowd{cancel: cancel}
	c.done.Go(func() {
		if s.WaitReady(ctx) != nil { // the commands are registered
			return
		}
		ada := s.Guild().NewMember("ada")
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			question := []string{"How many people were killed?", "What did Nikki Haley call on Moscow to do?", "Who won the cup final?"}[n%3]
			if n%4 == 0 {
				c.mentioned = append(c.mentioned, s.Mention(ada, s.Channel(), question))
			} else {
				c.asked = append(c.asked, s.Ask(ada, s.Channel(), question, n%5 == 0))
			}
		}
	})
	return c
}

// stop ends the asking.
func (c *crowd) stop() {
	c.cancel()
	c.done.Wait()
}
