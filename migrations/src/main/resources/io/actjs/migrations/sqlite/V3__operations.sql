-- What running it for long takes: moving between stores, retention.

-- How many lines of an export are stored. Until the import is done the store is not to be used.
CREATE TABLE import_progress (
  export TEXT PRIMARY KEY,
  lines  INTEGER NOT NULL,
  done   INTEGER NOT NULL
) WITHOUT ROWID;
