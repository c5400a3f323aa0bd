-- What is over: found by reading, in the order of its key, and dropped row by row. Ids of messages
-- and of the audit follow time, so that nothing newer than the first row that stays is looked at.

-- name: talk_erase(address, since, body)!
UPDATE messages SET body = :body
WHERE address = :address AND room IS NULL AND "case" IS NULL AND created_at >= :since
  AND status NOT IN ('queued', 'sending', 'parked');

-- name: line_erase(id, body)!
UPDATE messages SET body = :body WHERE id = :id;

-- name: outdated_inbox(done_before, failed_before, limit, channel, account, id)
SELECT channel, account, id FROM inbox
WHERE (channel, account, id) > (:channel, :account, :id)
  AND (
    (status = 'done' AND received_at < :done_before)
    OR (status = 'failed' AND received_at < :failed_before)
  )
ORDER BY channel, account, id LIMIT :limit;

-- name: drop_inbox(channel, account, id)!
DELETE FROM inbox
WHERE channel = :channel AND account = :account AND id = :id AND status <> 'received';

-- name: drop_inbox_refusals(channel, account, id)!
DELETE FROM refusals WHERE channel = :channel AND account = :account AND id = :id;

-- name: outdated_due(before, limit, id)
SELECT id FROM due
WHERE id > :id AND status = 'done' AND at < :before
ORDER BY id LIMIT :limit;

-- name: drop_due(id)!
DELETE FROM due WHERE id = :id AND status = 'done';

-- name: outdated_messages(before, limit, id)
-- Of nobody with whom an officer is not finished, or was not before then; and what others are
-- about goes after those.
SELECT id FROM messages AS m
WHERE id > :id AND created_at < :before AND status NOT IN ('queued', 'sending', 'parked')
  AND id < coalesce(
    (SELECT first.id FROM messages AS first
     WHERE first.created_at >= :before ORDER BY first.id LIMIT 1),
    9223372036854775807
  )
  AND NOT EXISTS (SELECT 1 FROM messages AS about WHERE about.target = m.id)
  AND NOT EXISTS (
    SELECT 1 FROM cases AS c
    WHERE c.reference = m."case" AND (c.closed_at IS NULL OR c.closed_at >= :before)
  )
  AND NOT EXISTS (
    SELECT 1 FROM cases AS c
    WHERE c.address = m.address AND (c.closed_at IS NULL OR c.closed_at >= :before)
  )
ORDER BY id LIMIT :limit;

-- name: drop_messages(id)!
DELETE FROM messages
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM messages AS about WHERE about.target = messages.id);

-- name: outdated_attachments(before, limit, id, number)
-- As the lines of a case that was over before then.
SELECT id, number FROM attachments AS f
WHERE (id, number) > (:id, :number) AND at < :before
  AND EXISTS (
    SELECT 1 FROM cases AS c WHERE c.reference = f."case" AND c.closed_at < :before
  )
ORDER BY id, number LIMIT :limit;

-- name: drop_attachments(id, number)!
DELETE FROM attachments WHERE id = :id AND number = :number;

-- name: outdated_conversations(before, limit, address)
SELECT address FROM conversations AS v
WHERE address > :address AND updated_at < :before
  AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.address = v.address AND c.closed_at IS NULL)
ORDER BY address LIMIT :limit;

-- name: drop_conversations(address, before)!
DELETE FROM conversations WHERE address = :address AND updated_at < :before;

-- name: outdated_cases(before, limit, reference)
-- Those of an application go with it.
SELECT reference FROM cases
WHERE reference > :reference AND closed_at < :before AND application IS NULL
  AND (person IS NOT NULL OR address IS NOT NULL OR details IS NOT NULL OR summary IS NOT NULL)
ORDER BY reference LIMIT :limit;

-- name: drop_cases(reference)!
UPDATE cases SET details = NULL, summary = NULL, person = NULL, address = NULL
WHERE reference = :reference AND closed_at IS NOT NULL;

-- name: outdated_enquiries(before, limit, application)
-- What was said of an answer still counts; whose it was is forgotten.
SELECT application FROM ratings
WHERE application > :application AND kind = 'enquiry' AND due_at < :before
  AND (person IS NOT NULL OR address IS NOT NULL OR comment IS NOT NULL)
ORDER BY application LIMIT :limit;

-- name: drop_enquiries(application)!
UPDATE ratings SET comment = NULL, person = NULL, address = NULL WHERE application = :application;

-- name: outdated_applications(served_before, refused_before, limit, reference)
SELECT reference FROM applications AS a
WHERE reference > :reference AND (person IS NOT NULL OR identity IS NOT NULL)
  AND updated_at < CASE WHEN delivered_at IS NULL THEN :refused_before ELSE :served_before END
  AND NOT EXISTS (
    SELECT 1 FROM cases AS c WHERE c.application = a.reference AND c.closed_at IS NULL
  )
ORDER BY reference LIMIT :limit;

-- name: drop_applications(reference, answers)!
-- That there was one stays, for the numbers; whose it was does not.
UPDATE applications SET answers = :answers, identity = NULL, person = NULL, address = NULL
WHERE reference = :reference;

