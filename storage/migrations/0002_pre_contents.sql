-- The templates made at a provider to show buttons and lists, by what they show. A template
-- holds labels only, never the words of a message, so that one serves every text.
CREATE TABLE contents (
  key TEXT PRIMARY KEY,
  sid TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
