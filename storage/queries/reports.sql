-- What reports read, a span of time at a time. Neither sensitive cases nor those about an officer
-- are reported on.

-- name: report_ratings(kind, since, until)
-- Every rating that fell due has one fate, and only one: held back, where it was never asked.
SELECT
  state, programme, coalesce(department, '') AS department,
  CASE how WHEN 'phone' THEN how ELSE channel END AS channel,
  CASE kind WHEN 'service' THEN coalesce(officer, '') ELSE '' END AS officer, policy, score, coalesce(reason, '') AS reason,
  coalesce(comment_kind, '') <> '' OR comment IS NOT NULL AS commented, unconfirmed, effort, conduct,
  CASE
    WHEN state IN ('answered', 'used') THEN 'answered'
    WHEN state IN ('due', 'pending_window') THEN 'pending'
    WHEN state = 'suppressed' OR state = 'expired' AND asked_at IS NULL AND held IS NOT NULL
      THEN 'held.' || held
    ELSE state
  END AS fate,
  count(*) AS n
FROM ratings WHERE due_at >= :since AND due_at < :until AND kind = :kind
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;

-- name: report_unnamed(since, until)
SELECT programme, department, question, value, count(*) AS n FROM unnamed_answers
WHERE month >= :since AND month < :until
GROUP BY programme, department, question, value;

-- name: report_cases(since, until)
SELECT
  c.kind, c.reason, c.department, c.programme, a.channel, c.claimed_at IS NOT NULL AS claimed,
  coalesce(c.resolved_at, c.closed_at) IS NOT NULL AS closed,
  EXISTS (
    SELECT 1 FROM audit AS again
    WHERE again."case" = c.reference AND again.move IN ('dispute', 'open_again', 'reopen', 'requeue')
  ) AS reopened,
  count(*) AS n
FROM cases AS c LEFT JOIN addresses AS a ON a.id = c.address
WHERE c.opened_at >= :since AND c.opened_at < :until
  AND c.lane <> 'focal' AND c.concerns IS NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- name: report_waits(since, until, kind)
SELECT
  c.opened_at, c.claimed_at, coalesce(c.resolved_at, c.closed_at) AS closed_at, c.reason, c.outcome, c.department, c.programme, a.channel,
  (
    SELECT min(said.at) FROM audit AS said
    WHERE said."case" = c.reference AND said.move IN ('say', 'deliver', 'close')
  ) AS replied_at
FROM cases AS c LEFT JOIN addresses AS a ON a.id = c.address
WHERE c.opened_at >= :since AND c.opened_at < :until AND c.kind = :kind
  AND c.lane <> 'focal' AND c.concerns IS NULL;

-- name: report_applications(since, until)
SELECT
  p.programme, p.department, p.state, a.channel,
  EXISTS (
    SELECT 1 FROM audit AS matched
    WHERE matched.subject = p.reference AND matched.move = 'complete'
  ) AS verified,
  count(*) AS n
FROM applications AS p LEFT JOIN addresses AS a ON a.id = p.address
WHERE p.submitted_at >= :since AND p.submitted_at < :until
GROUP BY 1, 2, 3, 4, 5;

-- name: report_questions(since, until)
SELECT reason, state, count(*) AS n FROM questions
WHERE at >= :since AND at < :until
GROUP BY reason, state;
