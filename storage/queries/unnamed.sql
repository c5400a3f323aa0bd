-- name: unnamed_of(programme, month)^
SELECT * FROM unnamed_buffer WHERE programme = :programme AND month = :month;

-- name: unnamed_waiting()
SELECT * FROM unnamed_buffer ORDER BY programme, month;

-- name: unnamed_keep(programme, month, department, answers)!
INSERT INTO unnamed_buffer (programme, month, department, answers)
VALUES (:programme, :month, :department, :answers)
ON CONFLICT (programme, month) DO UPDATE SET answers = excluded.answers;

-- name: unnamed_empty(programme, month)!
DELETE FROM unnamed_buffer WHERE programme = :programme AND month = :month;

-- name: unnamed_pool(key, programme, month, department, question, value, words)!
INSERT INTO unnamed_answers (key, programme, month, department, question, value, words)
VALUES (:key, :programme, :month, :department, :question, :value, :words);

-- name: unnamed_pooled(since, until)
SELECT * FROM unnamed_answers WHERE month >= :since AND month < :until ORDER BY key;
