-- name: recommendation_candidates(since, half)
SELECT c.person, c.address, c.channel
FROM (
  SELECT a.person, a.id AS address, a.channel, v.updated_at,
    row_number() OVER (PARTITION BY a.person ORDER BY v.updated_at DESC, a.id) AS place
  FROM conversations AS v
  JOIN addresses AS a ON a.id = v.address
  JOIN persons AS p ON p.id = a.person
  WHERE v.updated_at >= :since AND p.notices = 1 AND a.reachable = 1 AND a.channel <> 'phone'
) AS c
WHERE c.place = 1
  AND NOT EXISTS (
    SELECT 1 FROM recommendations AS r WHERE r.person = c.person AND r.half = :half
  )
ORDER BY c.person;

-- name: recommendation_count(half)^
SELECT count(*) AS count FROM recommendations WHERE half = :half;

-- name: recommendation_draw(person, half, channel, state, score, held, due_at, answered_at)!
INSERT INTO recommendations (person, half, channel, state, score, held, due_at, answered_at)
VALUES (:person, :half, :channel, :state, :score, :held, :due_at, :answered_at)
ON CONFLICT DO NOTHING;

-- name: recommendation_move(person, half, state, score, held, answered_at)!
UPDATE recommendations
SET state = :state, score = :score, held = :held, answered_at = :answered_at
WHERE person = :person AND half = :half;

-- name: recommendation_of(person, half)^
SELECT * FROM recommendations WHERE person = :person AND half = :half;

-- name: recommendation_expire(before)!
UPDATE recommendations SET state = 'expired'
WHERE due_at < :before AND state IN ('due', 'asked');

-- name: recommendation_states(half)
SELECT state, count(*) AS count FROM recommendations WHERE half = :half GROUP BY state;

-- name: recommendation_scores(half)
SELECT score, count(*) AS count FROM recommendations
WHERE half = :half AND score IS NOT NULL GROUP BY score;
