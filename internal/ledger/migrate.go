package ledger

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is the number of the last migration: the user_version of a database
// that is up to date.
const schemaVersion = 2

// applicationID marks a SQLite file as a ledger: "Foot" in ASCII.
const applicationID = 0x466f6f74

// magic opens every SQLite database file (https://www.sqlite.org/fileformat.html).
const magic = "SQLite format 3\x00"

const headerSize = 100

// checkHeader refuses a file that is not a ledger by its first bytes, before SQLite
// touches it: opening another program's database changes it (its journal mode). An
// empty file is fine: a ledger is made there.
func checkHeader(f io.Reader, path string) error {
	head := make([]byte, headerSize)
	n, err := io.ReadFull(f, head)
	switch {
	case err == io.EOF:
		return nil
	case err != nil && err != io.ErrUnexpectedEOF:
		return explain(path, err)
	case n < headerSize || !ours(head):
		return fmt.Errorf("%s: %w", path, ErrForeign)
	}
	return nil
}

// ours reads a database's header (https://www.sqlite.org/fileformat.html, 1.3). A kill
// while a ledger was being made may leave the application id in the log alone; such a
// file is in WAL mode (2) already, and identify looks further.
func ours(head []byte) bool {
	id := binary.BigEndian.Uint32(head[68:])
	wal := head[18] == 2
	return string(head[:len(magic)]) == magic && (id == applicationID || id == 0 && wal)
}

// migrate brings the schema up to date. A database that is so costs two pragmas. When
// two processes do it at once, one of them may fail halfway and finds it done.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	for attempt := 1; ; attempt++ {
		version, err := identify(ctx, db, path)
		switch {
		case err != nil:
			return err
		case version > schemaVersion:
			return fmt.Errorf("%s has schema %d and this program knows %d: %w", path, version, schemaVersion, ErrNewer)
		case version == schemaVersion:
			return nil
		}
		if err := upgrade(ctx, db); err != nil && attempt == 3 {
			return err
		}
	}
}

// identify returns the schema's version, 0 for a database still to be filled, and
// ErrForeign for the database of another program.
func identify(ctx context.Context, db *sql.DB, path string) (version int, err error) {
	var app, tables int
	err = db.QueryRowContext(ctx, `
		SELECT (SELECT application_id FROM pragma_application_id),
		       (SELECT user_version FROM pragma_user_version),
		       (SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version')`).
		Scan(&app, &version, &tables)
	switch {
	case err != nil:
		return 0, err
	case app == applicationID:
		return version, nil
	case app == 0 && version == 0 && tables == 0:
		return 0, nil
	}
	return 0, fmt.Errorf("%s: %w", path, ErrForeign)
}

func upgrade(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}
