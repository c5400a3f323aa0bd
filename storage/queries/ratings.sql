-- name: rating_create(application, kind, address, person, state, score, effort, conduct, reason, comment, comment_kind, programme, department, officer, answer, channel, policy, how, unconfirmed, held, recovery, due_at, asked_at, answered_at)!
INSERT INTO ratings (
  application, kind, address, person, state, score, effort, conduct, reason, comment, comment_kind,
  programme, department, officer, answer, channel, policy, how, unconfirmed, held, recovery, due_at,
  asked_at, answered_at
)
VALUES (
  :application, :kind, :address, :person, :state, :score, :effort, :conduct, :reason, :comment,
  :comment_kind, :programme, :department, :officer, :answer, :channel, :policy, :how, :unconfirmed,
  :held, :recovery, :due_at, :asked_at, :answered_at
)
ON CONFLICT DO NOTHING;

-- name: rating_move(application, address, person, state, score, effort, conduct, reason, comment, comment_kind, how, unconfirmed, held, recovery, due_at, asked_at, answered_at)!
UPDATE ratings SET
  address = :address, person = :person, state = :state, score = :score, effort = :effort,
  conduct = :conduct, reason = :reason, comment = :comment, comment_kind = :comment_kind, how =
  :how, unconfirmed = :unconfirmed, held = :held, recovery = :recovery, due_at = :due_at,
  asked_at = :asked_at, answered_at = :answered_at
WHERE application = :application;

-- name: rating_by_application(application)^
SELECT * FROM ratings WHERE application = :application;

-- name: ratings_of(persons)
SELECT * FROM ratings WHERE person = ANY(:persons) AND state <> 'suppressed'
ORDER BY due_at, application;

-- name: ratings_answered(since, until)
SELECT * FROM ratings WHERE answered_at >= :since AND answered_at < :until
ORDER BY answered_at, application;

-- name: ratings_lapsed(before, limit)
SELECT application FROM ratings
WHERE due_at < :before AND state IN ('due', 'pending_window', 'asked')
ORDER BY application LIMIT :limit;

-- name: rating_expire(application)!
UPDATE ratings SET state = 'expired'
WHERE application = :application AND state IN ('due', 'pending_window', 'asked');

-- name: ratings_to_read_out(now, limit)
SELECT * FROM ratings
WHERE state IN ('due', 'pending_window', 'asked') AND due_at <= :now
  AND (channel = 'phone' OR held IN ('unreachable', 'window'))
ORDER BY due_at, application LIMIT :limit;
