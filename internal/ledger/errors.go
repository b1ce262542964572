package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with the ledger as a whole. Each says what to do; the error that
// wraps it names the file.
var (
	ErrCorrupt  = errors.New("the ledger is damaged: move the file away or restore a backup (nothing was written to it)")
	ErrForeign  = errors.New("this is not a ledger: move the file away or choose another data directory (nothing was written to it)")
	ErrNewer    = errors.New("the ledger was written by a newer version: upgrade this program or choose another data directory")
	ErrReadOnly = errors.New("the ledger can't be written: make the data directory writable or choose another")
	ErrFull     = errors.New("the disk is full: free some space (what was committed is safe)")
	ErrDisk     = errors.New("the disk does not work: see the system's log; what was committed may still be read")
	ErrServed   = errors.New("another process serves from this data directory: stop it, or give this one a directory of its own")
	ErrBusy     = errors.New("another process is writing the ledger and does not finish: end it or try again")
)

// What can be wrong with one request.
var (
	ErrUnknown  = errors.New("nothing is recorded under that id")
	ErrKnown    = errors.New("this question is recorded already")
	ErrFinished = errors.New("this question has had its last word already")
	ErrTaken    = errors.New("another process took this question over")
)

// explain gives err the sentinel that it stands for, once, and the file's name.
// SQLite's own words are kept for the log.
func explain(path string, err error) error {
	cause := cause(err)
	if cause == nil || errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%s: %w [%w]", path, cause, oneLine{err})
}

// cause finds the sentinel behind an error of SQLite or the operating system; nil when
// there is none.
func cause(err error) error {
	var s *sqlite.Error
	if errors.As(err, &s) {
		switch s.Code() & 0xff { // the primary code; the upper bits refine it
		case sqlite3.SQLITE_CORRUPT:
			return ErrCorrupt
		case sqlite3.SQLITE_NOTADB:
			return ErrForeign
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return ErrReadOnly
		case sqlite3.SQLITE_FULL:
			return ErrFull
		case sqlite3.SQLITE_IOERR:
			return ErrDisk
		case sqlite3.SQLITE_BUSY:
			return ErrBusy
		}
	}
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR):
		return ErrReadOnly
	case errors.Is(err, syscall.ENOSPC):
		return ErrFull
	}
	return nil
}

// oneLine keeps a joined error's text on one line.
type oneLine struct{ error }

func (e oneLine) Error() string { return strings.ReplaceAll(e.error.Error(), "\n", "; ") }
func (e oneLine) Unwrap() error { return e.error }
