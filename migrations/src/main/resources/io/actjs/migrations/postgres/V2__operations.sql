-- What running it for long takes: moving between stores, retention, batches in flight.

-- How far the import of an export has come; see the importing command.
CREATE TABLE import_progress (
  export text COLLATE "C" PRIMARY KEY,
  lines  bigint NOT NULL
);