-- name: drop_applications_cases(reference)!
UPDATE cases SET details = NULL, summary = NULL, person = NULL, address = NULL
WHERE application = :reference;

-- name: drop_applications_ratings(reference)!
UPDATE ratings SET comment = NULL, person = NULL, address = NULL WHERE application = :reference;

-- name: drop_applications_files(reference)!
DELETE FROM document_chunks
WHERE document IN (SELECT id FROM documents WHERE application = :reference);

-- name: drop_applications_marks(reference)!
DELETE FROM verifications WHERE application = :reference;

-- name: drop_applications_documents(reference)!
UPDATE documents SET state = 'destroyed', name = NULL, digest = NULL
WHERE application = :reference;

-- name: outdated_praises(before, limit, id)
SELECT id FROM praises WHERE id > :id AND at < :before AND words IS NOT NULL
ORDER BY id LIMIT :limit;

-- name: drop_praises(id)!
-- That a department was thanked stays.
UPDATE praises SET words = NULL WHERE id = :id;

-- name: outdated_remarks(before, limit, key)
-- Those without a name: of them there is no more than the month.
SELECT key FROM unnamed_answers
WHERE key > :key AND month < substr(:before, 1, 7) AND words IS NOT NULL
ORDER BY key LIMIT :limit;

-- name: drop_remarks(key)!
-- That there was a remark stays.
UPDATE unnamed_answers SET words = NULL WHERE key = :key;

-- name: outdated_unnamed(before, limit, programme, month)
-- What never became of five.
SELECT programme, month FROM unnamed_buffer
WHERE (programme, month) > (:programme, :month) AND month < substr(:before, 1, 7)
ORDER BY programme, month LIMIT :limit;

-- name: drop_unnamed(programme, month)!
DELETE FROM unnamed_buffer WHERE programme = :programme AND month = :month;

-- name: outdated_questions(before, limit, id)
SELECT id FROM questions WHERE id > :id AND at < :before AND question IS NOT NULL
ORDER BY id LIMIT :limit;

-- name: drop_questions(id)!
-- That something was asked, and why nothing answered it, stays.
UPDATE questions SET question = NULL, "case" = NULL WHERE id = :id;

-- name: outdated_recommendations(before, limit, id)
SELECT id FROM recommendations WHERE id > :id AND due_at < :before AND person IS NOT NULL
ORDER BY id LIMIT :limit;

-- name: drop_recommendations(id)!
-- What was said in the half-year stays.
UPDATE recommendations SET person = NULL, answered_at = NULL
WHERE id = :id AND state IN ('answered', 'refused', 'expired');

-- name: outdated_answers_given(before, limit, id)
SELECT id FROM answers_given WHERE id > :id AND at < :before
ORDER BY id LIMIT :limit;

-- name: drop_answers_given(id)!
DELETE FROM answers_given WHERE id = :id;

-- name: outdated_addresses(before, limit, id)
-- Where nothing is left of who was reached there.
SELECT id FROM addresses AS a
WHERE id > :id AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM conversations AS v WHERE v.address = a.id)
  AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.address = a.id)
  AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.address = a.id)
  AND NOT EXISTS (SELECT 1 FROM applications AS p WHERE p.address = a.id)
  AND NOT EXISTS (SELECT 1 FROM ratings AS r WHERE r.address = a.id)
  AND NOT EXISTS (SELECT 1 FROM answers_given AS g WHERE g.address = a.id)
  AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.address = a.id AND d.state <> 'destroyed')
ORDER BY id LIMIT :limit;

-- name: drop_addresses_phones(id)!
DELETE FROM phones WHERE address = :id;

-- name: drop_addresses_documents(id)!
DELETE FROM documents WHERE address = :id AND state = 'destroyed';

-- name: drop_addresses(id)!
DELETE FROM addresses
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM conversations AS v WHERE v.address = addresses.id);

-- name: outdated_persons(before, limit, id)
-- Who is reached nowhere any more.
SELECT id FROM persons AS p
WHERE id > :id AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM addresses AS a WHERE a.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM applications AS m WHERE m.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM ratings AS r WHERE r.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM recommendations AS o WHERE o.person = p.id)
ORDER BY id LIMIT :limit;

-- name: drop_persons_consents(id)!
DELETE FROM consents WHERE person = :id;

-- name: drop_persons(id)!
DELETE FROM persons
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM addresses AS a WHERE a.person = persons.id);

-- name: outdated_audit(before, limit, id)
SELECT id FROM audit
WHERE id > :id AND at < :before AND details IS NOT NULL
  AND id < coalesce(
    (SELECT first.id FROM audit AS first WHERE first.at >= :before ORDER BY first.id LIMIT 1),
    9223372036854775807
  )
ORDER BY id LIMIT :limit;

-- name: drop_audit(id)!
UPDATE audit SET details = NULL WHERE id = :id;

-- name: swept_last()^
SELECT at FROM audit WHERE subject = 'retention' ORDER BY id DESC LIMIT 1;
