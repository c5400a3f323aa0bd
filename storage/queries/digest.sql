-- What the morning's digest counts, of cases that everybody in the staff room may know of.

-- name: digest_opened(since)
SELECT department, count(*) AS n FROM cases
WHERE opened_at >= :since AND lane = 'general' AND concerns IS NULL
GROUP BY department;

-- name: digest_closed(since, states)
SELECT department, count(*) AS n FROM cases
WHERE state = ANY(:states) AND coalesce(resolved_at, closed_at) >= :since
  AND lane = 'general' AND concerns IS NULL
GROUP BY department;

-- name: digest_open(states, late)
SELECT
  department, count(*) AS n, sum(CASE WHEN level >= :late THEN 1 ELSE 0 END) AS late
FROM cases
WHERE state = ANY(:states) AND lane = 'general' AND concerns IS NULL
GROUP BY department;

-- name: digest_oldest(states)^
SELECT reference, opened_at FROM cases
WHERE state = ANY(:states) AND lane = 'general' AND concerns IS NULL
ORDER BY opened_at, reference LIMIT 1;

-- name: digest_questions()^
SELECT count(*) AS n FROM questions WHERE state = 'open' AND question IS NOT NULL;

-- name: digest_myths(since)^
SELECT count(*) AS n FROM audit WHERE move = 'debunk' AND at >= :since;

-- name: digest_praises(since)
SELECT department, count(*) AS n FROM praises WHERE at >= :since
GROUP BY department ORDER BY department;

-- name: digest_documents(states)^
SELECT count(*) AS n
FROM applications AS a JOIN documents AS d ON d.application = a.reference
WHERE a.state = ANY(:states) AND d.state = 'submitted';

-- name: digest_scores(since)
SELECT score FROM ratings
WHERE answered_at >= :since AND kind = 'service' AND score IS NOT NULL
ORDER BY answered_at, application;

-- name: digest_recoveries(since, states)
SELECT r.reference FROM recoveries AS r JOIN cases AS c ON c.reference = r.reference
WHERE r.opened_at >= :since OR c.state = ANY(:states)
ORDER BY r.opened_at, r.reference;
