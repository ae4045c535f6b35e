-- Messages and reminders know the shard of their actor, so that each of several servers can look at
-- its own.

-- SQLite cannot compute shards: rows from before have none until the program that opens the file
-- next has filled them in, at once.
ALTER TABLE inbox ADD COLUMN shard INTEGER;
ALTER TABLE reminder ADD COLUMN shard INTEGER;
CREATE INDEX inbox_by_shard ON inbox (shard);
CREATE INDEX reminder_by_shard ON reminder (shard, due_at, reminder);

-- How many shards there are. A program that has another number must not use the file.
CREATE TABLE shards (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  count INTEGER NOT NULL
);

INSERT INTO shards (one, count) VALUES (1, 256);
