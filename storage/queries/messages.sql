-- name: message_add(direction, channel, account, lane, room, address, case, act, target, target_dedupe, author, body, rank, slot, status, external, retry_at, created_at, dedupe)!
-- One query for both directions, so that ids follow the order of the calls.
INSERT INTO messages (
  direction, channel, account, lane, room, address, "case", act, target, author, body, rank,
  slot, status, external, retry_at, created_at, dedupe
)
VALUES (
  :direction, :channel, :account, :lane, :room, :address, :case, :act,
  coalesce(:target, (SELECT id FROM messages WHERE dedupe = :target_dedupe)), :author, :body,
  :rank, :slot, :status, :external, :retry_at, :created_at, :dedupe
)
ON CONFLICT DO NOTHING;

-- name: messages_supersede(slot, reason, at)!
UPDATE messages SET status = 'expired', reason = :reason, settled_at = :at
WHERE slot = :slot AND status IN ('queued', 'parked')
  AND id < (SELECT max(id) FROM messages WHERE slot = :slot);

-- name: messages_claim(now, limit, busy_lanes, busy_rooms, busy_channels)
-- For each room the best row; for people the oldest ones whose lanes are free; of all these
-- the oldest. Nothing but queued rows is looked at.
UPDATE messages SET status = 'sending', attempts = attempts + 1, retry_at = NULL
WHERE id IN (
  SELECT id FROM (
    SELECT id FROM (
      SELECT id FROM sendable
      WHERE room IS NULL
        AND (retry_at IS NULL OR retry_at <= :now)
        AND lane <> ALL(:busy_lanes)
        AND channel <> ALL(:busy_channels)
      ORDER BY id
      LIMIT :limit
    )
    UNION ALL
    SELECT (
      SELECT id FROM sendable
      WHERE room = waiting.room
        AND (retry_at IS NULL OR retry_at <= :now)
        AND lane <> ALL(:busy_lanes)
        AND channel <> ALL(:busy_channels)
      ORDER BY rank, id
      LIMIT 1
    )
    FROM (
      SELECT DISTINCT room FROM messages WHERE status = 'queued' AND room IS NOT NULL
    ) AS waiting
    WHERE room <> ALL(:busy_rooms)
  )
  WHERE id IS NOT NULL
  ORDER BY id
  LIMIT :limit
)
RETURNING id;

-- name: messages_to_send(ids)
-- With what sending needs from elsewhere. (Asked for in RETURNING, SQLite scans those tables.)
SELECT m.*, a.external AS recipient, a.window_until, t.external AS target_external,
  r.thread, r.card
FROM messages AS m
LEFT JOIN addresses AS a ON a.id = m.address
LEFT JOIN messages AS t ON t.id = m.target
LEFT JOIN case_rooms AS r ON r."case" = m."case" AND r.room = m.room
WHERE m.id = ANY(:ids)
ORDER BY m.id;

-- name: messages_behind(id, now, limit)
-- Of its lane and rank, in order; what is not to be passed by stands among them, and is not due.
SELECT m.*, CASE
  WHEN m.act = 'post' AND m.target IS NULL AND (m.retry_at IS NULL OR m.retry_at <= :now) THEN 1
  ELSE 0
END AS due
FROM messages AS m
JOIN messages AS first ON first.id = :id
WHERE m.lane = first.lane AND m.id > first.id AND m.status = 'queued'
  AND (m.rank <= first.rank OR m.act = 'open_topic')
ORDER BY m.id
LIMIT :limit;

-- name: messages_take(ids)
UPDATE messages SET status = 'sending', attempts = attempts + 1, retry_at = NULL
WHERE id = ANY(:ids)
RETURNING *;

-- name: messages_sending()
SELECT id FROM messages WHERE status = 'sending' AND status IN ('queued', 'sending');

-- name: messages_gone(since, now, queued)
-- Asked for at a start: ids follow time, so that no more is looked at than what was queued since.
SELECT DISTINCT
  room, act, coalesce(external, 'row:' || id) AS what,
  CASE status WHEN 'sending' THEN :now ELSE settled_at END AS at
FROM messages
WHERE id > coalesce(
    (SELECT last.id FROM messages AS last
     WHERE last.created_at < :queued ORDER BY last.id DESC LIMIT 1),
    0
  )
  AND direction = 'out' AND room IS NOT NULL
  AND (status = 'sending' OR (status IN ('sent', 'delivered', 'failed') AND settled_at >= :since))
ORDER BY at;

-- name: message_settle(id, status, external, reason, at)!
-- Reports come in any order and more than once: what proves more wins, whichever is first.
UPDATE messages
SET status = :status, external = coalesce(:external, external), reason = :reason,
    settled_at = :at, retry_at = NULL
WHERE id = :id
  AND CASE :status
    WHEN 'sent' THEN status IN ('queued', 'parked', 'sending')
    WHEN 'expired' THEN status IN ('queued', 'parked', 'sending')
    WHEN 'failed' THEN status IN ('queued', 'parked', 'sending', 'sent')
    WHEN 'delivered' THEN status IN ('queued', 'parked', 'sending', 'sent', 'failed')
    WHEN 'read' THEN status IN ('queued', 'parked', 'sending', 'sent', 'failed', 'delivered')
  END;

