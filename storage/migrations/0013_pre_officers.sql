-- What the staff room changed about officers; the greatest number of each officer counts, over what
-- association/officers.toml says. content: alias, roles, departments and the account at Telegram.
-- file: a digest of what the file said then, '' for nothing; a file changed since then counts again.
CREATE TABLE officer_changes (
  officer TEXT NOT NULL,
  number INTEGER NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('listed', 'left', 'removed')),
  content BLOB NOT NULL,
  file TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (officer, number)
) STRICT, WITHOUT ROWID;
