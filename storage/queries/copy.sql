-- What `sila copy` asks for, of every table: the rows after a key in its order, the writing of one
-- row as it is, the last key, the count. Values are sealed as they were and stay so.

-- name: copy_read_persons(id, limit)
SELECT * FROM persons WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_persons(id, notices, language, created_at)!
INSERT INTO persons (id, notices, language, created_at)
VALUES (:id, :notices, :language, :created_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_persons()^
SELECT id FROM persons ORDER BY id DESC LIMIT 1;

-- name: copy_count_persons()^
SELECT count(*) AS count FROM persons;

-- name: copy_read_addresses(id, limit)
SELECT * FROM addresses WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_addresses(id, channel, account, external, person, phone, reachable, window_until, created_at)!
INSERT INTO addresses (
  id, channel, account, external, person, phone, reachable, window_until, created_at
)
VALUES (
  :id, :channel, :account, :external, :person, :phone, :reachable, :window_until, :created_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_addresses()^
SELECT id FROM addresses ORDER BY id DESC LIMIT 1;

-- name: copy_count_addresses()^
SELECT count(*) AS count FROM addresses;

-- name: copy_read_reference_numbers(reference, limit)
SELECT * FROM reference_numbers WHERE reference > :reference ORDER BY reference LIMIT :limit;

-- name: copy_write_reference_numbers(reference, kind, made_at)!
INSERT INTO reference_numbers (reference, kind, made_at)
VALUES (:reference, :kind, :made_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_reference_numbers()^
SELECT reference FROM reference_numbers ORDER BY reference DESC LIMIT 1;

-- name: copy_count_reference_numbers()^
SELECT count(*) AS count FROM reference_numbers;

-- name: copy_read_applications(reference, limit)
SELECT * FROM applications WHERE reference > :reference ORDER BY reference LIMIT :limit;

-- name: copy_write_applications(reference, address, person, programme, applicant, state, answers, identity, terms, officer, department, submitted_at, delivered_at, updated_at)!
INSERT INTO applications (
  reference, address, person, programme, applicant, state, answers, identity, terms, officer,
  department, submitted_at, delivered_at, updated_at
)
VALUES (
  :reference, :address, :person, :programme, :applicant, :state, :answers, :identity, :terms,
  :officer, :department, :submitted_at, :delivered_at, :updated_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_applications()^
SELECT reference FROM applications ORDER BY reference DESC LIMIT 1;

-- name: copy_count_applications()^
SELECT count(*) AS count FROM applications;

-- name: copy_read_verifications(application, field, limit)
SELECT * FROM verifications WHERE (application, field) > (:application, :field)
ORDER BY application, field LIMIT :limit;

-- name: copy_write_verifications(application, field, mark, note, officer, at)!
INSERT INTO verifications (application, field, mark, note, officer, at)
VALUES (:application, :field, :mark, :note, :officer, :at)
ON CONFLICT DO NOTHING;

-- name: copy_last_verifications()^
SELECT application, field FROM verifications ORDER BY application DESC, field DESC LIMIT 1;

-- name: copy_count_verifications()^
SELECT count(*) AS count FROM verifications;

-- name: copy_read_cases(reference, limit)
SELECT * FROM cases WHERE reference > :reference ORDER BY reference LIMIT :limit;

-- name: copy_write_cases(reference, address, person, kind, reason, flow, state, owner, department, programme, application, priority, details, outcome, summary, opened_at, claimed_at, due_at, closed_at, updated_at, level, lane, concerns, follows, parked, resolved_at)!
INSERT INTO cases (
  reference, address, person, kind, reason, flow, state, owner, department, programme,
  application, priority, details, outcome, summary, opened_at, claimed_at, due_at, closed_at,
  updated_at, level, lane, concerns, follows, parked, resolved_at
)
VALUES (
  :reference, :address, :person, :kind, :reason, :flow, :state, :owner, :department, :programme,
  :application, :priority, :details, :outcome, :summary, :opened_at, :claimed_at, :due_at,
  :closed_at, :updated_at, :level, :lane, :concerns, :follows, :parked, :resolved_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_cases()^
SELECT reference FROM cases ORDER BY reference DESC LIMIT 1;

-- name: copy_count_cases()^
SELECT count(*) AS count FROM cases;

-- name: copy_read_case_rooms(case, room, limit)
SELECT * FROM case_rooms WHERE ("case", room) > (:case, :room) ORDER BY "case", room LIMIT :limit;

-- name: copy_write_case_rooms(case, room, thread, card, opened_at)!
INSERT INTO case_rooms ("case", room, thread, card, opened_at)
VALUES (:case, :room, :thread, :card, :opened_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_case_rooms()^
SELECT "case", room FROM case_rooms ORDER BY "case" DESC, room DESC LIMIT 1;

-- name: copy_count_case_rooms()^
SELECT count(*) AS count FROM case_rooms;

-- name: copy_read_clocks(case, name, limit)
SELECT * FROM clocks WHERE ("case", name) > (:case, :name) ORDER BY "case", name LIMIT :limit;

-- name: copy_write_clocks(case, name, target, ran, since, told)!
INSERT INTO clocks ("case", name, target, ran, since, told)
VALUES (:case, :name, :target, :ran, :since, :told)
ON CONFLICT DO NOTHING;

-- name: copy_last_clocks()^
SELECT "case", name FROM clocks ORDER BY "case" DESC, name DESC LIMIT 1;

-- name: copy_count_clocks()^
SELECT count(*) AS count FROM clocks;

-- name: copy_read_officer_changes(officer, number, limit)
SELECT * FROM officer_changes WHERE (officer, number) > (:officer, :number)
ORDER BY officer, number LIMIT :limit;

-- name: copy_write_officer_changes(officer, number, standing, content, file, made_by, made_at)!
INSERT INTO officer_changes (officer, number, standing, content, file, made_by, made_at)
VALUES (:officer, :number, :standing, :content, :file, :made_by, :made_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_officer_changes()^
SELECT officer, number FROM officer_changes ORDER BY officer DESC, number DESC LIMIT 1;

-- name: copy_count_officer_changes()^
SELECT count(*) AS count FROM officer_changes;

-- name: copy_read_refusals(channel, account, id, limit)
SELECT * FROM refusals
WHERE (channel, account, id) > (:channel, :account, :id)
ORDER BY channel, account, id LIMIT :limit;

-- name: copy_write_refusals(channel, account, id, reason, at)!
INSERT INTO refusals (channel, account, id, reason, at)
VALUES (:channel, :account, :id, :reason, :at) ON CONFLICT DO NOTHING;

-- name: copy_last_refusals()^
SELECT channel, account, id FROM refusals ORDER BY channel DESC, account DESC, id DESC LIMIT 1;

-- name: copy_count_refusals()^
SELECT count(*) AS count FROM refusals;

-- name: copy_read_leaves(officer, limit)
SELECT * FROM leaves WHERE officer > :officer ORDER BY officer LIMIT :limit;

-- name: copy_write_leaves(officer, since)!
INSERT INTO leaves (officer, since) VALUES (:officer, :since) ON CONFLICT DO NOTHING;

-- name: copy_last_leaves()^
SELECT officer FROM leaves ORDER BY officer DESC LIMIT 1;

-- name: copy_count_leaves()^
SELECT count(*) AS count FROM leaves;

-- name: copy_read_conversations(address, limit)
SELECT * FROM conversations WHERE address > :address ORDER BY address LIMIT :limit;

-- name: copy_write_conversations(address, state, format, revision, updated_at)!
INSERT INTO conversations (address, state, format, revision, updated_at)
VALUES (:address, :state, :format, :revision, :updated_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_conversations()^
SELECT address FROM conversations ORDER BY address DESC LIMIT 1;

-- name: copy_count_conversations()^
SELECT count(*) AS count FROM conversations;

-- name: copy_read_consents(id, limit)
SELECT * FROM consents WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_consents(id, person, version, given, channel, at)!
INSERT INTO consents (id, person, version, given, channel, at)
OVERRIDING SYSTEM VALUE
VALUES (:id, :person, :version, :given, :channel, :at)
ON CONFLICT DO NOTHING;

-- name: copy_last_consents()^
SELECT id FROM consents ORDER BY id DESC LIMIT 1;

-- name: copy_count_consents()^
SELECT count(*) AS count FROM consents;

-- name: copy_read_inbox(channel, account, id, limit)
SELECT * FROM inbox WHERE (channel, account, id) > (:channel, :account, :id) ORDER BY channel, account, id LIMIT :limit;

-- name: copy_write_inbox(channel, account, id, subject, status, raw, failure, received_at)!
INSERT INTO inbox (channel, account, id, subject, status, raw, failure, received_at)
VALUES (:channel, :account, :id, :subject, :status, :raw, :failure, :received_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_inbox()^
SELECT channel, account, id FROM inbox ORDER BY channel DESC, account DESC, id DESC LIMIT 1;

-- name: copy_count_inbox()^
SELECT count(*) AS count FROM inbox;

-- name: copy_read_ratings(application, limit)
SELECT * FROM ratings WHERE application > :application ORDER BY application LIMIT :limit;

-- name: copy_write_ratings(application, kind, address, person, state, score, effort, conduct, reason, comment, comment_kind, programme, department, officer, answer, channel, policy, how, unconfirmed, held, recovery, due_at, asked_at, answered_at)!
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

-- name: copy_last_ratings()^
SELECT application FROM ratings ORDER BY application DESC LIMIT 1;

-- name: copy_count_ratings()^
SELECT count(*) AS count FROM ratings;

-- name: copy_read_due(id, limit)
SELECT * FROM due WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_due(id, subject, kind, payload, at, status, dedupe)!
INSERT INTO due (id, subject, kind, payload, at, status, dedupe)
OVERRIDING SYSTEM VALUE
VALUES (:id, :subject, :kind, :payload, :at, :status, :dedupe)
ON CONFLICT DO NOTHING;

-- name: copy_last_due()^
SELECT id FROM due ORDER BY id DESC LIMIT 1;

-- name: copy_count_due()^
SELECT count(*) AS count FROM due;

-- name: copy_read_audit(id, limit)
SELECT * FROM audit WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_audit(id, at, actor, subject, case, move, reason, details)!
INSERT INTO audit (id, at, actor, subject, "case", move, reason, details)
OVERRIDING SYSTEM VALUE
VALUES (:id, :at, :actor, :subject, :case, :move, :reason, :details)
ON CONFLICT DO NOTHING;

-- name: copy_last_audit()^
SELECT id FROM audit ORDER BY id DESC LIMIT 1;

-- name: copy_count_audit()^
SELECT count(*) AS count FROM audit;

-- name: copy_read_messages(id, limit)
SELECT * FROM messages WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_messages(id, direction, channel, account, lane, room, address, case, act, target, author, body, rank, slot, status, external, attempts, repeated, retry_at, reason, created_at, settled_at, dedupe)!
INSERT INTO messages (
  id, direction, channel, account, lane, room, address, "case", act, target, author, body,
  rank, slot, status, external, attempts, repeated, retry_at, reason, created_at, settled_at,
  dedupe
)
OVERRIDING SYSTEM VALUE
VALUES (
  :id, :direction, :channel, :account, :lane, :room, :address, :case, :act, :target, :author,
  :body, :rank, :slot, :status, :external, :attempts, :repeated, :retry_at, :reason,
  :created_at, :settled_at, :dedupe
)
ON CONFLICT DO NOTHING;

-- name: copy_last_messages()^
SELECT id FROM messages ORDER BY id DESC LIMIT 1;

-- name: copy_count_messages()^
SELECT count(*) AS count FROM messages;

-- name: copy_read_contents(key, limit)
SELECT * FROM contents WHERE key > :key ORDER BY key LIMIT :limit;

-- name: copy_write_contents(key, sid, made_at)!
INSERT INTO contents (key, sid, made_at)
VALUES (:key, :sid, :made_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_contents()^
SELECT key FROM contents ORDER BY key DESC LIMIT 1;

-- name: copy_count_contents()^
SELECT count(*) AS count FROM contents;

-- name: copy_read_templates(name, language, limit)
SELECT * FROM templates WHERE (name, language) > (:name, :language)
ORDER BY name, language LIMIT :limit;

-- name: copy_write_templates(name, language, digest, sid, status, reason, checked_at)!
INSERT INTO templates (name, language, digest, sid, status, reason, checked_at)
VALUES (:name, :language, :digest, :sid, :status, :reason, :checked_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_templates()^
SELECT name, language FROM templates ORDER BY name DESC, language DESC LIMIT 1;

-- name: copy_count_templates()^
SELECT count(*) AS count FROM templates;

-- name: copy_read_documents(id, limit)
SELECT * FROM documents WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_documents(id, address, application, key, type, size, digest, name, message, state, at)!
INSERT INTO documents (
  id, address, application, key, type, size, digest, name, message, state, at
)
VALUES (
  :id, :address, :application, :key, :type, :size, :digest, :name, :message, :state, :at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_documents()^
SELECT id FROM documents ORDER BY id DESC LIMIT 1;

-- name: copy_count_documents()^
SELECT count(*) AS count FROM documents;

-- name: copy_read_document_chunks(document, number, limit)
SELECT * FROM document_chunks WHERE (document, number) > (:document, :number) ORDER BY document, number LIMIT :limit;

-- name: copy_write_document_chunks(document, number, content)!
INSERT INTO document_chunks (document, number, content)
VALUES (:document, :number, :content)
ON CONFLICT DO NOTHING;

-- name: copy_last_document_chunks()^
SELECT document, number FROM document_chunks ORDER BY document DESC, number DESC LIMIT 1;

-- name: copy_count_document_chunks()^
SELECT count(*) AS count FROM document_chunks;

-- name: copy_read_answer_versions(answer, number, limit)
SELECT * FROM answer_versions WHERE (answer, number) > (:answer, :number) ORDER BY answer, number LIMIT :limit;

-- name: copy_write_answer_versions(answer, number, digest, title_ar, title_en, text_ar, text_en, source_ar, source_en, approved_by_ar, approved_by_en, owner, phrasings, opens, valid_until, made_by, approver, approved_at, corrects_since, made_at)!
INSERT INTO answer_versions (
  answer, number, digest, title_ar, title_en, text_ar, text_en, source_ar, source_en,
  approved_by_ar, approved_by_en, owner, phrasings, opens, valid_until, made_by, approver,
  approved_at, corrects_since, made_at
)
VALUES (
  :answer, :number, :digest, :title_ar, :title_en, :text_ar, :text_en, :source_ar, :source_en,
  :approved_by_ar, :approved_by_en, :owner, :phrasings, :opens, :valid_until, :made_by,
  :approver, :approved_at, :corrects_since, :made_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_answer_versions()^
SELECT answer, number FROM answer_versions ORDER BY answer DESC, number DESC LIMIT 1;

-- name: copy_count_answer_versions()^
SELECT count(*) AS count FROM answer_versions;

-- name: copy_read_answers_given(id, limit)
SELECT * FROM answers_given WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_answers_given(id, address, answer, version, at, corrected)!
INSERT INTO answers_given (
  id, address, answer, version, at, corrected
)
OVERRIDING SYSTEM VALUE
VALUES (
  :id, :address, :answer, :version, :at, :corrected
)
ON CONFLICT DO NOTHING;

-- name: copy_last_answers_given()^
SELECT id FROM answers_given ORDER BY id DESC LIMIT 1;

-- name: copy_count_answers_given()^
SELECT count(*) AS count FROM answers_given;

-- name: copy_read_answer_drafts(id, limit)
SELECT * FROM answer_drafts WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_answer_drafts(id, answer, content, case, authors, base, revision, state, made_at, updated_at)!
INSERT INTO answer_drafts (
  id, answer, content, "case", authors, base, revision, state, made_at, updated_at
)
OVERRIDING SYSTEM VALUE
VALUES (
  :id, :answer, :content, :case, :authors, :base, :revision, :state, :made_at, :updated_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_answer_drafts()^
SELECT id FROM answer_drafts ORDER BY id DESC LIMIT 1;

-- name: copy_count_answer_drafts()^
SELECT count(*) AS count FROM answer_drafts;

-- name: copy_read_questions(id, limit)
SELECT * FROM questions WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_questions(id, question, reason, shown, case, state, at)!
INSERT INTO questions (
  id, question, reason, shown, "case", state, at
)
OVERRIDING SYSTEM VALUE
VALUES (
  :id, :question, :reason, :shown, :case, :state, :at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_questions()^
SELECT id FROM questions ORDER BY id DESC LIMIT 1;

-- name: copy_count_questions()^
SELECT count(*) AS count FROM questions;

-- name: copy_read_dictionaries(id, limit)
SELECT * FROM dictionaries WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_dictionaries(id, digest, words, made_at)!
INSERT INTO dictionaries (id, digest, words, made_at)
OVERRIDING SYSTEM VALUE
VALUES (:id, :digest, :words, :made_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_dictionaries()^
SELECT id FROM dictionaries ORDER BY id DESC LIMIT 1;

-- name: copy_count_dictionaries()^
SELECT count(*) AS count FROM dictionaries;

-- name: copy_read_keys(id, limit)
SELECT * FROM keys WHERE id > :id ORDER BY id LIMIT :limit;

-- name: copy_write_keys(id, purpose, fingerprint, salt, wrapped, made_at)!
INSERT INTO keys (id, purpose, fingerprint, salt, wrapped, made_at)
VALUES (:id, :purpose, :fingerprint, :salt, :wrapped, :made_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_keys()^
SELECT id FROM keys ORDER BY id DESC LIMIT 1;

-- name: copy_count_keys()^
SELECT count(*) AS count FROM keys;

-- name: copy_continue(table, last)^
-- SQLite goes on by itself after the greatest id.
SELECT :last AS id WHERE :table <> '';

-- name: copy_read_recoveries(reference, limit)
SELECT * FROM recoveries WHERE reference > :reference
ORDER BY reference LIMIT :limit;

-- name: copy_write_recoveries(reference, application, why, score, again, opened_at, asked_at, answered_at)!
INSERT INTO recoveries (reference, application, why, score, again, opened_at, asked_at, answered_at)
VALUES (
  :reference, :application, :why, :score, :again, :opened_at, :asked_at, :answered_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_recoveries()^
SELECT reference FROM recoveries ORDER BY reference DESC LIMIT 1;

-- name: copy_count_recoveries()^
SELECT count(*) AS count FROM recoveries;

-- name: copy_read_improvements(reference, limit)
SELECT * FROM improvements WHERE reference > :reference
ORDER BY reference LIMIT :limit;

-- name: copy_write_improvements(reference, origin, state, department, programme, reason, month, title, owner, why, changed_ar, changed_en, author, approver, opened_at, due_at, decided_at, approved_at, updated_at)!
INSERT INTO improvements (
  reference, origin, state, department, programme, reason, month, title, owner, why, changed_ar,
  changed_en, author, approver, opened_at, due_at, decided_at, approved_at, updated_at
)
VALUES (
  :reference, :origin, :state, :department, :programme, :reason, :month, :title, :owner, :why,
  :changed_ar, :changed_en, :author, :approver, :opened_at, :due_at, :decided_at, :approved_at,
  :updated_at
)
ON CONFLICT DO NOTHING;

-- name: copy_last_improvements()^
SELECT reference FROM improvements ORDER BY reference DESC LIMIT 1;

-- name: copy_count_improvements()^
SELECT count(*) AS count FROM improvements;

-- name: copy_read_improvement_suggestions(improvement, suggestion, limit)
SELECT * FROM improvement_suggestions WHERE (improvement, suggestion) > (:improvement, :suggestion)
ORDER BY improvement, suggestion LIMIT :limit;

-- name: copy_write_improvement_suggestions(improvement, suggestion)!
INSERT INTO improvement_suggestions (improvement, suggestion)
VALUES (:improvement, :suggestion)
ON CONFLICT DO NOTHING;

-- name: copy_last_improvement_suggestions()^
SELECT improvement, suggestion FROM improvement_suggestions ORDER BY improvement DESC, suggestion DESC LIMIT 1;

-- name: copy_count_improvement_suggestions()^
SELECT count(*) AS count FROM improvement_suggestions;

-- name: copy_read_misconceptions(id, limit)
SELECT * FROM misconceptions WHERE id > :id
ORDER BY id LIMIT :limit;

-- name: copy_write_misconceptions(id, content, authors, state, case, approver, made_at, updated_at)!
INSERT INTO misconceptions (id, content, authors, state, "case", approver, made_at, updated_at)
VALUES (:id, :content, :authors, :state, :case, :approver, :made_at, :updated_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_misconceptions()^
SELECT id FROM misconceptions ORDER BY id DESC LIMIT 1;

-- name: copy_count_misconceptions()^
SELECT count(*) AS count FROM misconceptions;

-- name: copy_read_praises(id, limit)
SELECT * FROM praises WHERE id > :id
ORDER BY id LIMIT :limit;

-- name: copy_write_praises(id, department, programme, words, at)!
INSERT INTO praises (id, department, programme, words, at)
OVERRIDING SYSTEM VALUE
VALUES (:id, :department, :programme, :words, :at)
ON CONFLICT DO NOTHING;

-- name: copy_last_praises()^
SELECT id FROM praises ORDER BY id DESC LIMIT 1;

-- name: copy_count_praises()^
SELECT count(*) AS count FROM praises;

-- name: copy_read_unnamed_buffer(programme, month, limit)
SELECT * FROM unnamed_buffer WHERE (programme, month) > (:programme, :month)
ORDER BY programme, month LIMIT :limit;

-- name: copy_write_unnamed_buffer(programme, month, department, answers)!
INSERT INTO unnamed_buffer (programme, month, department, answers)
VALUES (:programme, :month, :department, :answers)
ON CONFLICT DO NOTHING;

-- name: copy_last_unnamed_buffer()^
SELECT programme, month FROM unnamed_buffer ORDER BY programme DESC, month DESC LIMIT 1;

-- name: copy_count_unnamed_buffer()^
SELECT count(*) AS count FROM unnamed_buffer;

-- name: copy_read_unnamed_answers(key, limit)
SELECT * FROM unnamed_answers WHERE key > :key ORDER BY key LIMIT :limit;

-- name: copy_write_unnamed_answers(key, programme, month, department, question, value, words)!
INSERT INTO unnamed_answers (key, programme, month, department, question, value, words)
VALUES (:key, :programme, :month, :department, :question, :value, :words)
ON CONFLICT DO NOTHING;

-- name: copy_last_unnamed_answers()^
SELECT key FROM unnamed_answers ORDER BY key DESC LIMIT 1;

-- name: copy_count_unnamed_answers()^
SELECT count(*) AS count FROM unnamed_answers;

-- name: copy_read_recommendations(person, half, limit)
SELECT * FROM recommendations WHERE (person, half) > (:person, :half)
ORDER BY person, half LIMIT :limit;

-- name: copy_write_recommendations(person, half, channel, state, score, held, due_at, answered_at)!
INSERT INTO recommendations (person, half, channel, state, score, held, due_at, answered_at)
VALUES (:person, :half, :channel, :state, :score, :held, :due_at, :answered_at)
ON CONFLICT DO NOTHING;

-- name: copy_last_recommendations()^
SELECT person, half FROM recommendations ORDER BY person DESC, half DESC LIMIT 1;

-- name: copy_count_recommendations()^
SELECT count(*) AS count FROM recommendations;

-- name: copy_read_phones(address, limit)
SELECT * FROM phones WHERE address > :address ORDER BY address LIMIT :limit;

-- name: copy_write_phones(address, number)!
INSERT INTO phones (address, number) VALUES (:address, :number) ON CONFLICT DO NOTHING;

-- name: copy_last_phones()^
SELECT address FROM phones ORDER BY address DESC LIMIT 1;

-- name: copy_count_phones()^
SELECT count(*) AS count FROM phones;
