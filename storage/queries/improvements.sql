-- name: improvement_open(reference, origin, state, department, programme, reason, month, title, owner, why, changed_ar, changed_en, author, approver, opened_at, due_at, decided_at, approved_at, updated_at)!
INSERT INTO improvements (
  reference, origin, state, department, programme, reason, month, title, owner, why, changed_ar,
  changed_en, author, approver, opened_at, due_at, decided_at, approved_at, updated_at
)
VALUES (
  :reference, :origin, :state, :department, :programme, :reason, :month, :title, :owner, :why,
  :changed_ar, :changed_en, :author, :approver, :opened_at, :due_at, :decided_at, :approved_at,
  :updated_at
)
ON CONFLICT DO NOTHING;

-- name: improvement_move(reference, state, title, owner, why, changed_ar, changed_en, author, approver, due_at, decided_at, approved_at, updated_at)!
UPDATE improvements SET
  state = :state, title = :title, owner = :owner, why = :why, changed_ar = :changed_ar,
  changed_en = :changed_en, author = :author, approver = :approver, due_at = :due_at,
  decided_at = :decided_at, approved_at = :approved_at, updated_at = :updated_at
WHERE reference = :reference;

-- name: improvement_by_reference(reference)^
SELECT * FROM improvements WHERE reference = :reference;

-- name: improvement_of_ratings(department, programme, reason, month)^
SELECT reference FROM improvements
WHERE origin = 'ratings' AND department = :department AND programme = :programme
  AND reason = :reason AND month = :month;

-- name: improvements_listed(state, limit, after)
SELECT * FROM improvements
WHERE CAST(:state AS TEXT) IS NULL OR state = :state
ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'done' THEN 1 ELSE 2 END,
  CASE state WHEN 'open' THEN due_at ELSE '' END, updated_at DESC, reference
LIMIT :limit OFFSET :after;

-- name: improvement_states()
SELECT state, count(*) AS n FROM improvements GROUP BY state;

-- name: improvements_approved(since, until)
SELECT * FROM improvements
WHERE approved_at >= :since AND approved_at < :until
ORDER BY approved_at, reference;

-- name: improvement_tie(improvement, suggestion)!
INSERT INTO improvement_suggestions (improvement, suggestion)
VALUES (:improvement, :suggestion)
ON CONFLICT DO NOTHING;

-- name: suggestions_tied(improvements)
SELECT improvement, suggestion FROM improvement_suggestions
WHERE improvement = ANY(:improvements)
ORDER BY suggestion;

-- name: ratings_alike(department, programme, reason, since, until)^
SELECT count(*) AS count FROM ratings
WHERE answered_at >= :since AND answered_at < :until AND programme = :programme
  AND department = :department AND reason = :reason;
