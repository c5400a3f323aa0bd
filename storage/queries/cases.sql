-- name: case_open(reference, address, person, kind, reason, flow, state, owner, department, programme, application, priority, details, outcome, summary, opened_at, claimed_at, due_at, closed_at, updated_at, level, lane, concerns, follows, parked, resolved_at)!
INSERT INTO cases (
  reference, address, person, kind, reason, flow, state, owner, department, programme,
  application, priority, details, outcome, summary, opened_at, claimed_at, due_at, closed_at,
  updated_at, level, lane, concerns, follows, parked, resolved_at
)
VALUES (
  :reference, :address, :person, :kind, :reason, :flow, :state, :owner, :department, :programme,
  :application, :priority, :details, :outcome, :summary, :opened_at, :claimed_at, :due_at,
  :closed_at, :updated_at, :level, :lane, :concerns, :follows, :parked, :resolved_at
);

-- name: case_move(reference, kind, reason, state, owner, department, programme, application, priority, details, outcome, summary, claimed_at, due_at, closed_at, updated_at, level, lane, concerns, follows, parked, resolved_at)!
UPDATE cases SET
  kind = :kind, reason = :reason, state = :state, owner = :owner, department = :department,
  programme = :programme, application = :application, priority = :priority, details = :details,
  outcome = :outcome, summary = :summary, claimed_at = :claimed_at, due_at = :due_at,
  closed_at = :closed_at, updated_at = :updated_at, level = :level, lane = :lane,
  concerns = :concerns, follows = :follows, parked = :parked, resolved_at = :resolved_at
WHERE reference = :reference;

-- name: case_by_reference(reference)^
SELECT * FROM cases WHERE reference = :reference;

-- name: cases_by_references(references)
SELECT * FROM cases WHERE reference = ANY(:references);

-- name: case_by_thread(room, thread)^
SELECT c.* FROM cases AS c JOIN case_rooms AS r ON r."case" = c.reference
WHERE r.room = :room AND r.thread = :thread;

-- name: cases_open(addresses)
SELECT * FROM cases
WHERE address = ANY(:addresses) AND closed_at IS NULL
ORDER BY opened_at, reference;

-- name: cases_answered(person, reason, again, since)
SELECT * FROM cases AS c
WHERE c.person = :person AND c.reason = :reason AND c.resolved_at >= :since
  AND NOT EXISTS (
    SELECT 1 FROM cases AS later
    WHERE later.person = c.person AND later.follows = c.reference AND later.reason = :again
  )
ORDER BY c.opened_at, c.reference;

-- name: case_last_ended(person, kind, lane, since)^
SELECT * FROM cases
WHERE person = :person AND kind = :kind AND lane = :lane AND closed_at >= :since
ORDER BY closed_at DESC, reference LIMIT 1;

-- name: case_park(reference)!
UPDATE cases SET parked = 1 WHERE reference = :reference;

-- name: cases_unpark(address)!
UPDATE cases SET parked = 0 WHERE address = :address AND parked = 1;

-- name: cases_of_reason(reason, since, limit)
SELECT * FROM cases WHERE opened_at >= :since AND reason = :reason
ORDER BY opened_at DESC, reference LIMIT :limit;

-- name: cases_desk(states, lanes, reader, department, owner, due_before, limit)
SELECT * FROM cases
WHERE state = ANY(:states)
  AND lane = ANY(:lanes)
  AND (concerns IS NULL OR concerns <> :reader)
  AND (CAST(:department AS TEXT) IS NULL OR department = :department)
  AND (CAST(:owner AS TEXT) IS NULL OR owner = :owner)
  AND (CAST(:due_before AS TEXT) IS NULL OR due_at < :due_before)
ORDER BY priority DESC, level DESC, state = 'waiting_beneficiary', due_at IS NULL, due_at, reference
LIMIT :limit;

-- name: cases_before(reference)^
-- In the order of the desk, in which nothing due goes last.
SELECT count(*) AS count FROM cases AS own
JOIN cases AS other ON other.state = own.state AND other.lane = own.lane
WHERE own.reference = :reference
  AND (-other.priority, -other.level, coalesce(other.due_at, '9'), other.reference)
    < (-own.priority, -own.level, coalesce(own.due_at, '9'), own.reference);

-- name: cases_latest(states, lanes, reader, department, limit)
SELECT * FROM cases
WHERE state = ANY(:states)
  AND lane = ANY(:lanes)
  AND (concerns IS NULL OR concerns <> :reader)
  AND (CAST(:department AS TEXT) IS NULL OR department = :department)
ORDER BY updated_at DESC, reference
LIMIT :limit;

-- name: cases_counts(states, ours, lanes, reader, department, now)^
SELECT count(*) AS every,
  count(*) FILTER (WHERE owner = :reader) AS mine,
  count(*) FILTER (WHERE state = 'queued') AS unclaimed,
  count(*) FILTER (WHERE state = ANY(:ours) AND due_at < :now) AS late,
  max(opened_at) AS newest
FROM cases
WHERE state = ANY(:states)
  AND lane = ANY(:lanes)
  AND (concerns IS NULL OR concerns <> :reader)
  AND (CAST(:department AS TEXT) IS NULL OR department = :department);

-- name: case_room_enter(case, room, thread, card, opened_at)!
INSERT INTO case_rooms ("case", room, thread, card, opened_at)
VALUES (:case, :room, :thread, :card, :opened_at)
ON CONFLICT ("case", room) DO UPDATE
SET thread = coalesce(excluded.thread, case_rooms.thread),
    card = coalesce(excluded.card, case_rooms.card);

-- name: case_room_leave(case, room)!
DELETE FROM case_rooms WHERE "case" = :case AND room = :room;

-- name: case_rooms_of(case)
SELECT * FROM case_rooms WHERE "case" = :case ORDER BY opened_at, room;

-- name: cases_to_clear(before, rooms, after, limit)
SELECT r."case", r.room FROM case_rooms AS r JOIN cases AS c ON c.reference = r."case"
WHERE c.closed_at < :before AND r.room = ANY(:rooms) AND r."case" > :after
ORDER BY r."case", r.room LIMIT :limit;

-- name: case_rooms_move(old, new)!
UPDATE case_rooms SET room = :new, thread = NULL, card = NULL
WHERE room = :old
  AND NOT EXISTS (
    SELECT 1 FROM case_rooms AS there
    WHERE there."case" = case_rooms."case" AND there.room = :new
  );
