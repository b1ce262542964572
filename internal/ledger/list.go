package ledger

import (
	"context"
	"iter"
	"time"
)

// Filter chooses records. The zero value chooses all.
type Filter struct {
	Guild  string    // "": every guild's
	State  State     // "": every last word
	Since  time.Time // asked at this time or later
	Before time.Time // asked earlier than this; zero: no bound
	Limit  int       // 0: no limit
}

// List goes through the finished records that f chooses, newest first. They are read a
// page at a time, so that listing a million needs little memory. It stops after the
// first error.
func (db *DB) List(ctx context.Context, f Filter) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		from := int64(1<<63 - 1)
		for n := 0; f.Limit == 0 || n < f.Limit; {
			page, last, err := db.page(ctx, f, from, min(pageSize, limitLeft(f, n)))
			if err != nil {
				yield(Record{}, err)
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
			n, from = n+len(page), last
		}
	}
}

// pageSize is how many records one read transaction of List loads.
const pageSize = 100

func limitLeft(f Filter, n int) int {
	if f.Limit == 0 {
		return pageSize
	}
	return f.Limit - n
}

func (db *DB) page(ctx context.Context, f Filter, from int64, limit int) (page []Record, last int64, err error) {
	before := int64(1<<63 - 1)
	if !f.Before.IsZero() {
		before = ms(f.Before)
	}
	err = db.read(ctx, func(q querier) error {
		keys, err := collect(q, one[int64], `SELECT q.key FROM question q JOIN answer a ON a.question = q.key
			WHERE q.key < ? AND q.asked >= ? AND q.asked < ? AND (? = '' OR q.guild = ?) AND (? = '' OR q.state = ?)
			ORDER BY q.key DESC LIMIT ?`, from, ms(f.Since), before, f.Guild, f.Guild, f.State, f.State, limit)
		if err != nil {
			return err
		}
		for _, key := range keys {
			r, err := loadRecord(q, key)
			if err != nil {
				return err
			}
			page, last = append(page, r), key
		}
		return nil
	})
	return page, last, err
}