-- name: messages_withdraw(case, room, at)!
UPDATE messages SET status = 'expired', reason = 'withdrawn', settled_at = :at, retry_at = NULL
WHERE "case" = :case AND room = :room AND status IN ('queued', 'parked');

-- name: messages_let_go(case, room)!
UPDATE messages SET dedupe = NULL WHERE "case" = :case AND room = :room AND dedupe IS NOT NULL;

-- name: messages_there(case, room)
SELECT external FROM messages
WHERE "case" = :case AND room = :room AND act = 'post' AND external IS NOT NULL
ORDER BY id;

-- name: message_retry(id, retry_at, reason)!
UPDATE messages SET status = 'queued', retry_at = :retry_at, reason = :reason
WHERE id = :id AND status = 'sending';

-- name: message_repeat(id, retry_at)^
UPDATE messages SET status = 'queued', repeated = 1, retry_at = :retry_at
WHERE id = :id AND status = 'sending' AND repeated = 0
RETURNING id;

-- name: message_park(id, reason)!
UPDATE messages SET status = 'parked', reason = :reason, retry_at = NULL
WHERE id = :id AND status IN ('queued', 'sending', 'sent');

-- name: message_parked(address)^
SELECT id FROM messages WHERE address = :address AND status = 'parked' LIMIT 1;

-- name: messages_parked_before(before, limit)
SELECT * FROM messages
WHERE status = 'parked' AND created_at < :before
ORDER BY address LIMIT :limit;

-- name: messages_unpark(address)!
UPDATE messages SET status = 'queued', reason = NULL
WHERE address = :address AND status = 'parked';

-- name: message_assign(id, case, body)!
UPDATE messages SET "case" = :case, body = :body WHERE id = :id;

-- name: message_by_id(id)^
SELECT * FROM messages WHERE id = :id;

-- name: message_by_dedupe(dedupe)^
SELECT * FROM messages WHERE dedupe = :dedupe;

-- name: message_reported(channel, account, external)^
SELECT * FROM messages
WHERE external = :external AND channel = :channel AND account = :account AND direction = 'out'
ORDER BY id LIMIT 1;

-- name: message_in_address(address, external)^
-- Edits and deletions carry the external id of what they are about: the first row is the post.
SELECT * FROM messages
WHERE external = :external AND address = :address AND room IS NULL
ORDER BY id LIMIT 1;

-- name: message_posted_last(address)^
SELECT * FROM messages
WHERE address = :address AND direction = 'out' AND act = 'post' AND room IS NULL
ORDER BY id DESC LIMIT 1;

-- name: message_in_room(channel, account, room, external)^
SELECT * FROM messages
WHERE external = :external AND room = :room AND channel = :channel AND account = :account
ORDER BY id LIMIT 1;

-- name: messages_of_address(address, after, limit)
SELECT * FROM messages
WHERE address = :address AND id > :after AND room IS NULL
ORDER BY id LIMIT :limit;

-- name: messages_latest(address, limit)
SELECT * FROM messages
WHERE address = :address AND room IS NULL
ORDER BY id DESC LIMIT :limit;

-- name: messages_ends(addresses, limit)
-- Where each address' last lines begin is found first, by a short walk at the end of its index.
WITH ends AS MATERIALIZED (
  SELECT a.id AS address, (
    SELECT min(id) FROM (
      SELECT id FROM messages WHERE address = a.id AND room IS NULL ORDER BY id DESC LIMIT :limit
    ) AS last
  ) AS first
  FROM addresses AS a WHERE a.id = ANY(:addresses)
)
SELECT m.* FROM ends
JOIN messages AS m ON m.address = ends.address AND m.id >= ends.first
WHERE m.room IS NULL
ORDER BY m.id;

-- name: messages_of_case(case, after, limit)
SELECT * FROM messages
WHERE "case" = :case AND id > :after AND room IS NULL
ORDER BY id LIMIT :limit;

-- name: messages_inside(case, after, limit)
SELECT * FROM messages
WHERE "case" = :case AND id > :after AND direction = 'in' AND author LIKE 'officer:%'
ORDER BY id DESC LIMIT :limit;

-- name: messages_backlog()
-- Only unfinished rows are looked at, whatever the length of the log.
SELECT channel, status, count(*) AS count, min(created_at) AS oldest
FROM messages WHERE status IN ('queued', 'sending')
GROUP BY channel, status
UNION ALL
SELECT channel, status, count(*), min(created_at)
FROM messages WHERE status = 'parked'
GROUP BY channel, status
ORDER BY channel, status;

-- name: messages_counts(after)
SELECT channel, direction, status, count(*) AS count FROM messages WHERE id > :after
GROUP BY channel, direction, status
ORDER BY channel, direction, status;

-- name: messages_next_retry(after)^
SELECT min(retry_at) AS at FROM messages
WHERE status = 'queued' AND retry_at IS NOT NULL
  AND (CAST(:after AS TEXT) IS NULL OR retry_at > :after);

-- name: messages_move_room(old, new)!
-- Lines that came in have no lane, and NULL stays NULL.
UPDATE messages
SET room = :new, lane = 'room:' || :new || substr(lane, length('room:' || :old) + 1)
WHERE room = :old;
