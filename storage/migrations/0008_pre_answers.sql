-- Every version of every answer; the greatest number of each is the one that may be spoken.
-- made_by: 'file' (association/answers/), or the officers who wrote it. approver: the officer who
-- approved it at the desk. corrects_since: who was given an earlier one from then on is told.
CREATE TABLE answer_versions (
  answer TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest TEXT NOT NULL,
  title_ar TEXT NOT NULL,
  title_en TEXT NOT NULL,
  text_ar TEXT NOT NULL,
  text_en TEXT NOT NULL,
  source_ar TEXT NOT NULL,
  source_en TEXT NOT NULL,
  approved_by_ar TEXT NOT NULL,
  approved_by_en TEXT NOT NULL,
  owner TEXT NOT NULL,
  phrasings TEXT NOT NULL,
  opens TEXT,
  valid_until TEXT NOT NULL,
  made_by TEXT NOT NULL,
  approver TEXT,
  approved_at TEXT NOT NULL,
  corrects_since TEXT,
  made_at TEXT NOT NULL,
  PRIMARY KEY (answer, number)
) STRICT, WITHOUT ROWID;

-- Which version was given at an address. corrected: the later version they were told of as its
-- correction, or are about to be.
CREATE TABLE answers_given (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL,
  answer TEXT NOT NULL,
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  corrected INTEGER
) STRICT;

CREATE INDEX answers_given_uncorrected ON answers_given (answer, address) WHERE corrected IS NULL;
CREATE INDEX answers_given_address ON answers_given (address);

-- What officers propose to say: one open draft for an answer. authors: everybody whose words it
-- holds. base: the version it was begun from, 0 for a new answer. revision: what was looked at.
CREATE TABLE answer_drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  answer TEXT NOT NULL,
  content BLOB NOT NULL,
  "case" TEXT,
  authors TEXT NOT NULL,
  base INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'discarded')),
  made_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX answer_drafts_open ON answer_drafts (answer) WHERE state = 'open';

-- Questions that nothing answered well. question: redacted. shown: the answers that were given.
CREATE TABLE questions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  question BLOB NOT NULL,
  reason TEXT NOT NULL,
  shown TEXT NOT NULL,
  "case" TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled')),
  at TEXT NOT NULL
) STRICT;

CREATE INDEX questions_open ON questions (id) WHERE state = 'open';
CREATE INDEX questions_at ON questions (at);
