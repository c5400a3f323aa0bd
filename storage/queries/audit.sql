-- name: audit_record(at, actor, subject, case, move, reason, details)!
INSERT INTO audit (at, actor, subject, "case", move, reason, details)
VALUES (:at, :actor, :subject, :case, :move, :reason, :details);

-- name: audit_count(subject, move, since)^
SELECT count(*) AS count FROM audit WHERE subject = :subject AND move = :move AND at >= :since;

-- name: audit_last(case, move)^
SELECT max(at) AS at FROM audit WHERE "case" = :case AND move = :move;

-- name: audit_of_subject(subject, after, limit)
SELECT * FROM audit WHERE subject = :subject AND id > :after ORDER BY id LIMIT :limit;

-- name: audit_of_case(case, after, limit)
SELECT * FROM audit WHERE "case" = :case AND id > :after ORDER BY id LIMIT :limit;
