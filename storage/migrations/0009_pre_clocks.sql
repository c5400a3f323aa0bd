-- The clocks of a case, in working time. target: seconds it may run; ran: seconds it had run until
-- `since`, from which it runs on, or stands where that is NULL. told: the last of its alerts.
CREATE TABLE clocks (
  "case" TEXT NOT NULL REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name IN ('first_reply', 'next_reply', 'resolution', 'lease')),
  target INTEGER NOT NULL CHECK (target > 0),
  ran INTEGER NOT NULL CHECK (ran >= 0),
  since TEXT,
  told INTEGER NOT NULL CHECK (told BETWEEN 0 AND 3),
  PRIMARY KEY ("case", name)
) STRICT, WITHOUT ROWID;

-- Officers on leave, each with since when. Whoever has no row is on duty.
CREATE TABLE leaves (
  officer TEXT PRIMARY KEY NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
