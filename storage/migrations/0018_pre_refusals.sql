-- Why an officer's move was not made, by the delivery that asked for it: sent once more, it is
-- refused in the same words. reason: sealed, for it may quote what was matched.
CREATE TABLE refusals (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  reason BLOB NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (channel, account, id)
) STRICT, WITHOUT ROWID;
