package ledger

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
)

// lockName is a database beside the ledger that holds nothing. The process that serves
// keeps a transaction open on it: SQLite's lock ends with the process, however it ends.
const lockName = "serving.lock"

// serve makes this the one process that serves from the data directory, or fails with
// ErrServed. Once it has succeeded it does nothing.
func (db *DB) serve(ctx context.Context) error {
	db.serving.Lock()
	defer db.serving.Unlock()
	if db.leave != nil {
		return nil
	}
	path := filepath.Join(filepath.Dir(db.path), lockName)
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "_txlock=exclusive"}
	lock, err := sql.Open("sqlite", u.String())
	if err != nil {
		return explain(path, err)
	}
	held, err := lock.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		if cause(err) == ErrBusy {
			err = ErrServed
		}
		return errors.Join(explain(path, err), lock.Close())
	}
	db.leave = func() error { return errors.Join(held.Rollback(), lock.Close()) }
	return nil
}

// stopServing lets another process serve.
func (db *DB) stopServing() error {
	db.serving.Lock()
	defer db.serving.Unlock()
	if db.leave == nil {
		return nil
	}
	leave := db.leave
	db.leave = nil
	return leave()
}
