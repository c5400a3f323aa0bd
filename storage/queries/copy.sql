-- name: copy_continue(table, last)^
-- SQLite goes on by itself after the greatest id.
SELECT :last AS id WHERE :table <> '';
