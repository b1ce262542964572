package ledger

import (
	"context"
	"strconv"
)

// LimitPages fills the disk, as far as this ledger is concerned: the database may not
// grow beyond n pages.
func (db *DB) LimitPages(n int) error {
	return db.write(context.Background(), func(t *tx) error {
		var now int
		return t.conn.QueryRowContext(context.Background(), "PRAGMA max_page_count = "+strconv.Itoa(n)).Scan(&now)
	})
}

// Pages is how many pages the database has.
func (db *DB) Pages() (n int, err error) {
	err = db.read(context.Background(), func(q querier) error {
		return q.QueryRow("PRAGMA page_count").Scan(&n)
	})
	return n, err
}
