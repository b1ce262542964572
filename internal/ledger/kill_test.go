package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
	"footnote/internal/retrieval"
)

var kills = flag.Int("kills", 20, "how often TestKill kills a process that writes the ledger; 10 with -short")

// TestKill kills a process that writes under load, at random moments, again and again.
// Each time the database is sound; every question whose recording was confirmed is
// there, and every last word that was; no claim lacks its quote; and what was left
// without a last word comes back once.
func TestKill(t *testing.T) {
	n := *kills
	if testing.Short() {
		n = min(n, 10)
	}
	dir := t.TempDir()
	total := 0
	for round := range n {
		promised := killOne(t, dir, fmt.Sprint(round))
		total += len(promised)
		checkPromises(t, dir, promised)
		if t.Failed() {
			t.Fatalf("after kill %d", round+1)
		}
	}
	t.Logf("%d kills, %d questions promised", n, total)
}

// killOne runs a process that writes, kills it, and returns what it said it had written.
func killOne(t *testing.T, dir, prefix string) map[string]string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, dir, prefix)
	cmd.Env = append(os.Environ(), child+"=load")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	lines := bufio.NewScanner(out)
	for lines.Scan() { // a line is one write to a pipe, so it is whole
		if len(said) == 0 {
			time.AfterFunc(rand.N(30*time.Millisecond), func() { cmd.Process.Kill() })
		}
		state, id, _ := strings.Cut(lines.Text(), " ")
		said[id] = state
	}
	if err := cmd.Wait(); cmd.ProcessState.Exited() {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return said
}

// writeUntilKilled takes questions through all their states on many goroutines, and
// says what is on disk once it is.
func writeUntilKilled(dir, prefix string) {
	ctx := context.Background()
	db, err := ledger.Open(ctx, dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	cache := db.Embeddings()
	for worker := range 8 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%s-%d-%d", prefix, worker, i)
				if err := answerOne(ctx, db, id); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				cache.Put(ctx, "e", map[[32]byte][]float32{key(id): {float32(i), 1}})
			}
		}()
	}
	select {}
}

func answerOne(ctx context.Context, db *ledger.DB, id string) error {
	p := &ledgertest.Story().Passages[2]
	if err := db.Begin(ctx, ledgertest.Question(id, "How many died?")); err != nil {
		return err
	}
	fmt.Println("begun", id)
	if err := errors.Join(db.Acknowledge(ctx, id), db.Posted(ctx, id, "message of "+id)); err != nil {
		return err
	}
	o := ledger.Outcome{Answer: answer.Answer{Answered: true, Passages: []retrieval.Hit{{Passage: p, Rank: 1}}}, At: ledgertest.Noon}
	for _, words := range []string{ledgertest.Died, ledgertest.Animal} {
		start := strings.Index(p.Text, words)
		c, _ := verify.Verbatim(1, p, article.Span{Start: start, End: start + len(words)})
		o.Answer.Claims = append(o.Answer.Claims, c)
	}
	if err := db.Finish(ctx, id, o); err != nil {
		return err
	}
	fmt.Println("finished", id)
	return nil
}

// checkPromises opens the ledger as the next process would and looks for everything
// that was promised. Questions without a last word get one.
func checkPromises(t *testing.T, dir string, promised map[string]string) {
	t.Helper()
	ctx := context.Background()
	db, err := ledger.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, faults, err := db.Verify(ctx); len(faults) > 0 || err != nil {
		t.Fatalf("damaged: %v, %v", faults, err)
	}
	left, err := db.Unfinished(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range left {
		if promised[q.ID] == "finished" {
			t.Errorf("%s lost its last word", q.ID)
		}
		if err := db.Finish(ctx, q.ID, ledger.Outcome{Failure: "Sorry.", At: ledgertest.Noon}); err != nil {
			t.Error(err)
		}
	}
	for id, state := range promised {
		r, err := db.ByID(ctx, id)
		switch {
		case err != nil:
			t.Errorf("%s was lost: %v", id, err)
		case state == "finished" && (r.State != ledger.Answered || len(r.Answer.Claims) != 2 || len(r.Messages) != 1):
			t.Errorf("%s is %s with %d claims", id, r.State, len(r.Answer.Claims))
		}
	}
}
