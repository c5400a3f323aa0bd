-- What WhatsApp lets us say when its 24 hours are over, by name and language. digest: of the
-- wording that sid was made of. status: as Twilio tells it, "unsubmitted" until it is submitted.
CREATE TABLE templates (
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  digest TEXT NOT NULL,
  sid TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  checked_at TEXT NOT NULL,
  PRIMARY KEY (name, language)
) STRICT, WITHOUT ROWID;
