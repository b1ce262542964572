// Package ledger owns the lasting record: what was asked, what was answered from which
// words of which article, and what was done about it since. The embedding cache lives
// in the same SQLite file. It is the one importer of SQL.
//
// It never decides what is true: a past answer that it hands back has been verified
// again, by package verify, against the words recorded with it. It never sends
// anything, and never overwrites a file that it does not understand.
package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// FileName is the database's name in the data directory. Beside it SQLite keeps
// FileName-wal and FileName-shm while the database is open, and after a kill.
const FileName = "footnote.db"

// DB is an open ledger, safe for use by many goroutines. Several processes may have
// the same ledger open; one at a time writes, the others wait for it.
type DB struct {
	path   string
	owner  string // marks the questions that this open ledger is answering
	reads  *sql.DB
	writes *writer

	current atomic.Pointer[current] // the corpus of the last Correct; nil before

	serving sync.Mutex   // guards leave
	leave   func() error // not nil while this process serves; see serve
}

// Open opens the ledger in the directory dir, making both when they are absent and
// bringing an older schema up to date. It fails with an error wrapping ErrCorrupt,
// ErrForeign, ErrNewer, ErrReadOnly or ErrFull where one of them is the cause; the
// file is then as it was before.
func Open(ctx context.Context, dir string) (*DB, error) {
	path, err := prepare(dir)
	if err != nil {
		return nil, err
	}
	w, err := openWriter(ctx, path)
	if err != nil {
		return nil, explain(path, err)
	}
	r, err := sql.Open("sqlite", dsn(path)+"&_query_only=1")
	if err != nil {
		return nil, explain(path, errors.Join(err, w.close()))
	}
	readers := max(4, runtime.GOMAXPROCS(0))
	r.SetMaxOpenConns(readers)
	r.SetMaxIdleConns(readers)
	return &DB{path: path, owner: rand.Text(), reads: r, writes: w}, nil
}

// openWriter opens the one connection that writes, and brings the schema up to date.
func openWriter(ctx context.Context, path string) (*writer, error) {
	db, err := sql.Open("sqlite", dsn(path)+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w, err := newWriter(ctx, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

// Close waits for the writes under way and closes the database.
func (db *DB) Close() error {
	return explain(db.path, errors.Join(db.reads.Close(), db.writes.close(), db.stopServing()))
}

// prepare makes the data directory and the file, both for the owner's eyes alone, and
// returns the file's absolute path. A file that is there but is no ledger is refused
// before SQLite sees it.
func prepare(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", explain(dir, err)
	}
	path := filepath.Join(abs, FileName)
	if err := os.MkdirAll(abs, 0o700); err != nil {
		return "", explain(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", explain(path, err)
	}
	defer f.Close()
	return path, checkHeader(f, path)
}

// dsn names the database with its pragmas, so that every connection of a pool has them.
//
// synchronous is NORMAL, under which what was committed outlives a kill; the writer
// raises it for what must outlive a power cut too (see durability).
// secure_delete zeroes what is deleted, so that what is forgotten is gone.
func dsn(path string) string {
	q := url.Values{
		"_busy_timeout": {"5000"}, // milliseconds
		"_foreign_keys": {"on"},
		"_journal_mode": {"wal"},
		"_synchronous":  {"normal"},
		"_pragma":       {"secure_delete(on)"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_error_rc":     {"1"},
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// write runs f in a transaction that outlives a power cut; see writer.do.
func (db *DB) write(ctx context.Context, f func(*tx) error) error {
	return explain(db.path, db.writes.do(ctx, lasting, f))
}

// note runs f in a transaction that outlives a kill. A power cut may undo it, unless a
// write came after it: fit for what can be found out or made again.
func (db *DB) note(ctx context.Context, f func(*tx) error) error {
	return explain(db.path, db.writes.do(ctx, quick, f))
}
