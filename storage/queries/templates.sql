-- name: templates_all()
SELECT * FROM templates ORDER BY name, language;

-- name: template_of(name, language)^
SELECT * FROM templates WHERE name = :name AND language = :language;

-- name: template_keep(name, language, digest, sid, status, reason, checked_at)!
INSERT INTO templates (name, language, digest, sid, status, reason, checked_at)
VALUES (:name, :language, :digest, :sid, :status, :reason, :checked_at)
ON CONFLICT (name, language) DO UPDATE
SET digest = excluded.digest, sid = excluded.sid, status = excluded.status,
    reason = excluded.reason, checked_at = excluded.checked_at;
