-- Files that officers send from the desk, cut so that no value is large. id: random. case: the one
-- in which it was sent, and with which it goes. at: when it came.
CREATE TABLE attachments (
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  "case" TEXT NOT NULL REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
  content BLOB NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (id, number)
) STRICT;

CREATE INDEX attachments_case ON attachments ("case");
