-- Opinions of more than one kind. A rating is of a service, under the number of its application; or
-- of an answer to an enquiry, under a number of its own or that of the case: one question alone.
-- answer: which answer of the book was told, where no officer did. refused: the person would not
-- say. suppressed: it was never to be asked, and held says why.
CREATE TEMPORARY TABLE ratings_before AS SELECT * FROM ratings;
DROP TABLE ratings;

CREATE TABLE ratings (
  application TEXT PRIMARY KEY REFERENCES reference_numbers DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL DEFAULT 'service' CHECK (kind IN ('service', 'enquiry')),
  address TEXT REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  person TEXT REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL CHECK (state IN (
    'due', 'pending_window', 'asked', 'answered', 'used', 'refused', 'suppressed', 'expired'
  )),
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  effort INTEGER CHECK (effort BETWEEN 1 AND 5),
  conduct INTEGER CHECK (conduct BETWEEN 1 AND 5),
  reason TEXT,
  comment BLOB,
  comment_kind TEXT CHECK (comment_kind IN ('text', 'voice')),
  programme TEXT NOT NULL,
  department TEXT,
  officer TEXT,
  answer TEXT,
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
  application, address, person, state, score, effort, conduct, reason, comment, comment_kind,
  programme, department, officer, channel, policy, how, unconfirmed, held, recovery, due_at,
  asked_at, answered_at
)
SELECT
  application, address, person, state, score, effort, conduct, reason, comment, comment_kind,
  programme, department, officer, channel, policy, how, unconfirmed, held, recovery, due_at,
  asked_at, answered_at
FROM ratings_before;

DROP TABLE ratings_before;

-- Twice a year some are asked how likely it is that they recommend the association, 0 to 10. half:
-- 2026-1 or 2026-2; the key has nobody asked twice in one.
CREATE TABLE recommendations (
  person TEXT NOT NULL REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  half TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'asked', 'answered', 'refused', 'expired')),
  score INTEGER CHECK (score BETWEEN 0 AND 10),
  held TEXT,
  due_at TEXT NOT NULL,
  answered_at TEXT,
  PRIMARY KEY (person, half)
) STRICT, WITHOUT ROWID;

CREATE INDEX recommendations_half ON recommendations (half);

-- The addresses of a telephone number, as far as a channel vouches for it. number: lookup hash.
CREATE TABLE phones (
  address TEXT PRIMARY KEY REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  number TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX phones_number ON phones (number);
