-- name: attachment_keep(id, number, case, content, at)!
INSERT INTO attachments (id, number, "case", content, at)
VALUES (:id, :number, :case, :content, :at)
ON CONFLICT DO NOTHING;

-- name: attachment_discard(id)!
DELETE FROM attachments WHERE id = :id;

-- name: attachment_content(id)
SELECT content FROM attachments WHERE id = :id ORDER BY number;
