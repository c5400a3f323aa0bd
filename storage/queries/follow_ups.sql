-- What was done about what people said, a span of time at a time. Of the officer who was rated
-- nothing is read.

-- name: report_recoveries(since, until)
SELECT
  c.department, c.programme, r.opened_at, r.score, r.again,
  coalesce(c.resolved_at, c.closed_at) IS NOT NULL AS closed, r.asked_at IS NOT NULL AS asked,
  (
    SELECT min(said.at) FROM audit AS said
    WHERE said."case" = c.reference AND said.move IN ('say', 'close')
  ) AS replied_at
FROM recoveries AS r JOIN cases AS c ON c.reference = r.reference
WHERE r.opened_at >= :since AND r.opened_at < :until
ORDER BY r.opened_at, r.reference;

-- name: report_improvements(since, until)
SELECT department, state, count(*) AS n FROM improvements
WHERE opened_at >= :since AND opened_at < :until
GROUP BY department, state ORDER BY department, state;

-- name: report_praises(since, until)
SELECT department, count(*) AS n FROM praises
WHERE at >= :since AND at < :until
GROUP BY department ORDER BY department;

-- name: report_corrections(since, until)^
SELECT count(*) AS n FROM audit WHERE move = 'debunk' AND at >= :since AND at < :until;
