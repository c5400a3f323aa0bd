-- name: recovery_begin(reference, application, why, score, again, opened_at, asked_at, answered_at)!
INSERT INTO recoveries (
  reference, application, why, score, again, opened_at, asked_at, answered_at
)
VALUES (:reference, :application, :why, :score, :again, :opened_at, :asked_at, :answered_at);

-- name: recovery_move(reference, again, asked_at, answered_at)!
UPDATE recoveries SET again = :again, asked_at = :asked_at, answered_at = :answered_at
WHERE reference = :reference;

-- name: recovery_by_reference(reference)^
SELECT * FROM recoveries WHERE reference = :reference;

-- name: recoveries_to_call(since, limit)
SELECT r.* FROM recoveries AS r
JOIN cases AS c ON c.reference = r.reference
JOIN addresses AS a ON a.id = c.address
WHERE r.opened_at >= :since AND r.answered_at IS NULL
  AND a.reachable = 0 AND a.phone IS NOT NULL
ORDER BY r.opened_at, r.reference LIMIT :limit;
