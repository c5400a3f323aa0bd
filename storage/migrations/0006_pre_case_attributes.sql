-- What holds of a case whatever its state. level: how far it was escalated, from nobody to
-- management. lane: who may see it. concerns: the officer it is about, who never does. follows:
-- the case it goes on from, or was merged into. parked: a reply waits for the person to write.
-- resolved_at: when its outcome was told, from which the days of grace are counted.
ALTER TABLE cases ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN lane TEXT NOT NULL DEFAULT 'general'
  CHECK (lane IN ('general', 'supervisors', 'focal'));
ALTER TABLE cases ADD COLUMN concerns TEXT;
ALTER TABLE cases ADD COLUMN follows TEXT;
ALTER TABLE cases ADD COLUMN parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1));
ALTER TABLE cases ADD COLUMN resolved_at TEXT;
