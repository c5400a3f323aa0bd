-- The applications of a programme with seats are counted.
CREATE INDEX applications_programme ON applications (programme);
