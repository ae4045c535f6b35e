-- What running it for long takes: moving between stores, retention, batches in flight.

-- How far the import of an export has come; see the importing command.
CREATE TABLE import_progress (
  export text COLLATE "C" PRIMARY KEY,
  lines  bigint NOT NULL
);

-- How a process asks, after an answer was lost, whether a transaction was committed. Each of its
-- slots serves one transaction at a time; number: of the last one that was committed.
-- at: of that transaction, by the database's clock; rows that are old are dropped.
CREATE TABLE committer (
  process text COLLATE "C" NOT NULL,
  slot    integer NOT NULL,
  number  bigint NOT NULL,
  at      bigint NOT NULL,
  PRIMARY KEY (process, slot)
) WITH (fillfactor = 50);
