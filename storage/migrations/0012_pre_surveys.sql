-- The survey that follows every delivered service. effort, conduct: further questions, 1 to 5.
-- how: answered in the chat, or read out over the phone. held: why it was not asked at once.
-- pending_window: WhatsApp is closed, it is offered when the person writes. used: it was answered
-- without a name, and nothing here says how. recovery: the case that a low score opened.
CREATE TEMPORARY TABLE ratings_before AS SELECT * FROM ratings;
DROP TABLE ratings;

CREATE TABLE ratings (
  application TEXT PRIMARY KEY REFERENCES applications DEFERRABLE INITIALLY DEFERRED,
  address TEXT REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  person TEXT REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL
    CHECK (state IN ('due', 'pending_window', 'asked', 'answered', 'used', 'expired')),
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  effort INTEGER CHECK (effort BETWEEN 1 AND 5),
  conduct INTEGER CHECK (conduct BETWEEN 1 AND 5),
  reason TEXT,
  comment BLOB,
  comment_kind TEXT CHECK (comment_kind IN ('text', 'voice')),
  programme TEXT NOT NULL,
  department TEXT,
  officer TEXT,
  channel TEXT NOT NULL,
  policy TEXT NOT NULL,
  how TEXT NOT NULL DEFAULT 'chat' CHECK (how IN ('chat', 'phone')),
  unconfirmed INTEGER NOT NULL DEFAULT 0 CHECK (unconfirmed IN (0, 1)),
  held TEXT,
  recovery TEXT,
  due_at TEXT NOT NULL,
  asked_at TEXT,
  answered_at TEXT,
  CHECK (state <> 'used' OR (
    coalesce(score, effort, conduct) IS NULL AND reason IS NULL AND comment IS NULL
    AND comment_kind IS NULL AND answered_at IS NULL AND recovery IS NULL
  ))
) STRICT;

CREATE INDEX ratings_address ON ratings (address) WHERE address IS NOT NULL;
CREATE INDEX ratings_person ON ratings (person) WHERE person IS NOT NULL;
CREATE INDEX ratings_answered ON ratings (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX ratings_due ON ratings (due_at);

INSERT INTO ratings (
  application, address, person, state, score, reason, comment, comment_kind, programme, department,
  officer, channel, policy, unconfirmed, due_at, asked_at, answered_at
)
SELECT
  application, address, person, CASE state WHEN 'due' THEN 'asked' ELSE state END, score, reason,
  comment, CASE WHEN comment IS NULL THEN NULL ELSE 'text' END, programme, department, officer,
  channel, policy, unconfirmed, due_at, due_at, answered_at
FROM ratings_before;

DROP TABLE ratings_before;

-- Answers without a name. In the buffer those of one programme and month lie in one sealed list,
-- in an order of their own; five ratings or the end of the month put them into the pool, each
-- under a random key. No row tells who, when, or which answers were given by the same person.
CREATE TABLE unnamed_buffer (
  programme TEXT NOT NULL,
  month TEXT NOT NULL,
  department TEXT NOT NULL,
  answers BLOB NOT NULL,
  PRIMARY KEY (programme, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE unnamed_answers (
  key TEXT PRIMARY KEY,
  programme TEXT NOT NULL,
  month TEXT NOT NULL,
  department TEXT NOT NULL,
  question TEXT NOT NULL CHECK (question IN ('score', 'effort', 'conduct', 'comment')),
  value INTEGER CHECK (value BETWEEN 1 AND 5),
  words BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX unnamed_answers_month ON unnamed_answers (month);
