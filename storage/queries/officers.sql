-- name: officer_change_add(officer, number, standing, content, file, made_by, made_at)!
INSERT INTO officer_changes (officer, number, standing, content, file, made_by, made_at)
VALUES (:officer, :number, :standing, :content, :file, :made_by, :made_at);

-- name: officer_changes_latest()
SELECT * FROM officer_changes AS change
WHERE number = (
  SELECT max(number) FROM officer_changes AS every WHERE every.officer = change.officer
)
ORDER BY officer;

-- name: cases_of_officer(owner, states)
SELECT * FROM cases
WHERE owner = :owner AND state = ANY(:states)
ORDER BY reference;
