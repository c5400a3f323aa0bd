-- What reports read: a span of months of each table.
CREATE INDEX ratings_due ON ratings (due_at);
CREATE INDEX cases_opened ON cases (opened_at);
CREATE INDEX applications_submitted ON applications (submitted_at);
