-- What reports read of a span of time. Sensitive cases are not reported on.

-- name: report_ratings(since, until)
SELECT * FROM ratings WHERE due_at >= :since AND due_at < :until ORDER BY due_at;

-- name: report_cases(since, until)
SELECT
  c.kind, c.reason, c.state, c.outcome, c.department, c.programme, c.opened_at, c.claimed_at,
  c.closed_at, a.channel,
  (
    SELECT min(said.at) FROM audit AS said
    WHERE said."case" = c.reference AND said.move IN ('say', 'deliver', 'close')
  ) AS replied_at,
  (
    SELECT count(*) FROM audit AS again
    WHERE again."case" = c.reference AND again.move IN ('dispute', 'reopen')
  ) AS reopened
FROM cases AS c LEFT JOIN addresses AS a ON a.id = c.address
WHERE c.opened_at >= :since AND c.opened_at < :until AND c.kind <> 'sensitive'
ORDER BY c.opened_at;

-- name: report_applications(since, until)
SELECT
  p.programme, p.department, p.state, p.submitted_at, p.delivered_at, a.channel,
  EXISTS (
    SELECT 1 FROM audit AS matched
    WHERE matched.subject = p.reference AND matched.move = 'complete'
  ) AS verified
FROM applications AS p LEFT JOIN addresses AS a ON a.id = p.address
WHERE p.submitted_at >= :since AND p.submitted_at < :until
ORDER BY p.submitted_at;

-- name: report_questions(since, until)
SELECT reason, state, count(*) AS count FROM questions
WHERE at >= :since AND at < :until
GROUP BY reason, state ORDER BY reason, state;
