-- What officers propose for the register of misconceptions. content: the myth, the fact, its source
-- and how people put it. authors: everybody whose words it holds; approver: another one.
CREATE TABLE misconceptions (
  id TEXT PRIMARY KEY,
  content BLOB NOT NULL,
  authors TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'discarded')),
  "case" TEXT,
  approver TEXT,
  made_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX misconceptions_state ON misconceptions (state);
