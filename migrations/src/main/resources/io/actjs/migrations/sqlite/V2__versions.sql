-- Versions end to end: releases with all that they state, manifests, keys, audit, reminders, and
-- what a migration keeps for its rollback. Text that lists is canonical JSON: compact, members sorted.

-- deps, engines: JSON objects, class or engine name to version range. signed_scope, deprecated_at,
-- grace_until: null where the thing is not.
ALTER TABLE class_version ADD COLUMN deps TEXT NOT NULL DEFAULT '{}';
ALTER TABLE class_version ADD COLUMN engines TEXT NOT NULL DEFAULT '{}';
ALTER TABLE class_version ADD COLUMN floating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_version ADD COLUMN source_map TEXT NOT NULL DEFAULT '';
ALTER TABLE class_version ADD COLUMN signed_by TEXT;
ALTER TABLE class_version ADD COLUMN signature TEXT;
ALTER TABLE class_version ADD COLUMN signed_scope TEXT;
ALTER TABLE class_version ADD COLUMN deprecated_at INTEGER;
ALTER TABLE class_version ADD COLUMN grace_until INTEGER;
ALTER TABLE class_version ADD COLUMN deprecation_reason TEXT;

CREATE INDEX class_version_by_blob ON class_version (source_sha256);

-- Which versions an environment, such as prod, has.
CREATE TABLE promotion (
  environment TEXT NOT NULL,
  name        TEXT NOT NULL,
  version     TEXT NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (environment, name, version)
) WITHOUT ROWID;

-- resolved: the text whose SHA-256 the sha is.
CREATE TABLE manifest (
  sha256     TEXT PRIMARY KEY,
  resolved   TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Requests that were pinned to a manifest.
CREATE TABLE manifest_use (
  sha256    TEXT PRIMARY KEY,
  count     INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) WITHOUT ROWID;

-- ordinal is the order of adding.
CREATE TABLE signing_key (
  ordinal        INTEGER PRIMARY KEY,
  kid            TEXT NOT NULL UNIQUE,
  public_key_pem TEXT NOT NULL,
  added_at       INTEGER NOT NULL,
  revoked_at     INTEGER
);

-- ordinal is the order of writing.
CREATE TABLE audit (
  ordinal   INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  principal TEXT NOT NULL,
  action    TEXT NOT NULL,
  target    TEXT NOT NULL,
  meta      TEXT NOT NULL
);

-- Pending reminders. They need no mark of the fold: what a segment did to a reminder says all about
-- it, so doing it again changes nothing.
CREATE TABLE reminder (
  class    TEXT NOT NULL,
  id       TEXT NOT NULL,
  reminder TEXT NOT NULL,
  due_at   INTEGER NOT NULL,
  every_ms INTEGER NOT NULL,
  type     TEXT NOT NULL,
  payload  TEXT NOT NULL,
  manifest TEXT,
  set_at   INTEGER NOT NULL,
  PRIMARY KEY (class, id, reminder)
) WITHOUT ROWID;

CREATE INDEX reminder_by_time ON reminder (due_at, reminder);

-- The state from before an actor's last migration. Dropped when nobody may go back to it any more.
CREATE TABLE retained_snapshot (
  class         TEXT NOT NULL,
  id            TEXT NOT NULL,
  seq           INTEGER NOT NULL,
  class_version TEXT NOT NULL,
  state         BLOB NOT NULL,
  until         INTEGER NOT NULL,
  PRIMARY KEY (class, id)
);

CREATE INDEX retained_snapshot_by_time ON retained_snapshot (until);

-- The sha of the manifest that the sender was pinned to.
ALTER TABLE inbox ADD COLUMN manifest TEXT;
ALTER TABLE dead_letter ADD COLUMN manifest TEXT;
