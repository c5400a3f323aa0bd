-- What joins processes on one database; of no use on SQLite. A key is a hash of 64 bits.

-- name: subjects_lock(keys)
SELECT key FROM unnest(CAST(:keys AS bigint[])) AS key WHERE pg_try_advisory_xact_lock(key);

-- name: subject_lock(key)!
SELECT pg_advisory_xact_lock(:key);

-- name: words_tell(words)!
SELECT pg_notify('sila', word) FROM unnest(CAST(:words AS text[])) AS word;

-- name: name_hold(key)$
-- It ends with the connection.
SELECT pg_try_advisory_lock(:key);

-- name: still_there()$
SELECT 1;
