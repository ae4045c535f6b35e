-- What requests under idempotency keys were answered. scope: digest of who asked for what under which
-- key. fingerprint: digest of the body. answer: JSON. From expires_at on the key may name another
-- request. checksum: as of other rows.
CREATE TABLE idempotency (
  class       text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  scope       text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  expires_at  bigint NOT NULL,
  answer      bytea NOT NULL,
  checksum    integer,
  PRIMARY KEY (class, id, scope)
);

CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
