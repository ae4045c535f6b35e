-- Who may use the server. ordinal is the order of adding. hash: SHA-256 of the secret, which itself is
-- nowhere. roles: one text, with a newline between two. expires_at: the greatest number for a token that
-- never does. revoked_at: 0 while it is not.
CREATE TABLE access_token (
  ordinal    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id         text COLLATE "C" NOT NULL UNIQUE,
  hash       bytea NOT NULL UNIQUE,
  sub        bytea NOT NULL,
  roles      bytea NOT NULL,
  tenant     bytea,
  claims     bytea NOT NULL,
  note       bytea NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint NOT NULL
);

-- The keys that sign capabilities; the private ones are sealed. retired_at: 0 for those that still sign.
CREATE TABLE capability_key (
  ordinal            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kid                text COLLATE "C" NOT NULL UNIQUE,
  public_key         bytea NOT NULL,
  sealed_private_key bytea NOT NULL,
  created_at         bigint NOT NULL,
  retired_at         bigint NOT NULL
);

-- Capabilities that are void before they expire. until: when they would have expired anyway.
CREATE TABLE capability_revocation (
  jti   text COLLATE "C" NOT NULL PRIMARY KEY,
  until bigint NOT NULL
);

CREATE INDEX capability_revocation_by_until ON capability_revocation (until, jti);

-- What classes read as their environment; a secret value is sealed.
CREATE TABLE env_value (
  env        text COLLATE "C" NOT NULL,
  name       text COLLATE "C" NOT NULL,
  secret     boolean NOT NULL,
  value      bytea NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (env, name)
);

-- The audit as a chain. ordinal: from 1 on, without a gap; those that are here already are numbered
-- anew. chain: SHA-256 of the chain of the row before and of this row; null until the server, which
-- can compute it, has been started once after this migration.
CREATE TABLE audit_chained (
  ordinal   bigint PRIMARY KEY,
  id        text COLLATE "C" NOT NULL,
  at        bigint NOT NULL,
  principal bytea NOT NULL,
  action    text NOT NULL,
  target    bytea NOT NULL,
  meta      bytea NOT NULL,
  chain     bytea
);

INSERT INTO audit_chained (ordinal, id, at, principal, action, target, meta)
  SELECT row_number() OVER (ORDER BY ordinal), id, at, principal, action, target, meta FROM audit;

DROP TABLE audit;

ALTER TABLE audit_chained RENAME TO audit;

ALTER INDEX audit_chained_pkey RENAME TO audit_pkey;

-- Both ends of the audit, and the lock of those who write it. ordinal, chain: those of the newest row;
-- -1 until the rows have a chain. base_ordinal, base_chain: those of the newest row that retention has
-- dropped; 0 when it dropped none.
CREATE TABLE audit_head (
  one          smallint PRIMARY KEY CHECK (one = 1),
  ordinal      bigint NOT NULL,
  chain        bytea NOT NULL,
  base_ordinal bigint NOT NULL,
  base_chain   bytea NOT NULL
);

INSERT INTO audit_head (one, ordinal, chain, base_ordinal, base_chain)
  VALUES (1, -1, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));
