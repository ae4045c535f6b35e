-- The store of several servers. Names are those of the SQLite schema where both have the thing.
-- Milliseconds since 1970 everywhere. Keys compare by their UTF-8 bytes: collation "C".
-- What authors and callers may fill with any character, zero included, is bytea of UTF-8.

-- Heads, and the row that whoever changes anything of an actor locks. seq 0: the actor does not
-- exist yet, it has an owner, a message or a reminder only. epoch: of the owner that ran the last
-- turn. fence: of the newest owner; an older one is refused. phase: 0 live, 1 tombstoned.
-- Rows are never deleted, so that a fence holds for ever.
CREATE TABLE actor (
  class   text COLLATE "C" NOT NULL,
  id      text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL DEFAULT '',
  seq     bigint NOT NULL DEFAULT 0,
  epoch   bigint NOT NULL DEFAULT 0,
  fence   bigint NOT NULL DEFAULT 0,
  phase   smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (class, id)
) WITH (fillfactor = 70);

-- The order of turns over all actors. It is drawn from only under the order lock, which is held
-- until the commit: no turn becomes visible below a position that a reader has seen.
CREATE SEQUENCE journal_pos CACHE 1;

-- The journal, one row a turn. kind: 1 patch, 2 events, 3 tombstone, 4 replaced.
-- record: the turn in the binary form of the journal codec, a chunk of one turn.
CREATE TABLE actor_event (
  class  text COLLATE "C" NOT NULL,
  id     text COLLATE "C" NOT NULL,
  seq    bigint NOT NULL,
  pos    bigint NOT NULL UNIQUE,
  kind   smallint NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (class, id, seq)
);

-- The newest snapshot of each actor. state: UTF-8 JSON.
CREATE TABLE actor_snapshot (
  class         text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  seq           bigint NOT NULL,
  class_version text COLLATE "C" NOT NULL,
  state         bytea NOT NULL,
  PRIMARY KEY (class, id)
);

-- The state from before an actor's last migration. Dropped when nobody may go back to it any more.
CREATE TABLE retained_snapshot (
  class         text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  seq           bigint NOT NULL,
  class_version text COLLATE "C" NOT NULL,
  state         bytea NOT NULL,
  until         bigint NOT NULL,
  PRIMARY KEY (class, id)
);

CREATE INDEX retained_snapshot_by_time ON retained_snapshot (until);

-- Messages that no turn has consumed. manifest: the sha that the sender was pinned to.
CREATE TABLE inbox (
  class    text COLLATE "C" NOT NULL,
  id       text COLLATE "C" NOT NULL,
  message  text COLLATE "C" NOT NULL,
  type     bytea NOT NULL,
  payload  bytea NOT NULL,
  sender   text COLLATE "C" NOT NULL,
  at       bigint NOT NULL,
  manifest text COLLATE "C",
  PRIMARY KEY (class, id, message)
);

-- Messages that were given up.
CREATE TABLE dead_letter (
  class    text COLLATE "C" NOT NULL,
  id       text COLLATE "C" NOT NULL,
  message  text COLLATE "C" NOT NULL,
  type     bytea NOT NULL,
  payload  bytea NOT NULL,
  sender   text COLLATE "C" NOT NULL,
  at       bigint NOT NULL,
  manifest text COLLATE "C",
  attempts integer NOT NULL,
  reason   bytea NOT NULL,
  died_at  bigint NOT NULL,
  PRIMARY KEY (class, id, message)
);

CREATE INDEX dead_letter_by_time ON dead_letter (died_at, message);
CREATE INDEX dead_letter_by_actor ON dead_letter (class, id, died_at, message);

-- Pending reminders.
CREATE TABLE reminder (
  class    text COLLATE "C" NOT NULL,
  id       text COLLATE "C" NOT NULL,
  reminder text COLLATE "C" NOT NULL,
  due_at   bigint NOT NULL,
  every_ms bigint NOT NULL,
  type     bytea NOT NULL,
  payload  bytea NOT NULL,
  manifest text COLLATE "C",
  set_at   bigint NOT NULL,
  PRIMARY KEY (class, id, reminder)
);

CREATE INDEX reminder_by_time ON reminder (due_at, reminder, class, id);

-- Sources, once for however many versions share the bytes.
CREATE TABLE class_blob (
  sha256 text COLLATE "C" PRIMARY KEY,
  source bytea NOT NULL
);

-- Published versions; ordinal is the order of publishing. compiled is derived from the source.
-- handlers: names in order, one a line. deps, engines: JSON objects, class or engine name to
-- version range. signed_scope, deprecated_at, grace_until: null where the thing is not.
CREATE TABLE class_version (
  ordinal            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name               text COLLATE "C" NOT NULL,
  version            text COLLATE "C" NOT NULL,
  source_sha256      text COLLATE "C" NOT NULL REFERENCES class_blob (sha256),
  kind               text NOT NULL,
  durability         text NOT NULL,
  handlers           text NOT NULL,
  deps               bytea NOT NULL,
  engines            bytea NOT NULL,
  floating           boolean NOT NULL,
  signed_by          text,
  signature          text,
  signed_scope       text,
  published_at       bigint NOT NULL,
  deprecated_at      bigint,
  grace_until        bigint,
  deprecation_reason bytea,
  compiled           bytea NOT NULL,
  source_map         bytea NOT NULL,
  UNIQUE (name, version)
);

CREATE INDEX class_version_by_blob ON class_version (source_sha256);

-- Which versions an environment, such as prod, has.
CREATE TABLE promotion (
  environment text COLLATE "C" NOT NULL,
  name        text COLLATE "C" NOT NULL,
  version     text COLLATE "C" NOT NULL,
  at          bigint NOT NULL,
  PRIMARY KEY (environment, name, version)
);

-- resolved: the text whose SHA-256 the sha is.
CREATE TABLE manifest (
  sha256     text COLLATE "C" PRIMARY KEY,
  resolved   bytea NOT NULL,
  created_at bigint NOT NULL
);

-- Requests that were pinned to a manifest.
CREATE TABLE manifest_use (
  sha256    text COLLATE "C" PRIMARY KEY,
  count     bigint NOT NULL,
  last_seen bigint NOT NULL
);

-- ordinal is the order of adding.
CREATE TABLE signing_key (
  ordinal        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kid            text COLLATE "C" NOT NULL UNIQUE,
  public_key_pem bytea NOT NULL,
  added_at       bigint NOT NULL,
  revoked_at     bigint
);

-- ordinal is the order of writing.
CREATE TABLE audit (
  ordinal   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id        text COLLATE "C" NOT NULL,
  at        bigint NOT NULL,
  principal bytea NOT NULL,
  action    text NOT NULL,
  target    bytea NOT NULL,
  meta      bytea NOT NULL
);

-- One row that is written to see whether the server takes changes.
CREATE TABLE liveness (
  one  smallint PRIMARY KEY CHECK (one = 1),
  beat bigint NOT NULL
);
