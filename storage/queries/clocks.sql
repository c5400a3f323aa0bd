-- name: clock_store(case, name, target, ran, since, told)!
INSERT INTO clocks ("case", name, target, ran, since, told)
VALUES (:case, :name, :target, :ran, :since, :told)
ON CONFLICT ("case", name) DO UPDATE
SET target = excluded.target, ran = excluded.ran, since = excluded.since, told = excluded.told;

-- name: clock_drop(case, name)!
DELETE FROM clocks WHERE "case" = :case AND name = :name;

-- name: clocks_of(case)
SELECT * FROM clocks WHERE "case" = :case ORDER BY name;
