-- name: rating_create(application, address, person, state, score, reason, comment, programme, department, officer, channel, policy, unconfirmed, due_at, answered_at)!
INSERT INTO ratings (
  application, address, person, state, score, reason, comment, programme, department, officer,
  channel, policy, unconfirmed, due_at, answered_at
)
VALUES (
  :application, :address, :person, :state, :score, :reason, :comment, :programme, :department,
  :officer, :channel, :policy, :unconfirmed, :due_at, :answered_at
)
ON CONFLICT DO NOTHING;

-- name: rating_move(application, address, person, state, score, reason, comment, unconfirmed, due_at, answered_at)!
UPDATE ratings SET
  address = :address, person = :person, state = :state, score = :score, reason = :reason,
  comment = :comment, unconfirmed = :unconfirmed, due_at = :due_at, answered_at = :answered_at
WHERE application = :application;

-- name: rating_by_application(application)^
SELECT * FROM ratings WHERE application = :application;

-- name: ratings_open(persons)
SELECT * FROM ratings
WHERE person = ANY(:persons) AND state IN ('due', 'asked')
ORDER BY due_at, application;

-- name: ratings_answered(since, until)
SELECT * FROM ratings WHERE answered_at >= :since AND answered_at < :until
ORDER BY answered_at, application;
