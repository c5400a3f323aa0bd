-- name: due_add(subject, kind, payload, at, dedupe)!
INSERT INTO due (subject, kind, payload, at, dedupe)
VALUES (:subject, :kind, :payload, :at, :dedupe)
ON CONFLICT DO NOTHING;

-- name: due_postpone(dedupe, at)!
UPDATE due SET at = :at WHERE dedupe = :dedupe AND status = 'waiting';

-- name: due_cancel(dedupe)!
UPDATE due SET status = 'done' WHERE dedupe = :dedupe;

-- name: due_repeat(id, at, dedupe)!
INSERT INTO due (subject, kind, payload, at, dedupe)
SELECT subject, kind, payload, :at, :dedupe FROM due WHERE id = :id
ON CONFLICT DO NOTHING;

-- name: due_now(now, limit)
SELECT * FROM due WHERE status = 'waiting' AND at <= :now ORDER BY at, id LIMIT :limit;

-- name: due_done(id)!
UPDATE due SET status = 'done' WHERE id = :id;

-- name: due_next()^
SELECT at FROM due WHERE status = 'waiting' ORDER BY at LIMIT 1;
