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
	queue chan *write
	ended chan struct{}

	mu     sync.RWMutex // guards closed, and queue against a send after its close
	closed bool
}

// write is one unit of work. do may run only once: whatever it keeps outside the
// transaction is valid only when done delivers nil.
type write struct {
	ctx  context.Context
	do   func(*sql.Tx) error
	done chan error
}

func newWriter(db *sql.DB) *writer {
	w := &writer{db: db, queue: make(chan *write, maxGroup), ended: make(chan struct{})}
	go w.run()
	return w
}

// do runs f in a transaction and returns once that is on disk. A context that ends
// before f has begun stops it; a write that has begun is finished.
func (w *writer) do(ctx context.Context, f func(*sql.Tx) error) error {
	job := &write{ctx: ctx, do: f, done: make(chan error, 1)}
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
	return w.db.Close()
}

func (w *writer) run() {
	defer close(w.ended)
	for first := range w.queue {
		group := w.gather(first)
		err := w.commit(group)
		for _, job := range group {
			if err != nil {
				job.done <- err
			}
			close(job.done)
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

// commit runs a group in one transaction. A job's own failure is delivered to it
// alone; a failure of the transaction is returned, and is every job's.
func (w *writer) commit(group []*write) error {
	tx, err := w.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	failures := make([]error, len(group))
	for i, job := range group {
		if failures[i] = job.ctx.Err(); failures[i] != nil {
			continue
		}
		if failures[i], err = savepoint(tx, job.do); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for i, job := range group {
		if failures[i] != nil {
			job.done <- failures[i]
		}
	}
	return nil
}

// savepoint runs do so that its failure undoes its own work alone. fatal is a failure
// of the transaction around it.
func savepoint(tx *sql.Tx, do func(*sql.Tx) error) (failure, fatal error) {
	if _, err := tx.Exec("SAVEPOINT job"); err != nil {
		return nil, err
	}
	if failure = do(tx); failure != nil {
		if _, err := tx.Exec("ROLLBACK TO job"); err != nil {
			return nil, errors.Join(failure, err)
		}
	}
	_, fatal = tx.Exec("RELEASE job")
	return failure, fatal
}
