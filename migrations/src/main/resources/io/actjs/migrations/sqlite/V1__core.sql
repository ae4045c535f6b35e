-- The embedded store. Names are those of the PostgreSQL schema where both have the thing.
-- Milliseconds since 1970 everywhere; text keys compare by their UTF-8 bytes.

-- Marks the file as ours ("actj"), so that another program's database is never touched.
PRAGMA application_id = 1633907818;

-- Group commits that are durable and not yet folded into the tables below.
CREATE TABLE segment (
  pos  INTEGER PRIMARY KEY,
  data BLOB NOT NULL
);

-- How far folding has come: of the segments up to pos, the inbox effects on the actors before
-- (class, id), and on that actor those of messages up to message, are in the tables. Turns need no
-- mark: the actor's head tells which are in. No class: everything up to pos is in.
CREATE TABLE fold (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  pos     INTEGER NOT NULL,
  class   TEXT,
  id      TEXT,
  message TEXT
);

-- Heads. phase: 0 live, 1 tombstoned.
CREATE TABLE actor (
  class   TEXT NOT NULL,
  id      TEXT NOT NULL,
  version TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  epoch   INTEGER NOT NULL,
  phase   INTEGER NOT NULL,
  PRIMARY KEY (class, id)
) WITHOUT ROWID;

-- The journal: one row holds consecutive turns, as many as one fold found, up to a bound.
CREATE TABLE actor_event (
  class     TEXT NOT NULL,
  id        TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq  INTEGER NOT NULL,
  records   BLOB NOT NULL,
  PRIMARY KEY (class, id, first_seq)
) WITHOUT ROWID;

-- The newest snapshot of each actor. state: UTF-8 JSON.
CREATE TABLE actor_snapshot (
  class         TEXT NOT NULL,
  id            TEXT NOT NULL,
  seq           INTEGER NOT NULL,
  class_version TEXT NOT NULL,
  state         BLOB NOT NULL,
  PRIMARY KEY (class, id)
);

-- Messages that no turn has consumed.
CREATE TABLE inbox (
  class   TEXT NOT NULL,
  id      TEXT NOT NULL,
  message TEXT NOT NULL,
  type    TEXT NOT NULL,
  payload TEXT NOT NULL,
  sender  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (class, id, message)
) WITHOUT ROWID;

-- Messages that were given up.
CREATE TABLE dead_letter (
  message  TEXT NOT NULL,
  class    TEXT NOT NULL,
  id       TEXT NOT NULL,
  type     TEXT NOT NULL,
  payload  TEXT NOT NULL,
  sender   TEXT NOT NULL,
  at       INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  died_at  INTEGER NOT NULL,
  PRIMARY KEY (message)
) WITHOUT ROWID;

CREATE INDEX dead_letter_by_time ON dead_letter (died_at, message);
CREATE INDEX dead_letter_by_actor ON dead_letter (class, id, died_at, message);

-- Sources, once for however many versions share the bytes.
CREATE TABLE class_blob (
  sha256 TEXT PRIMARY KEY,
  source TEXT NOT NULL
) WITHOUT ROWID;

-- Published versions; ordinal is the order of publishing. compiled is derived from the source.
-- handlers: names in order, one a line.
CREATE TABLE class_version (
  ordinal       INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  version       TEXT NOT NULL,
  source_sha256 TEXT NOT NULL REFERENCES class_blob (sha256),
  compiled      TEXT NOT NULL,
  kind          TEXT NOT NULL,
  durability    TEXT NOT NULL,
  handlers      TEXT NOT NULL,
  published_at  INTEGER NOT NULL,
  UNIQUE (name, version)
);

-- One row that is written to see whether storage answers.
CREATE TABLE liveness (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  beat INTEGER NOT NULL
);
