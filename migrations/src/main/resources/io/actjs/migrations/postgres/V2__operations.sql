-- What running it for long takes: moving between stores, retention, batches in flight.

-- How many lines of an export are stored. Until the import is done the store is not to be used.
CREATE TABLE import_progress (
  export text COLLATE "C" PRIMARY KEY,
  lines  bigint NOT NULL,
  done   boolean NOT NULL
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

-- The order of turns is one of a shard of actors: no turn becomes visible below a position of its
-- shard that a reader has seen. The servers compute shards in the same way.
ALTER TABLE actor_event ADD COLUMN shard smallint;
UPDATE actor_event
  SET shard = get_byte(sha256(convert_to(class || '/' || id, 'UTF8')), 0) & 63;
ALTER TABLE actor_event ALTER COLUMN shard SET NOT NULL;
ALTER TABLE actor_event DROP CONSTRAINT actor_event_pos_key;
ALTER TABLE actor_event ADD CONSTRAINT actor_event_order UNIQUE (shard, pos);

-- When an actor's newest owner took it over, by the database's clock. A row that was owned long ago,
-- with seq 0, no message and no reminder, is of an actor that never came into being: it is dropped.
ALTER TABLE actor ADD COLUMN owned_at bigint NOT NULL
  DEFAULT (extract(epoch FROM now()) * 1000)::bigint;

-- No row of actor was dropped that had a greater fence than this: it is what the fence 0 of a new row
-- stands for, so that no epoch is handed out twice.
CREATE TABLE epoch_floor (
  one   smallint PRIMARY KEY CHECK (one = 1),
  epoch bigint NOT NULL
);

INSERT INTO epoch_floor (one, epoch) VALUES (1, 0);

-- When a deleted actor was deleted, 0 for others. Those that were deleted before this column came
-- count as deleted then.
ALTER TABLE actor ADD COLUMN closed_at bigint NOT NULL DEFAULT 0;
UPDATE actor SET closed_at = (extract(epoch FROM now()) * 1000)::bigint WHERE phase = 1;
