-- Those whom somebody applied for, oneself included, kept apart from each other. id: lookup hash
-- of the person, the kind and the applicant's number. answers: what they told of themselves.
CREATE TABLE applicants (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('self', 'family', 'child')),
  answers BLOB NOT NULL,
  made_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX applicants_person ON applicants (person);

-- Whose application it is; null for those made before.
ALTER TABLE applications
  ADD COLUMN whose TEXT REFERENCES applicants DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX applications_whose ON applications (whose) WHERE whose IS NOT NULL;
CREATE INDEX applications_programme ON applications (programme);
