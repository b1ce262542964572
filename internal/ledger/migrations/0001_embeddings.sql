-- +goose Up

-- "Foot" in ASCII: how a ledger is told from any other SQLite file.
PRAGMA application_id = 0x466f6f74;
-- Opening reads user_version alone; it is always the number of the last migration.
PRAGMA user_version = 1;

CREATE TABLE embedder (
    key  INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- One vector of one text by one embedder. vector holds little-endian float32s;
-- checksum is CRC-32C over the embedder's name, the text's hash and the vector.
CREATE TABLE embedding (
    key      INTEGER PRIMARY KEY,
    embedder INTEGER NOT NULL REFERENCES embedder (key) ON DELETE CASCADE,
    hash     BLOB NOT NULL,
    vector   BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE UNIQUE INDEX embedding_by_hash ON embedding (embedder, hash);
