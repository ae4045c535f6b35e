-- What requests under idempotency keys were answered. scope: digest of who asked for what under which
-- key. fingerprint: digest of the body. answer: JSON. From expires_at on the key may name another
-- request. checksum: as of other rows.
CREATE TABLE idempotency (
  class       TEXT NOT NULL,
  id          TEXT NOT NULL,
  scope       TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  expires_at  INTEGER NOT NULL,
  answer      BLOB NOT NULL,
  checksum    INTEGER,
  PRIMARY KEY (class, id, scope)
) WITHOUT ROWID;

CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
