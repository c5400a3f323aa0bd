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
