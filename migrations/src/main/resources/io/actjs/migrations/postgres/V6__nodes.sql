-- One row for each server that works on the database. Its lease ends by the clock of the database.
CREATE TABLE node (
  id text COLLATE "C" PRIMARY KEY,
  host text NOT NULL,
  pid bigint NOT NULL,
  started_at bigint NOT NULL,
  lease_until timestamptz NOT NULL,
  renewals bigint NOT NULL
);
