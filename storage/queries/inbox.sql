-- name: inbox_receive(channel, account, id, subject, status, raw, received_at)^
-- One statement decides between two deliveries of the same update.
INSERT INTO inbox (channel, account, id, subject, status, raw, received_at)
VALUES (:channel, :account, :id, :subject, :status, :raw, :received_at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: inbox_receive_many(arrivals, received_at)
-- arrivals: a JSON list of [channel, account, id, subject].
INSERT INTO inbox (channel, account, id, subject, status, received_at)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, 'done', :received_at
FROM json_each(:arrivals) WHERE true
ON CONFLICT DO NOTHING
RETURNING channel, account, id;

-- name: inbox_finish(channel, account, id)!
UPDATE inbox SET status = 'done', raw = NULL, failure = NULL
WHERE channel = :channel AND account = :account AND id = :id;

-- name: inbox_fail(channel, account, id, subject, raw, failure, received_at)!
INSERT INTO inbox (channel, account, id, subject, status, raw, failure, received_at)
VALUES (:channel, :account, :id, :subject, 'failed', :raw, :failure, :received_at)
ON CONFLICT (channel, account, id) DO UPDATE
SET status = 'failed', raw = excluded.raw, failure = excluded.failure;

-- name: inbox_with_status(status, limit)
SELECT channel, account, id, subject, raw, failure, received_at FROM inbox
WHERE status = :status AND status IN ('received', 'failed')
ORDER BY received_at LIMIT :limit;
