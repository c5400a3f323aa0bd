-- name: inbox_receive_many(arrivals, received_at)
-- arrivals: a list of [channel, account, id, subject].
INSERT INTO inbox (channel, account, id, subject, status, received_at)
SELECT row[n][1], row[n][2], row[n][3], row[n][4], 'done', :received_at
FROM (SELECT CAST(:arrivals AS text[]) AS row) AS given, generate_subscripts(row, 1) AS n
ON CONFLICT DO NOTHING
RETURNING channel, account, id;
