-- name: references_taken(candidates)
SELECT reference FROM reference_numbers
WHERE reference = ANY(:candidates);

-- name: reference_reserve(reference, kind, made_at)!
INSERT INTO reference_numbers (reference, kind, made_at) VALUES (:reference, :kind, :made_at);
