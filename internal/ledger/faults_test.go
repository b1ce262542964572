package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
)

// fill records n answers.
func fill(t testing.TB, db *ledger.DB, n int) {
	t.Helper()
	o := ledgertest.Answered(t, &ledgertest.Story().Passages[2], ledgertest.Died)
	for i := range n {
		if err := db.Record(context.Background(), ledgertest.Question(fmt.Sprint("filler ", i), "How many died?"), o); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	fill(t, db, 5)
	pages, err := db.Pages()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.LimitPages(pages); err != nil {
		t.Fatal(err)
	}
	o := ledgertest.Answered(t, &ledgertest.Story().Passages[2], ledgertest.Died)
	o.Answer.Raw = strings.Repeat("long ", 10_000)
	err = db.Record(ctx, ledgertest.Question("too long", "a?"), o)
	if !errors.Is(err, ledger.ErrFull) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("Record: %v, want one line that says the disk is full", err)
	}
	if _, err := db.ByID(ctx, "too long"); !errors.Is(err, ledger.ErrUnknown) {
		t.Errorf("a part of it was written: %v", err)
	}
	if _, err := db.ByID(ctx, "filler 4"); err != nil {
		t.Errorf("what was there can't be read any more: %v", err)
	}
	if err := db.LimitPages(1 << 20); err != nil {
		t.Fatal(err)
	}
	if err := db.Record(ctx, ledgertest.Question("too long", "a?"), o); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if _, faults, err := db.Verify(ctx); len(faults) > 0 || err != nil {
		t.Errorf("Verify: %v, %v", faults, err)
	}
}

// TestDamage damages a ledger's file in ways that leave it recognisable. It is refused,
// or Verify finds the damage; nobody writes over it.
func TestDamage(t *testing.T) {
	const page = 4096
	for name, damage := range map[string]func([]byte) []byte{
		"the schema": func(b []byte) []byte { scribble(b[100:page]); return b },
		"the middle": func(b []byte) []byte { scribble(b[3*page : len(b)-page]); return b },
		"cut short":  func(b []byte) []byte { return b[:5*page] },
		"one page":   func(b []byte) []byte { return b[:page] },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, dir := context.Background(), t.TempDir()
			db, err := ledger.Open(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			fill(t, db, 200)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, ledger.FileName)
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			damaged := damage(whole)
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := openDamaged(t, dir); err != nil && (!errors.Is(err, ledger.ErrCorrupt) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("not one line that says it is damaged: %v", err)
			}
			now, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(now) != string(damaged) {
				t.Error("the damaged file was written to")
			}
		})
	}
}

// openDamaged opens a damaged ledger and has it find the damage.
func openDamaged(t *testing.T, dir string) error {
	db, err := ledger.Open(context.Background(), dir)
	if err != nil {
		return err
	}
	defer db.Close()
	_, faults, err := db.Verify(context.Background())
	if err == nil && len(faults) == 0 {
		t.Error("the damage was not found")
	}
	return err
}

func scribble(b []byte) {
	for i := range b {
		b[i] ^= 0x5a
	}
}

// TestTampering changes what is recorded behind the ledger's back: Verify names each
// change, and a record that was changed shows no claims afterwards.
func TestTampering(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name, change, fault string
	}{
		{"nothing", `SELECT 1`, ""},
		{"a quote's words", `UPDATE quote SET words = 'More than 90' WHERE key = 1`, "is not at bytes 0 to"},
		{"a quote's place", `UPDATE quote SET start = 5, finish = 9 WHERE key = 1`, "is not at bytes 5 to 9"},
		{"a place outside", `UPDATE quote SET finish = 4711 WHERE key = 1`, "to 4711"},
		{"a passage's text", `UPDATE text SET body = replace(body, '80', '90')`, "is not what it was when it was recorded"},
		{"a citation gone", `DELETE FROM citation WHERE claim = 2`, "claim 2 has no citation"},
		{"a quote gone", `PRAGMA foreign_keys = off; DELETE FROM quote WHERE key = 1`, "refers to a row of quote that is not there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			db := openIn(t, dir)
			o := ledgertest.Answered(t, &ledgertest.Story().Passages[2], ledgertest.Died, ledgertest.Animal)
			if err := db.Record(ctx, ledgertest.Question("1", "How many died?"), o); err != nil {
				t.Fatal(err)
			}
			raw(t, dir, tt.change)
			_, faults, err := db.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if found := fmt.Sprint(faults); (len(faults) > 0) != (tt.fault != "") || !strings.Contains(found, tt.fault) {
				t.Errorf("Verify found %s, want %q", found, tt.fault)
			}
			r, err := db.ByID(ctx, "1")
			if err != nil {
				t.Fatal(err)
			}
			want := 2
			if tt.fault != "" {
				want = 0
			}
			if len(r.Answer.Claims) != want || len(r.Answer.Dropped) != 2-want {
				t.Errorf("%d claims read back, %d dropped, want %d", len(r.Answer.Claims), len(r.Answer.Dropped), want)
			}
		})
	}
}

func TestBackup(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	fill(t, db, 50)
	file := filepath.Join(t.TempDir(), "backup.db")

	stop, stopped := make(chan struct{}), make(chan error)
	go func() { // somebody goes on writing meanwhile
		for i := 0; ; i++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if err := db.Begin(ctx, ledgertest.Question(fmt.Sprint("during ", i), "a?")); err != nil {
				stopped <- err
				return
			}
		}
	}()
	err := db.Backup(ctx, file)
	close(stop)
	if err := errors.Join(err, <-stopped); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(ctx, file); !errors.Is(err, os.ErrExist) {
		t.Errorf("a backup over another: %v", err)
	}

	restored := t.TempDir()
	if err := os.Rename(file, filepath.Join(restored, ledger.FileName)); err != nil {
		t.Fatal(err)
	}
	copied := openIn(t, restored)
	if quotes, faults, err := copied.Verify(ctx); quotes != 1 || len(faults) > 0 || err != nil {
		t.Errorf("the copy: %d quotes, %v, %v", quotes, faults, err)
	}
	for i := range 50 {
		was, err1 := db.ByID(ctx, fmt.Sprint("filler ", i))
		is, err2 := copied.ByID(ctx, fmt.Sprint("filler ", i))
		if err := errors.Join(err1, err2); err != nil || fmt.Sprint(ledgertest.ViewOf(was)) != fmt.Sprint(ledgertest.ViewOf(is)) {
			t.Fatalf("record %d differs in the copy: %v", i, err)
		}
	}
	if err := copied.Record(ctx, ledgertest.Question("after", "a?"), ledger.Outcome{Failure: "Sorry."}); err != nil {
		t.Errorf("the copy can't be written: %v", err)
	}
}
