package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/ledger"
)

func open(t testing.TB) *ledger.DB {
	t.Helper()
	return openIn(t, t.TempDir())
}

func openIn(t testing.TB, dir string) *ledger.DB {
	t.Helper()
	db, err := ledger.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// raw opens the database behind the ledger's back, as damage or another program would.
func raw(t testing.TB, dir string, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, ledger.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return db
}

// TestOpenRefuses makes data directories that hold no usable ledger: each is refused
// with its one line, and not a byte of what is there changes.
func TestOpenRefuses(t *testing.T) {
	database := func(statements ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { raw(t, dir, statements...).Close() }
	}
	ours := func(statement string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			db, err := ledger.Open(context.Background(), dir)
			if err != nil {
				t.Fatal(err)
			}
			db.Close()
			raw(t, dir, statement).Close()
		}
	}
	content := func(s string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, ledger.FileName), []byte(s), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name string
		make func(t *testing.T, dir string)
		want error
	}{
		{"a text file", content("dear diary"), ledger.ErrForeign},
		{"a long text file", content(strings.Repeat("dear diary\n", 1000)), ledger.ErrForeign},
		{"a header and nothing else", content("SQLite format 3\x00"), ledger.ErrForeign},
		{"a header and garbage", content("SQLite format 3\x00" + strings.Repeat("?", 8000)), ledger.ErrForeign},
		{"another program's tables", database("CREATE TABLE diary (entry TEXT)"), ledger.ErrForeign},
		{"another program's id", database("PRAGMA application_id = 42"), ledger.ErrForeign},
		{"another program's tables, in WAL mode", database("PRAGMA journal_mode = wal", "CREATE TABLE diary (entry TEXT)"), ledger.ErrForeign},
		{"another program's version", database("PRAGMA user_version = 7"), ledger.ErrForeign},
		{"a newer schema", ours("PRAGMA user_version = 4711"), ledger.ErrNewer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.make(t, dir)
			before := files(t, dir)
			_, err := ledger.Open(context.Background(), dir)
			if !errors.Is(err, tt.want) {
				t.Fatalf("Open: %v, want %v", err, tt.want)
			}
			if msg := err.Error(); strings.Contains(msg, "\n") || !strings.Contains(msg, ledger.FileName) {
				t.Errorf("not one line that names the file: %q", msg)
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Errorf("the directory changed:\n%s", diff)
			}
		})
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

func TestOpenWhereNoFileCanBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken := t.TempDir()
	if err := os.Mkdir(filepath.Join(taken, ledger.FileName), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below"), taken} {
		if _, err := ledger.Open(context.Background(), dir); !errors.Is(err, ledger.ErrReadOnly) {
			t.Errorf("Open(%q): %v, want ErrReadOnly", dir, err)
		}
	}
}

func TestOpenNamesWithMarks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b?mode=memory&x=%41#c")
	openIn(t, dir)
	if _, err := os.Stat(filepath.Join(dir, ledger.FileName)); err != nil {
		t.Fatal(err)
	}
}

func TestOpenTogether(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			db, err := ledger.Open(context.Background(), dir)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestServingEndsWithClose(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	for range 2 {
		db, err := ledger.Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Unfinished(ctx); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			dir := b.TempDir()
			b.StartTimer()
			openAndClose(b, dir)
		}
	})
	b.Run("existing", func(b *testing.B) {
		dir := b.TempDir()
		openAndClose(b, dir)
		for b.Loop() {
			openAndClose(b, dir)
		}
	})
}

func openAndClose(b *testing.B, dir string) {
	b.Helper()
	db, err := ledger.Open(context.Background(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}
