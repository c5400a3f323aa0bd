-- name: migrations_table()!
CREATE TABLE IF NOT EXISTS migrations (
  number BIGINT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL
);
