-- name: applicant_keep(id, person, kind, answers, made_at, updated_at)!
INSERT INTO applicants (id, person, kind, answers, made_at, updated_at)
VALUES (:id, :person, :kind, :answers, :made_at, :updated_at)
ON CONFLICT (id) DO UPDATE SET answers = excluded.answers, updated_at = excluded.updated_at;

-- name: applicants_of_person(person)
SELECT * FROM applicants WHERE person = :person ORDER BY updated_at, id;
