-- The first schema. Columns of type BLOB are sealed by the vault, `keys` aside; times are
-- UTC text of one width; an id that is TEXT and not said otherwise is a keyed hash or a
-- reference number. Foreign keys wait for COMMIT, because writes are flushed table by table.

-- The data keys and the one lookup key, each wrapped by the SECRET_KEY with this fingerprint.
CREATE TABLE keys (
  id INTEGER PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('lookup', 'data')),
  fingerprint TEXT NOT NULL,
  salt BLOB NOT NULL,
  wrapped BLOB NOT NULL,
  made_at TEXT NOT NULL
) STRICT;

-- Every update that ever arrived, by the channel's own id. The raw body stays while somebody
-- may still need it: until the update is handled, or because it could not be.
CREATE TABLE inbox (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('received', 'done', 'failed')),
  raw BLOB,
  failure TEXT,
  received_at TEXT NOT NULL,
  PRIMARY KEY (channel, account, id),
  CHECK (status <> 'done' OR raw IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX inbox_unfinished ON inbox (status, received_at)
  WHERE status IN ('received', 'failed');

-- notices: may we write first? 1 yes, 0 no, null not asked yet.
CREATE TABLE persons (
  id TEXT PRIMARY KEY,
  notices INTEGER CHECK (notices IN (0, 1)),
  language TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- Where a person is reached. id: lookup hash of channel, account and external id.
CREATE TABLE addresses (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  external BLOB NOT NULL,
  person TEXT NOT NULL REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  phone BLOB,
  reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
  window_until TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE INDEX addresses_person ON addresses (person);

-- format: number of the encoding that wrote the state.
CREATE TABLE conversations (
  address TEXT PRIMARY KEY REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  state BLOB NOT NULL,
  format INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL
) STRICT;

-- Every yes and no to every version of the privacy notice; the newest counts.
CREATE TABLE consents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  version TEXT NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  channel TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE INDEX consents_person ON consents (person, id);

CREATE TABLE reference_numbers (
  reference TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Work for an officer. It is open until closed_at is set.
CREATE TABLE cases (
  reference TEXT PRIMARY KEY REFERENCES reference_numbers DEFERRABLE INITIALLY DEFERRED,
  address TEXT REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  person TEXT REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  flow TEXT,
  state TEXT NOT NULL,
  owner TEXT,
  department TEXT,
  programme TEXT,
  application TEXT REFERENCES applications DEFERRABLE INITIALLY DEFERRED,
  priority INTEGER NOT NULL DEFAULT 0,
  details BLOB,
  outcome TEXT,
  summary BLOB,
  opened_at TEXT NOT NULL,
  claimed_at TEXT,
  due_at TEXT,
  closed_at TEXT,
  updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX cases_address ON cases (address) WHERE address IS NOT NULL;
CREATE INDEX cases_person ON cases (person) WHERE person IS NOT NULL;
CREATE INDEX cases_application ON cases (application) WHERE application IS NOT NULL;
CREATE INDEX cases_state ON cases (state, due_at);

-- The topic a case has in a room. thread: the channel's id of the topic; card: the channel's
-- id of the message with the buttons.
CREATE TABLE case_rooms (
  "case" TEXT NOT NULL REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
  room TEXT NOT NULL,
  thread TEXT,
  card TEXT,
  opened_at TEXT NOT NULL,
  PRIMARY KEY ("case", room)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX case_rooms_thread ON case_rooms (room, thread) WHERE thread IS NOT NULL;

-- The submitted form of one programme. identity: lookup hash of the applicant's number.
CREATE TABLE applications (
  reference TEXT PRIMARY KEY REFERENCES reference_numbers DEFERRABLE INITIALLY DEFERRED,
  address TEXT REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  person TEXT REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  programme TEXT NOT NULL,
  applicant TEXT NOT NULL,
  state TEXT NOT NULL,
  answers BLOB NOT NULL,
  identity TEXT,
  terms TEXT NOT NULL,
  officer TEXT,
  department TEXT,
  submitted_at TEXT NOT NULL,
  delivered_at TEXT,
  updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX applications_address ON applications (address) WHERE address IS NOT NULL;
CREATE INDEX applications_person ON applications (person) WHERE person IS NOT NULL;
CREATE INDEX applications_identity ON applications (identity) WHERE identity IS NOT NULL;
CREATE INDEX applications_state ON applications (state, submitted_at);

-- At most one rating for each delivered service, with what was true when it fell due.
CREATE TABLE ratings (
  application TEXT PRIMARY KEY REFERENCES applications DEFERRABLE INITIALLY DEFERRED,
  address TEXT REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  person TEXT REFERENCES persons DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL CHECK (state IN ('due', 'asked', 'answered', 'expired')),
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  reason TEXT,
  comment BLOB,
  programme TEXT NOT NULL,
  department TEXT,
  officer TEXT,
  channel TEXT NOT NULL,
  policy TEXT NOT NULL,
  unconfirmed INTEGER NOT NULL DEFAULT 0 CHECK (unconfirmed IN (0, 1)),
  due_at TEXT NOT NULL,
  answered_at TEXT
) STRICT;

CREATE INDEX ratings_address ON ratings (address) WHERE address IS NOT NULL;
CREATE INDEX ratings_person ON ratings (person) WHERE person IS NOT NULL;
CREATE INDEX ratings_answered ON ratings (answered_at) WHERE answered_at IS NOT NULL;

-- What has to happen at a time. dedupe: one row for one thing, however often it is scheduled.
CREATE TABLE due (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload BLOB NOT NULL,
  at TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done')),
  dedupe TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX due_waiting ON due (at, id) WHERE status = 'waiting';

-- Every move of everything that has a life. Rows are only ever added.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  subject TEXT NOT NULL,
  "case" TEXT,
  move TEXT NOT NULL,
  reason TEXT,
  details BLOB
) STRICT;

CREATE INDEX audit_subject ON audit (subject, id);
CREATE INDEX audit_case ON audit ("case", id) WHERE "case" IS NOT NULL;

-- Every line in and out, in order; a queued row is what the sender sends next.
-- lane: what is kept in order (an address, or one case in a room). room: a staff group's chat;
-- null for people. rank: smaller goes first inside one room: 0 words, 1 a new card or topic,
-- 2 an edit, 3 a fate mark. slot: a newer row replaces an unsent one of the same slot.
-- repeated: 1 once it went out again because nobody knew whether the first send arrived.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  lane TEXT,
  room TEXT,
  address TEXT REFERENCES addresses DEFERRABLE INITIALLY DEFERRED,
  "case" TEXT REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
  act TEXT NOT NULL CHECK (act IN (
    'post', 'edit', 'delete', 'react', 'open_topic', 'rename_topic', 'close_topic', 'reopen_topic'
  )),
  target INTEGER REFERENCES messages DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  body BLOB NOT NULL,
  rank INTEGER NOT NULL DEFAULT 0 CHECK (rank BETWEEN 0 AND 3),
  slot TEXT,
  status TEXT NOT NULL CHECK (status IN (
    'received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'parked', 'expired'
  )),
  external TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  repeated INTEGER NOT NULL DEFAULT 0 CHECK (repeated IN (0, 1)),
  retry_at TEXT,
  reason TEXT,
  created_at TEXT NOT NULL,
  settled_at TEXT,
  dedupe TEXT,
  CHECK (room IS NOT NULL OR (address IS NOT NULL AND rank = 0)),
  CHECK ((direction = 'in') = (status = 'received')),
  CHECK (direction = 'in' OR lane IS NOT NULL)
) STRICT;

CREATE INDEX messages_lane ON messages (lane, id) WHERE status IN ('queued', 'sending');
CREATE INDEX messages_people ON messages (id) WHERE status = 'queued' AND room IS NULL;
CREATE INDEX messages_rooms ON messages (room, rank, id)
  WHERE status = 'queued' AND room IS NOT NULL;
CREATE INDEX messages_retry ON messages (retry_at)
  WHERE status = 'queued' AND retry_at IS NOT NULL;
CREATE INDEX messages_parked ON messages (address) WHERE status = 'parked';
CREATE INDEX messages_address ON messages (address, id) WHERE address IS NOT NULL;
CREATE INDEX messages_case ON messages ("case", id) WHERE "case" IS NOT NULL;
CREATE INDEX messages_target ON messages (target) WHERE target IS NOT NULL;
CREATE INDEX messages_slot ON messages (slot, id) WHERE slot IS NOT NULL;
CREATE INDEX messages_external ON messages (external) WHERE external IS NOT NULL;
CREATE UNIQUE INDEX messages_dedupe ON messages (dedupe) WHERE dedupe IS NOT NULL;

-- What may go out now, but for its retry time: nothing before it in its lane has to go first,
-- and what it is about has left.
CREATE VIEW sendable AS
SELECT id, channel, lane, room, rank, retry_at
FROM messages AS m
WHERE status = 'queued'
  AND NOT EXISTS (
    SELECT 1 FROM messages AS earlier
    WHERE earlier.lane = m.lane AND earlier.id < m.id
      AND earlier.status IN ('queued', 'sending')
      AND (earlier.rank <= m.rank OR earlier.act = 'open_topic')
  )
  AND NOT EXISTS (
    SELECT 1 FROM messages AS about
    WHERE about.id = m.target AND about.status IN ('queued', 'sending', 'parked')
  );
