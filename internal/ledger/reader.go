package ledger

import (
	"context"
	"database/sql"
	"time"
)

// querier is a transaction that can be read from: the writer's, or a reader's *sql.Tx.
type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) *sql.Row
}

// read runs f in a transaction of its own: all that it reads is of one moment.
func (db *DB) read(ctx context.Context, f func(querier) error) error {
	t, err := db.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return explain(db.path, err)
	}
	defer t.Rollback() // nothing was written
	return explain(db.path, f(t))
}

// collect reads every row of a query.
func collect[T any](q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// one scans rows of a single column.
func one[T any](rows *sql.Rows) (x T, err error) {
	return x, rows.Scan(&x)
}

// ms is how the ledger stores a time; moment is its inverse. The zero time survives.
func ms(t time.Time) int64          { return t.UnixMilli() }
func moment(stored int64) time.Time { return time.UnixMilli(stored).UTC() }

// maybe is moment for a column that may be NULL: the zero time then.
func maybe(stored sql.NullInt64) time.Time {
	if !stored.Valid {
		return time.Time{}
	}
	return moment(stored.Int64)
}
