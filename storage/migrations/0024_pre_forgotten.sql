-- What may be forgotten of rows that go on counting: who was asked whether they recommend the
-- association, and the words of a question that no answer settled.
CREATE TEMPORARY TABLE recommendations_before AS SELECT * FROM recommendations;
DROP TABLE recommendations;

CREATE TABLE recommendations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  half TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'asked', 'answered', 'refused', 'expired')),
  score INTEGER CHECK (score BETWEEN 0 AND 10),
  held TEXT,
  due_at TEXT NOT NULL,
  answered_at TEXT,
  UNIQUE (person, half)
) STRICT;

CREATE INDEX recommendations_half ON recommendations (half);

INSERT INTO recommendations (person, half, channel, state, score, held, due_at, answered_at)
SELECT person, half, channel, state, score, held, due_at, answered_at
FROM recommendations_before ORDER BY person, half;

DROP TABLE recommendations_before;

CREATE TEMPORARY TABLE questions_before AS SELECT * FROM questions;
DROP TABLE questions;

CREATE TABLE questions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  question BLOB,
  reason TEXT NOT NULL,
  shown TEXT NOT NULL,
  "case" TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled')),
  at TEXT NOT NULL
) STRICT;

CREATE INDEX questions_open ON questions (id) WHERE state = 'open';
CREATE INDEX questions_at ON questions (at);
CREATE INDEX questions_case ON questions ("case") WHERE "case" IS NOT NULL;

INSERT INTO questions (question, reason, shown, "case", state, at)
SELECT question, reason, shown, "case", state, at FROM questions_before ORDER BY id;

DROP TABLE questions_before;
