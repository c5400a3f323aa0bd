-- name: cases_unanswered()
-- The states in which it is an officer's turn. `since` is null where everything was answered, as
-- after a case was handed back to the bot.
SELECT kind, count(*) AS count, min(since) AS since
FROM (
  SELECT c.kind, (
    SELECT min(asked.at) FROM audit AS asked
    WHERE asked."case" = c.reference
      AND asked.move IN ('open', 'hear', 'dispute', 'release')
      AND asked.id > coalesce((
        SELECT max(answered.id) FROM audit AS answered
        WHERE answered."case" = c.reference
          AND answered.move IN ('say', 'deliver', 'hand_back')
      ), 0)
  ) AS since
  FROM cases AS c
  WHERE c.state IN ('queued', 'claimed', 'waiting_officer')
) AS waiting
WHERE since IS NOT NULL
GROUP BY kind
ORDER BY kind;

-- name: inbox_unfinished()
SELECT status, count(*) AS count FROM inbox WHERE status IN ('received', 'failed')
GROUP BY status;

-- name: message_newest()^
SELECT created_at AS at FROM messages ORDER BY id DESC LIMIT 1;

-- name: tables_all()
SELECT name FROM sqlite_schema WHERE type = 'table';
