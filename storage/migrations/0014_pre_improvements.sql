-- A low rating made good, by the reference of its case. score: what was given first, if it had a
-- name. again: what was given once it was dealt with, asked for once.
CREATE TABLE recoveries (
  reference TEXT PRIMARY KEY,
  application TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('low_score', 'flagged_words', 'call_me')),
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  again INTEGER CHECK (again BETWEEN 1 AND 5),
  opened_at TEXT NOT NULL,
  asked_at TEXT,
  answered_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX recoveries_opened ON recoveries (opened_at);

-- What is to change, and what did. Of ratings: programme, reason and month say which low ones.
-- title: an officer's words for it. author: who wrote what changed; approver: who let it be told.
CREATE TABLE improvements (
  reference TEXT PRIMARY KEY,
  origin TEXT NOT NULL CHECK (origin IN ('ratings', 'suggestion')),
  state TEXT NOT NULL,
  department TEXT NOT NULL,
  programme TEXT,
  reason TEXT,
  month TEXT,
  title TEXT,
  owner TEXT,
  why TEXT,
  changed_ar TEXT,
  changed_en TEXT,
  author TEXT,
  approver TEXT,
  opened_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  decided_at TEXT,
  approved_at TEXT,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX improvements_found ON improvements (department, programme, reason, month)
  WHERE origin = 'ratings';
CREATE INDEX improvements_opened ON improvements (opened_at);
CREATE INDEX improvements_approved ON improvements (approved_at) WHERE approved_at IS NOT NULL;

-- Whose suggestions an improvement answers.
CREATE TABLE improvement_suggestions (
  improvement TEXT NOT NULL,
  suggestion TEXT NOT NULL,
  PRIMARY KEY (improvement, suggestion)
) STRICT, WITHOUT ROWID;

-- Thanks that were relayed to a department. Nothing says who gave them.
CREATE TABLE praises (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  department TEXT NOT NULL,
  programme TEXT,
  words BLOB,
  at TEXT NOT NULL
) STRICT;

CREATE INDEX praises_at ON praises (at);
