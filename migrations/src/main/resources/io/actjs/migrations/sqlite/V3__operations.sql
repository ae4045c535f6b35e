-- What running it for long takes: moving between stores, retention.

-- How far the import of an export has come; see the importing command.
CREATE TABLE import_progress (
  export TEXT PRIMARY KEY,
  lines  INTEGER NOT NULL
) WITHOUT ROWID;
