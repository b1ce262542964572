package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// Backup writes a consistent copy of the ledger, as of one moment, to a new file, while
// others go on reading and writing. The copy is a whole ledger: to restore it, put it
// in an empty data directory under FileName. A file that is there already is left alone
// and fails the backup.
func (db *DB) Backup(ctx context.Context, file string) error {
	// VACUUM INTO takes an empty file for its own, so an existing one is refused here.
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("back up the ledger: %w", err)
	}
	f.Close()
	if err := db.copyTo(ctx, file); err != nil {
		os.Remove(file)
		return fmt.Errorf("back up the ledger to %s: %w", file, err)
	}
	return nil
}

// copyTo uses a connection of its own: VACUUM is refused to those that may only query.
func (db *DB) copyTo(ctx context.Context, file string) error {
	src, err := sql.Open("sqlite", dsn(db.path))
	if err != nil {
		return explain(db.path, err)
	}
	defer src.Close()
	_, err = src.ExecContext(ctx, `VACUUM INTO ?`, file)
	return explain(db.path, err)
}
