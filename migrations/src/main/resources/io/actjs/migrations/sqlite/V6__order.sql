-- The order of turns for those that follow all that happens. A turn's position is that of its
-- segment and its place there; while the segment is there, it tells the order itself.

-- Where named readers are. While there is none, no order is kept.
CREATE TABLE order_cursor (
  name  TEXT NOT NULL,
  shard INTEGER NOT NULL,
  pos   INTEGER NOT NULL,
  PRIMARY KEY (name, shard)
) WITHOUT ROWID;

CREATE INDEX order_cursor_by_shard ON order_cursor (shard, pos);

-- Turns of segments that are gone, and that some reader has not passed. The turn itself is in
-- actor_event.
CREATE TABLE turn_order (
  shard INTEGER NOT NULL,
  pos   INTEGER NOT NULL,
  class TEXT NOT NULL,
  id    TEXT NOT NULL,
  seq   INTEGER NOT NULL,
  PRIMARY KEY (shard, pos)
) WITHOUT ROWID;

CREATE INDEX turn_order_by_actor ON turn_order (class, id, seq);
