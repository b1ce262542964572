package ledger

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
)

func openHere(t testing.TB) *DB {
	t.Helper()
	db, err := Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestGroup has many goroutines write at once, half of them failing halfway: what
// failed left nothing, what did not is all there.
func TestGroup(t *testing.T) {
	ctx, db := context.Background(), openHere(t)
	failure := errors.New("half-way")
	const n = 200
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			err := db.write(ctx, func(t *tx) error {
				if err := addDay(t, fmt.Sprint("day ", i), "x", 1); err != nil {
					return err
				}
				if i%2 == 1 {
					return failure
				}
				return addDay(t, "all", "x", 1)
			})
			if failed := errors.Is(err, failure); failed != (i%2 == 1) || !failed && err != nil {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	var days, all int
	err := db.read(ctx, func(q querier) error {
		return q.QueryRow(`SELECT count(*), sum(value * (day = 'all')) FROM daily`).Scan(&days, &all)
	})
	if err != nil || days != n/2+1 || all != n/2 {
		t.Errorf("%d days and a sum of %d, want %d and %d: %v", days, all, n/2+1, n/2, err)
	}
}

func TestWriteThatNobodyWaitsFor(t *testing.T) {
	db := openHere(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	ran := false
	err := db.write(ctx, func(*tx) error { ran = true; return nil })
	if !errors.Is(err, context.Canceled) || ran {
		t.Errorf("ran: %t, error: %v", ran, err)
	}
	// One that is cancelled while it runs is finished: it may be in a group with others.
	ctx, cancel = context.WithCancel(context.Background())
	err = db.write(ctx, func(t *tx) error {
		cancel()
		return addDay(t, "day", "tokens", 1)
	})
	if n, _ := db.TokensUsed(context.Background(), "day"); err != nil || n != 1 {
		t.Errorf("a write under way: %d, %v", n, err)
	}
}

func TestClosed(t *testing.T) {
	ctx, db := context.Background(), openHere(t)
	for range 2 {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Begin(ctx, Question{ID: "1"}); !errors.Is(err, errClosed) {
		t.Errorf("Begin: %v", err)
	}
	if _, err := db.ByID(ctx, "1"); err == nil {
		t.Error("a closed ledger was read")
	}
}

// TestDurability checks which writes wait for the disk.
func TestDurability(t *testing.T) {
	ctx, db := context.Background(), openHere(t)
	level := func() (n int) {
		err := db.writes.do(ctx, quick, func(t *tx) error {
			return t.conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	const normal, full = 1, 2
	if got := level(); got != normal {
		t.Errorf("a quick write has synchronous %d", got)
	}
	err := db.write(ctx, func(tx *tx) error {
		var n int
		err := tx.conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&n)
		if n != full {
			t.Errorf("a lasting write has synchronous %d", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := level(); got != normal {
		t.Errorf("a quick write after a lasting one has synchronous %d", got)
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(pack([]float32{1, -2.5, math.SmallestNonzeroFloat32}))
	f.Add(pack([]float32{float32(math.NaN()), float32(math.Inf(1))}))
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, packed []byte) {
		v, ok := unpack(packed)
		if !ok {
			return
		}
		for _, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				t.Fatalf("%v let through", v)
			}
		}
		if string(pack(v)) != string(packed) {
			t.Fatalf("%x became %v, which packs to %x", packed, v, pack(v))
		}
	})
}
