-- name: misconception_keep(id, content, authors, state, case, approver, made_at, updated_at)!
INSERT INTO misconceptions (id, content, authors, state, "case", approver, made_at, updated_at)
VALUES (:id, :content, :authors, :state, :case, :approver, :made_at, :updated_at)
ON CONFLICT (id) DO UPDATE
SET content = excluded.content, authors = excluded.authors, state = excluded.state,
    approver = excluded.approver, updated_at = excluded.updated_at;

-- name: misconception_by_id(id)^
SELECT * FROM misconceptions WHERE id = :id;

-- name: misconceptions_in(state)
SELECT * FROM misconceptions WHERE state = :state ORDER BY made_at, id;
