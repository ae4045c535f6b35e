-- Who may use the server. ordinal is the order of adding. hash: SHA-256 of the secret, which itself is
-- nowhere. roles: one text, with a newline between two. expires_at: the greatest number for a token that
-- never does. revoked_at: 0 while it is not.
CREATE TABLE access_token (
  ordinal    INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  hash       BLOB NOT NULL UNIQUE,
  sub        TEXT NOT NULL,
  roles      TEXT NOT NULL,
  tenant     TEXT,
  claims     TEXT NOT NULL,
  note       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL
);

-- The keys that sign capabilities; the private ones are sealed. retired_at: 0 for those that still sign.
CREATE TABLE capability_key (
  ordinal            INTEGER PRIMARY KEY,
  kid                TEXT NOT NULL UNIQUE,
  public_key         BLOB NOT NULL,
  sealed_private_key BLOB NOT NULL,
  created_at         INTEGER NOT NULL,
  retired_at         INTEGER NOT NULL
);

-- Capabilities that are void before they expire. until: when they would have expired anyway.
CREATE TABLE capability_revocation (
  jti   TEXT NOT NULL PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX capability_revocation_by_until ON capability_revocation (until, jti);

-- What classes read as their environment; a secret value is sealed.
CREATE TABLE env_value (
  env        TEXT NOT NULL,
  name       TEXT NOT NULL,
  secret     INTEGER NOT NULL,
  value      BLOB NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (env, name)
) WITHOUT ROWID;

-- The audit as a chain. ordinal: from 1 on, without a gap; those that are here already are numbered
-- anew. chain: SHA-256 of the chain of the row before and of this row; null until the server, which
-- can compute it, has been started once after this migration.
CREATE TABLE audit_chained (
  ordinal   INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  principal TEXT NOT NULL,
  action    TEXT NOT NULL,
  target    TEXT NOT NULL,
  meta      TEXT NOT NULL,
  chain     BLOB
);

INSERT INTO audit_chained (ordinal, id, at, principal, action, target, meta)
  SELECT row_number() OVER (ORDER BY ordinal), id, at, principal, action, target, meta FROM audit;

DROP TABLE audit;

ALTER TABLE audit_chained RENAME TO audit;

-- Both ends of the audit. ordinal, chain: those of the newest row; -1 until the rows have a chain.
-- base_ordinal, base_chain: those of the newest row that retention has dropped; 0 when it dropped none.
CREATE TABLE audit_head (
  one          INTEGER PRIMARY KEY CHECK (one = 1),
  ordinal      INTEGER NOT NULL,
  chain        BLOB NOT NULL,
  base_ordinal INTEGER NOT NULL,
  base_chain   BLOB NOT NULL
);

INSERT INTO audit_head (one, ordinal, chain, base_ordinal, base_chain)
  VALUES (1, -1, zeroblob(32), 0, zeroblob(32));
