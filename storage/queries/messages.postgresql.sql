-- name: messages_claim(now, limit, busy_lanes, busy_rooms, busy_channels)
-- As in messages.sql. A row that another process is claiming or changing is skipped, not waited
-- for; locking it looks at it again, so that none is claimed twice.
WITH people AS (
  SELECT id FROM sendable
  WHERE room IS NULL
    AND (retry_at IS NULL OR retry_at <= :now)
    AND lane <> ALL(:busy_lanes)
    AND channel <> ALL(:busy_channels)
  ORDER BY id
  LIMIT :limit
  FOR UPDATE SKIP LOCKED
),
rooms AS (
  SELECT best.id
  FROM (
    SELECT DISTINCT room FROM messages WHERE status = 'queued' AND room IS NOT NULL
  ) AS waiting
  CROSS JOIN LATERAL (
    SELECT id FROM sendable
    WHERE room = waiting.room
      AND (retry_at IS NULL OR retry_at <= :now)
      AND lane <> ALL(:busy_lanes)
      AND channel <> ALL(:busy_channels)
    ORDER BY rank, id
    LIMIT 1
  ) AS best
  WHERE waiting.room <> ALL(:busy_rooms)
),
chosen AS (
  SELECT id FROM messages
  WHERE id IN (SELECT id FROM people UNION ALL SELECT id FROM rooms) AND status = 'queued'
  ORDER BY id
  LIMIT :limit
  FOR UPDATE SKIP LOCKED
)
UPDATE messages SET status = 'sending', attempts = attempts + 1, retry_at = NULL
FROM chosen
WHERE messages.id = chosen.id
RETURNING messages.id;
