-- name: refusal_add(channel, account, id, reason, at)!
INSERT INTO refusals (channel, account, id, reason, at)
VALUES (:channel, :account, :id, :reason, :at) ON CONFLICT DO NOTHING;

-- name: refusal_of(channel, account, id)^
SELECT reason FROM refusals WHERE channel = :channel AND account = :account AND id = :id;
