-- name: migrations_table()!
-- The only table that no migration makes.
CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL
) STRICT;

-- name: migrations_all()
SELECT number, name, digest FROM migrations ORDER BY number;

-- name: migration_add(number, name, digest)!
INSERT INTO migrations (number, name, digest) VALUES (:number, :name, :digest);
