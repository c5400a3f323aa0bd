-- What an officer found when matching one answer of an application: the newest mark counts, the
-- earlier ones stand in the audit. mark: how it was confirmed, or why it was not.
CREATE TABLE verifications (
  application TEXT NOT NULL REFERENCES applications DEFERRABLE INITIALLY DEFERRED,
  field TEXT NOT NULL,
  mark TEXT NOT NULL CHECK (mark IN ('sighted', 'called', 'looked_up', 'wrong', 'lapsed')),
  note BLOB,
  officer TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (application, field)
) STRICT, WITHOUT ROWID;
