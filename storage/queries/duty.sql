-- name: leave_begin(officer, since)!
INSERT INTO leaves (officer, since) VALUES (:officer, :since) ON CONFLICT DO NOTHING;

-- name: leave_end(officer)!
DELETE FROM leaves WHERE officer = :officer;

-- name: leaves_all()
SELECT officer FROM leaves;
