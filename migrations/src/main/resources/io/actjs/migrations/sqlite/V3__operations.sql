-- What running it for long takes: moving between stores, retention.

-- How many lines of an export are stored. Until the import is done the store is not to be used.
CREATE TABLE import_progress (
  export TEXT PRIMARY KEY,
  lines  INTEGER NOT NULL,
  done   INTEGER NOT NULL
) WITHOUT ROWID;

-- When a deleted actor was deleted, 0 for others. Those that were deleted before this column came
-- count as deleted then.
ALTER TABLE actor ADD COLUMN closed_at INTEGER NOT NULL DEFAULT 0;
UPDATE actor SET closed_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE phase = 1;
