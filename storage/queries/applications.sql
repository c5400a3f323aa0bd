-- name: application_submit(reference, address, person, programme, applicant, state, answers, identity, terms, officer, department, submitted_at, delivered_at, updated_at)!
INSERT INTO applications (
  reference, address, person, programme, applicant, state, answers, identity, terms, officer,
  department, submitted_at, delivered_at, updated_at
)
VALUES (
  :reference, :address, :person, :programme, :applicant, :state, :answers, :identity, :terms,
  :officer, :department, :submitted_at, :delivered_at, :updated_at
);

-- name: application_move(reference, programme, applicant, state, answers, identity, terms, officer, department, delivered_at, updated_at)!
UPDATE applications SET
  programme = :programme, applicant = :applicant, state = :state, answers = :answers,
  identity = :identity, terms = :terms, officer = :officer, department = :department,
  delivered_at = :delivered_at, updated_at = :updated_at
WHERE reference = :reference;

-- name: application_by_reference(reference)^
SELECT * FROM applications WHERE reference = :reference;

-- name: applications_by_identity(identity)
SELECT * FROM applications WHERE identity = :identity ORDER BY submitted_at, reference;

-- name: applications_of_persons(persons)
SELECT * FROM applications WHERE person = ANY(:persons)
ORDER BY submitted_at, reference;

-- name: applications_seated(programme, refused)^
SELECT count(*) AS count FROM applications
WHERE programme = :programme AND NOT (state = ANY(:refused))
  AND (state <> 'closed' OR delivered_at IS NOT NULL);

-- name: applications_desk(states, department, limit, offset)
SELECT * FROM applications
WHERE state = ANY(:states)
  AND (CAST(:department AS TEXT) IS NULL OR department = :department)
ORDER BY submitted_at, reference
LIMIT :limit OFFSET :offset;
