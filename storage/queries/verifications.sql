-- name: verification_mark(application, field, mark, note, officer, at)!
INSERT INTO verifications (application, field, mark, note, officer, at)
VALUES (:application, :field, :mark, :note, :officer, :at)
ON CONFLICT (application, field) DO UPDATE
SET mark = excluded.mark, note = excluded.note, officer = excluded.officer, at = excluded.at;

-- name: verification_clear(application, field)!
DELETE FROM verifications WHERE application = :application AND field = :field;

-- name: verifications_of(application)
SELECT * FROM verifications WHERE application = :application ORDER BY field;
