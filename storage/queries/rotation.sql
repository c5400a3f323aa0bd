-- The first three bytes of a sealed value name its key. Of each table, the rows after a key
-- that have a value with another one, and the rewriting of one row. The rows stay as they were
-- read until they are written: on PostgreSQL a server may be about to change them.

-- name: stale_addresses(header, limit, id)
SELECT id, external, phone FROM addresses
WHERE (substr(external, 1, 3) <> :header OR substr(phone, 1, 3) <> :header) AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_addresses(external, phone, id)!
UPDATE addresses SET external = :external, phone = :phone
WHERE id = :id;

-- name: stale_applications(header, limit, reference)
SELECT reference, answers FROM applications
WHERE substr(answers, 1, 3) <> :header AND reference > :reference
ORDER BY reference LIMIT :limit FOR UPDATE;

-- name: reseal_applications(answers, reference)!
UPDATE applications SET answers = :answers
WHERE reference = :reference;

-- name: stale_audit(header, limit, id)
SELECT id, details FROM audit
WHERE substr(details, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_audit(details, id)!
UPDATE audit SET details = :details
WHERE id = :id;

-- name: stale_cases(header, limit, reference)
SELECT reference, details, summary FROM cases
WHERE (substr(details, 1, 3) <> :header OR substr(summary, 1, 3) <> :header) AND reference > :reference
ORDER BY reference LIMIT :limit FOR UPDATE;

-- name: reseal_cases(details, summary, reference)!
UPDATE cases SET details = :details, summary = :summary
WHERE reference = :reference;

-- name: stale_conversations(header, limit, address)
SELECT address, state FROM conversations
WHERE substr(state, 1, 3) <> :header AND address > :address
ORDER BY address LIMIT :limit FOR UPDATE;

-- name: reseal_conversations(state, address)!
UPDATE conversations SET state = :state
WHERE address = :address;

-- name: stale_dictionaries(header, limit, id)
SELECT id, words FROM dictionaries
WHERE substr(words, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_dictionaries(words, id)!
UPDATE dictionaries SET words = :words
WHERE id = :id;

-- name: stale_due(header, limit, id)
SELECT id, payload FROM due
WHERE substr(payload, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_due(payload, id)!
UPDATE due SET payload = :payload
WHERE id = :id;

-- name: stale_documents(header, limit, id)
SELECT id, name FROM documents
WHERE substr(name, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_documents(name, id)!
UPDATE documents SET name = :name
WHERE id = :id;

-- name: stale_document_chunks(header, limit, document, number)
SELECT document, number, content FROM document_chunks
WHERE substr(content, 1, 3) <> :header AND (document, number) > (:document, :number)
ORDER BY document, number LIMIT :limit FOR UPDATE;

-- name: reseal_document_chunks(content, document, number)!
UPDATE document_chunks SET content = :content
WHERE document = :document AND number = :number;

-- name: stale_inbox(header, limit, channel, account, id)
SELECT channel, account, id, raw FROM inbox
WHERE substr(raw, 1, 3) <> :header AND (channel, account, id) > (:channel, :account, :id)
ORDER BY channel, account, id LIMIT :limit FOR UPDATE;

-- name: reseal_inbox(raw, channel, account, id)!
UPDATE inbox SET raw = :raw
WHERE channel = :channel AND account = :account AND id = :id;

-- name: stale_refusals(header, limit, channel, account, id)
SELECT channel, account, id, reason FROM refusals
WHERE substr(reason, 1, 3) <> :header AND (channel, account, id) > (:channel, :account, :id)
ORDER BY channel, account, id LIMIT :limit FOR UPDATE;

-- name: reseal_refusals(reason, channel, account, id)!
UPDATE refusals SET reason = :reason
WHERE channel = :channel AND account = :account AND id = :id;

-- name: stale_messages(header, limit, id)
SELECT id, body FROM messages
WHERE substr(body, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_messages(body, id)!
UPDATE messages SET body = :body
WHERE id = :id;

-- name: stale_ratings(header, limit, application)
SELECT application, comment FROM ratings
WHERE substr(comment, 1, 3) <> :header AND application > :application
ORDER BY application LIMIT :limit FOR UPDATE;

-- name: reseal_ratings(comment, application)!
UPDATE ratings SET comment = :comment
WHERE application = :application;

-- name: stale_answer_drafts(header, limit, id)
SELECT id, content FROM answer_drafts
WHERE substr(content, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_answer_drafts(content, id)!
UPDATE answer_drafts SET content = :content
WHERE id = :id;

-- name: stale_misconceptions(header, limit, id)
SELECT id, content FROM misconceptions
WHERE substr(content, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_misconceptions(content, id)!
UPDATE misconceptions SET content = :content
WHERE id = :id;

-- name: stale_praises(header, limit, id)
SELECT id, words FROM praises
WHERE substr(words, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_praises(words, id)!
UPDATE praises SET words = :words
WHERE id = :id;

-- name: stale_officer_changes(header, limit, officer, number)
SELECT officer, number, content FROM officer_changes
WHERE substr(content, 1, 3) <> :header AND (officer, number) > (:officer, :number)
ORDER BY officer, number LIMIT :limit FOR UPDATE;

-- name: reseal_officer_changes(content, officer, number)!
UPDATE officer_changes SET content = :content
WHERE officer = :officer AND number = :number;

-- name: stale_questions(header, limit, id)
SELECT id, question FROM questions
WHERE substr(question, 1, 3) <> :header AND id > :id
ORDER BY id LIMIT :limit FOR UPDATE;

-- name: reseal_questions(question, id)!
UPDATE questions SET question = :question
WHERE id = :id;

-- name: stale_verifications(header, limit, application, field)
SELECT application, field, note FROM verifications
WHERE substr(note, 1, 3) <> :header AND (application, field) > (:application, :field)
ORDER BY application, field LIMIT :limit FOR UPDATE;

-- name: reseal_verifications(note, application, field)!
UPDATE verifications SET note = :note
WHERE application = :application AND field = :field;

-- name: stale_unnamed_buffer(header, limit, programme, month)
SELECT programme, month, answers FROM unnamed_buffer
WHERE substr(answers, 1, 3) <> :header AND (programme, month) > (:programme, :month)
ORDER BY programme, month LIMIT :limit FOR UPDATE;

-- name: reseal_unnamed_buffer(answers, programme, month)!
UPDATE unnamed_buffer SET answers = :answers
WHERE programme = :programme AND month = :month;

-- name: stale_unnamed_answers(header, limit, key)
SELECT key, words FROM unnamed_answers
WHERE substr(words, 1, 3) <> :header AND key > :key
ORDER BY key LIMIT :limit FOR UPDATE;

-- name: reseal_unnamed_answers(words, key)!
UPDATE unnamed_answers SET words = :words
WHERE key = :key;
