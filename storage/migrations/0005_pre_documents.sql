-- Documents that a programme asked for. id: random, with the type as its ending. address: of whoever
-- sent it; application: null while it belongs to an unfinished form. message: the channel's id of the
-- message it came in. digest: lookup hash of the content. A destroyed one has neither name, digest
-- nor content any more.
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  application TEXT REFERENCES applications DEFERRABLE INITIALLY DEFERRED,
  key TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('pdf', 'jpeg', 'png')),
  size INTEGER NOT NULL,
  digest TEXT,
  name BLOB,
  message TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'destroyed')),
  at TEXT NOT NULL,
  CHECK ((state = 'destroyed') = (digest IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX documents_address ON documents (address);
CREATE INDEX documents_application ON documents (application) WHERE application IS NOT NULL;

-- The content, cut so that no value is large.
CREATE TABLE document_chunks (
  document TEXT NOT NULL REFERENCES documents DEFERRABLE INITIALLY DEFERRED,
  number INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (document, number)
) STRICT;
