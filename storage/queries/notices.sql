-- name: applications_remindable(over, reference, limit)
SELECT a.* FROM applications AS a JOIN persons AS p ON p.id = a.person
WHERE a.reference > :reference AND a.address IS NOT NULL AND a.state <> ALL(:over)
  AND (p.notices = 1 OR a.state = 'needs_correction')
ORDER BY a.reference LIMIT :limit;
