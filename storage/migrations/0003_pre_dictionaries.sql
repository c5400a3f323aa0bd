-- The words that stored JSON is compressed with. None is ever removed: what was pressed with it
-- is read with it.
CREATE TABLE dictionaries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL UNIQUE,
  words BLOB NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
