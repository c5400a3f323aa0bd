-- name: shelf_put(channel, account, id, subject, raw, received_at)!
INSERT INTO inbox (channel, account, id, subject, status, raw, received_at)
VALUES (:channel, :account, :id, :subject, 'received', :raw, :received_at)
ON CONFLICT DO NOTHING;

-- name: shelf_latest(subjects)
SELECT subject, max(received_at) AS latest FROM inbox
WHERE status = 'received' AND status IN ('received', 'failed') AND subject = ANY(:subjects)
GROUP BY subject;

-- name: shelf_take(channel, account, id)^
UPDATE inbox SET status = 'done', raw = NULL
WHERE channel = :channel AND account = :account AND id = :id AND status = 'received'
RETURNING id;
