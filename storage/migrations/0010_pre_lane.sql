-- What was asked in a case that becomes sensitive is forgotten.
CREATE INDEX questions_case ON questions ("case") WHERE "case" IS NOT NULL;
