-- name: copy_continue(table, last)^
-- The ids of a table go on after this one.
SELECT setval(pg_get_serial_sequence(:table, 'id'), :last) AS id;
