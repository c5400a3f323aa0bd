-- name: answer_version_add(answer, number, digest, title_ar, title_en, text_ar, text_en, source_ar, source_en, approved_by_ar, approved_by_en, owner, phrasings, opens, valid_until, made_by, approver, approved_at, corrects_since, made_at)!
INSERT INTO answer_versions (
  answer, number, digest, title_ar, title_en, text_ar, text_en, source_ar, source_en,
  approved_by_ar, approved_by_en, owner, phrasings, opens, valid_until, made_by, approver,
  approved_at, corrects_since, made_at
)
VALUES (
  :answer, :number, :digest, :title_ar, :title_en, :text_ar, :text_en, :source_ar, :source_en,
  :approved_by_ar, :approved_by_en, :owner, :phrasings, :opens, :valid_until, :made_by, :approver,
  :approved_at, :corrects_since, :made_at
);

-- name: answer_versions_latest()
SELECT * FROM answer_versions AS version
WHERE number = (SELECT max(number) FROM answer_versions AS every WHERE every.answer = version.answer)
ORDER BY answer;

-- name: answer_versions_latest_of_files()
SELECT answer, digest FROM answer_versions AS version
WHERE number = (
  SELECT max(number) FROM answer_versions AS every
  WHERE every.answer = version.answer AND every.made_by = 'file'
)
ORDER BY answer;

-- name: answer_versions_of(answer)
SELECT * FROM answer_versions WHERE answer = :answer ORDER BY number;

-- name: answer_give(address, answer, version, at)!
INSERT INTO answers_given (address, answer, version, at)
VALUES (:address, :answer, :version, :at);

-- name: answers_given_to(address)
SELECT answer, version, at FROM answers_given WHERE address = :address ORDER BY id;

-- name: answer_given_wrong(answer, version, since, limit)
SELECT DISTINCT address FROM answers_given
WHERE answer = :answer AND version < :version AND at >= :since AND corrected IS NULL
ORDER BY address LIMIT :limit;

-- name: answer_corrected(answer, version, addresses)!
UPDATE answers_given SET corrected = :version
WHERE answer = :answer AND version < :version AND corrected IS NULL AND address = ANY(:addresses);

-- name: draft_add(answer, content, case, authors, base, made_at, updated_at)!
INSERT INTO answer_drafts (answer, content, "case", authors, base, made_at, updated_at)
VALUES (:answer, :content, :case, :authors, :base, :made_at, :updated_at);

-- name: draft_save(id, content, authors, base, state, updated_at)!
UPDATE answer_drafts
SET content = :content, authors = :authors, base = :base, state = :state,
    revision = revision + 1, updated_at = :updated_at
WHERE id = :id AND state = 'open';

-- name: draft_of(answer)^
SELECT * FROM answer_drafts WHERE answer = :answer AND state = 'open';

-- name: draft_by_id(id)^
SELECT * FROM answer_drafts WHERE id = :id;

-- name: drafts_open(limit)
SELECT * FROM answer_drafts WHERE state = 'open' ORDER BY answer LIMIT :limit;

-- name: question_add(question, reason, shown, case, at)!
INSERT INTO questions (question, reason, shown, "case", at)
VALUES (:question, :reason, :shown, :case, :at);

-- name: questions_open(since, limit)
SELECT * FROM questions
WHERE state = 'open' AND at >= :since AND question IS NOT NULL
ORDER BY id DESC LIMIT :limit;

-- name: questions_forget(case)!
DELETE FROM questions WHERE "case" = :case;

-- name: questions_settle(ids)!
UPDATE questions SET state = 'settled' WHERE id = ANY(:ids);
