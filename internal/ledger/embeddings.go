package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"hash/crc32"
	"math"
	"strings"
	"sync/atomic"
)

// Embeddings is the cache of vectors; it implements retrieval.Cache. Each vector is
// stored with a checksum over all that identifies it, so that one that was damaged is
// never returned.
type Embeddings struct {
	db      *DB
	damaged atomic.Int64
}

// Embeddings returns the ledger's cache of vectors.
func (db *DB) Embeddings() *Embeddings { return &Embeddings{db: db} }

// Damaged is how many stored vectors this cache has found damaged, and left out, so far.
func (e *Embeddings) Damaged() int { return int(e.damaged.Load()) }

// batch bounds the parameters of one query and the rows of one transaction, so that a
// question's write never waits long behind an index being built.
const batch = 500

// Get returns the vectors it has among keys. A vector that is damaged (its checksum
// differs, its length is no multiple of a float's, a number in it is not finite) is
// left out, as a missing one is.
func (e *Embeddings) Get(ctx context.Context, embedder string, keys [][32]byte) (map[[32]byte][]float32, error) {
	out := make(map[[32]byte][]float32, len(keys))
	for len(keys) > 0 {
		n := min(batch, len(keys))
		if err := e.get(ctx, embedder, keys[:n], out); err != nil {
			return nil, explain(e.db.path, err)
		}
		keys = keys[n:]
	}
	return out, nil
}

func (e *Embeddings) get(ctx context.Context, embedder string, keys [][32]byte, out map[[32]byte][]float32) error {
	args := make([]any, 0, 1+len(keys))
	args = append(args, embedder)
	for i := range keys {
		args = append(args, keys[i][:])
	}
	rows, err := e.db.reads.QueryContext(ctx, `
		SELECT hash, vector, checksum FROM embedding
		WHERE embedder = (SELECT key FROM embedder WHERE name = ?) AND hash IN (?`+
		strings.Repeat(",?", len(keys)-1)+`)`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash, packed sql.RawBytes
		var sum uint32
		if err := rows.Scan(&hash, &packed, &sum); err != nil {
			return err
		}
		v, ok := unpack(packed)
		if !ok || sum != checksum(embedder, hash, packed) {
			e.damaged.Add(1)
			continue
		}
		out[[32]byte(hash)] = v
	}
	return rows.Err()
}

// Put stores vectors, replacing those stored under the same keys. A vector that is
// empty or holds a number that is not finite is not stored. A kill at any moment
// leaves whole vectors only.
func (e *Embeddings) Put(ctx context.Context, embedder string, vectors map[[32]byte][]float32) error {
	rows := make([]embedding, 0, min(batch, len(vectors)))
	for key, v := range vectors {
		packed := pack(v)
		if _, ok := unpack(packed); !ok {
			continue
		}
		if rows = append(rows, embedding{key, packed}); len(rows) == batch {
			if err := e.put(ctx, embedder, rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	return e.put(ctx, embedder, rows)
}

// Prune forgets the embedder's vectors whose keys are not in keep and says how many.
func (e *Embeddings) Prune(ctx context.Context, embedder string, keep map[[32]byte]bool) (removed int, err error) {
	err = e.db.note(ctx, func(t *tx) error {
		drop, err := unkept(t, embedder, keep)
		if err != nil {
			return err
		}
		for _, key := range drop {
			if err := t.exec(`DELETE FROM embedding WHERE key = ?`, key); err != nil {
				return err
			}
		}
		removed = len(drop)
		return nil
	})
	return removed, err
}

// unkept lists the rows of embedder whose hash is not in keep.
func unkept(q querier, embedder string, keep map[[32]byte]bool) (keys []int64, err error) {
	rows, err := q.Query(`SELECT key, hash FROM embedding
		WHERE embedder = (SELECT key FROM embedder WHERE name = ?)`, embedder)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var hash sql.RawBytes
		if err := rows.Scan(&key, &hash); err != nil {
			return nil, err
		}
		if len(hash) != 32 || !keep[[32]byte(hash)] {
			keys = append(keys, key)
		}
	}
	return keys, rows.Err()
}

type embedding struct {
	hash   [32]byte
	packed []byte
}

func (e *Embeddings) put(ctx context.Context, embedder string, rows []embedding) error {
	if len(rows) == 0 {
		return nil
	}
	return e.db.note(ctx, func(t *tx) error {
		var id int64
		err := t.QueryRow(`INSERT INTO embedder (name) VALUES (?)
			ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING key`, embedder).Scan(&id)
		if err != nil {
			return err
		}
		for _, r := range rows {
			err := t.exec(`INSERT INTO embedding (embedder, hash, vector, checksum) VALUES (?, ?, ?, ?)
				ON CONFLICT (embedder, hash) DO UPDATE SET vector = excluded.vector, checksum = excluded.checksum`,
				id, r.hash[:], r.packed, checksum(embedder, r.hash[:], r.packed))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func pack(v []float32) []byte {
	out := make([]byte, 0, 4*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	return out
}

// unpack is pack's inverse; false for bytes that are no vector of finite numbers.
func unpack(packed []byte) ([]float32, bool) {
	if len(packed) == 0 || len(packed)%4 != 0 {
		return nil, false
	}
	v := make([]float32, len(packed)/4)
	for i := range v {
		x := math.Float32frombits(binary.LittleEndian.Uint32(packed[4*i:]))
		if x != x || math.IsInf(float64(x), 0) {
			return nil, false
		}
		v[i] = x
	}
	return v, true
}

// castagnoli is CRC-32C's table, for which processors have an instruction.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers the whole row, so that a vector under the wrong key is noticed too.
func checksum(embedder string, hash, packed []byte) uint32 {
	sum := crc32.Update(0, castagnoli, []byte(embedder))
	sum = crc32.Update(sum, castagnoli, hash)
	return crc32.Update(sum, castagnoli, packed)
}
