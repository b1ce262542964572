package ledger

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// maxGroup bounds how many writes share one commit, so that none waits long for others.
const maxGroup = 64

// errClosed is what a write gets that comes after Close.
var errClosed = errors.New("the ledger is closed")

// writer runs every write, in order, on one connection. Writes that wait together are
// committed together: each in its own savepoint, so that one that fails takes nothing
// of the others with it, and all share one wait for the disk.
type writer struct {
	db    *sql.DB
	tx    *tx
	queue chan *write
	ended chan struct{}

	mu     sync.RWMutex // guards closed, and queue against a send after its close
	closed bool
}

// durability is what a write that was confirmed outlives, as SQLite's synchronous.
type durability string

const (
	quick   durability = "normal" // the process: it is with the operating system
	lasting durability = "full"   // a power cut: it is on the disk, and all before it
)

// write is one unit of work. What do keeps outside the transaction is valid only when
// done delivers nil.
type write struct {
	ctx  context.Context
	how  durability
	do   func(*tx) error
	done chan error
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{
		db: db, tx: &tx{conn: conn, kept: map[string]*sql.Stmt{}},
		queue: make(chan *write, maxGroup), ended: make(chan struct{}),
	}
	go w.run()
	return w, nil
}

// do runs f in a transaction and returns once that is committed, as durably as said. A context that ends
// before f has begun stops it; a write that has begun is finished.
func (w *writer) do(ctx context.Context, how durability, f func(*tx) error) error {
	job := &write{ctx: ctx, how: how, do: f, done: make(chan error, 1)}
	w.mu.RLock()
	if w.closed {
		w.mu.RUnlock()
		return errClosed
	}
	w.queue <- job
	w.mu.RUnlock()
	return <-job.done
}

func (w *writer) close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	close(w.queue)
	w.mu.Unlock()
	<-w.ended
	return errors.Join(w.tx.close(), w.db.Close())
}

func (w *writer) run() {
	defer close(w.ended)
	for first := range w.queue {
		group := w.gather(first)
		failures, err := w.tx.commit(group)
		for i, job := range group {
			if err == nil {
				job.done <- failures[i]
			} else {
				job.done <- err
			}
		}
	}
}

// gather adds to first what is waiting already, without waiting for more.
func (w *writer) gather(first *write) []*write {
	group := []*write{first}
	for len(group) < maxGroup {
		select {
		case job, ok := <-w.queue:
			if !ok {
				return group
			}
			group = append(group, job)
		default:
			return group
		}
	}
	return group
}

// tx is the writer's transaction. Its statements are prepared once and kept: their
// texts are constants of this package, so there are not many.
type tx struct {
	conn *sql.Conn
	kept map[string]*sql.Stmt
	how  durability // of the commits since the last change; "": the connection's own
}

// commit runs a group of writes in one transaction. A write's own failure undoes it
// alone; a failure of the transaction is everyone's.
func (t *tx) commit(group []*write) (failures []error, err error) {
	if err := t.secure(group); err != nil {
		return nil, err
	}
	if err := t.exec("BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	failures = make([]error, len(group))
	for i, job := range group {
		if failures[i] = job.ctx.Err(); failures[i] != nil {
			continue
		}
		if failures[i], err = t.apart(job.do); err != nil {
			return nil, t.rollback(err)
		}
	}
	if err := t.exec("COMMIT"); err != nil {
		return nil, t.rollback(err)
	}
	return failures, nil
}

// secure makes the next commit as durable as the group's most demanding write.
func (t *tx) secure(group []*write) error {
	how := quick
	for _, job := range group {
		if job.how == lasting {
			how = lasting
		}
	}
	if how == t.how {
		return nil
	}
	t.how = how
	return t.exec("PRAGMA synchronous = " + string(how))
}

// apart runs do so that its failure undoes its own work alone. fatal is a failure of
// the transaction around it.
func (t *tx) apart(do func(*tx) error) (failure, fatal error) {
	if err := t.exec("SAVEPOINT job"); err != nil {
		return nil, err
	}
	if failure = do(t); failure != nil {
		if err := t.exec("ROLLBACK TO job"); err != nil {
			return nil, failure // SQLite has undone the whole transaction, as it does on a full disk
		}
	}
	return failure, t.exec("RELEASE job")
}

// rollback ends the transaction, where SQLite has not done so, and returns why.
func (t *tx) rollback(why error) error {
	t.exec("ROLLBACK")
	return why
}

func (t *tx) close() error {
	var errs []error
	for _, s := range t.kept {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, t.conn.Close())...)
}

func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if s := t.kept[query]; s != nil {
		return s, nil
	}
	s, err := t.conn.PrepareContext(context.Background(), query)
	if err == nil {
		t.kept[query] = s
	}
	return s, err
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.count(query, args...)
	return err
}

// count runs a statement and returns how many rows it changed.
func (t *tx) count(query string, args ...any) (int, error) {
	s, err := t.prepare(query)
	if err != nil {
		return 0, err
	}
	res, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// Query implements querier.
func (t *tx) Query(query string, args ...any) (*sql.Rows, error) {
	s, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return s.Query(args...)
}

// QueryRow implements querier.
func (t *tx) QueryRow(query string, args ...any) *sql.Row {
	s, err := t.prepare(query)
	if err != nil {
		return t.conn.QueryRowContext(context.Background(), query, args...) // it fails the same way
	}
	return s.QueryRow(args...)
}
