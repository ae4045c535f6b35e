-- 256 shards of actors in place of 64: the first byte of the SHA-256 of class/id, of which the low
-- six bits were the shard before. So shard s became the shards s, s + 64, s + 128 and s + 192, and
-- positions stay as they are: a reader of shard s goes on in these four from the position that it
-- had reached. No server of an earlier version may be running on the database: the sequence gets
-- another name, so that one that is cannot store a turn under a shard that is none any more.
ALTER SEQUENCE journal_pos RENAME TO turn_pos;

UPDATE actor_event
  SET shard = get_byte(sha256(convert_to(class || '/' || id, 'UTF8')), 0)
  WHERE shard <> get_byte(sha256(convert_to(class || '/' || id, 'UTF8')), 0);

-- Messages and reminders know the shard of their actor, so that each of several servers can look at
-- its own.
ALTER TABLE inbox ADD COLUMN shard smallint;
UPDATE inbox SET shard = get_byte(sha256(convert_to(class || '/' || id, 'UTF8')), 0);
ALTER TABLE inbox ALTER COLUMN shard SET NOT NULL;
CREATE INDEX inbox_by_shard ON inbox (shard, class, id);

ALTER TABLE reminder ADD COLUMN shard smallint;
UPDATE reminder SET shard = get_byte(sha256(convert_to(class || '/' || id, 'UTF8')), 0);
ALTER TABLE reminder ALTER COLUMN shard SET NOT NULL;
CREATE INDEX reminder_by_shard ON reminder (shard, due_at, reminder, class, id);

-- How many shards there are. A program that has another number must not use the database.
CREATE TABLE shards (
  one   smallint PRIMARY KEY CHECK (one = 1),
  count smallint NOT NULL
);

INSERT INTO shards (one, count) VALUES (1, 256);
