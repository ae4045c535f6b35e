-- Where those are that follow the turns of all shards by their positions. Turns that one of them has
-- not passed stay in actor_event.
CREATE TABLE order_cursor (
  name  text COLLATE "C" NOT NULL,
  shard smallint NOT NULL,
  pos   bigint NOT NULL,
  PRIMARY KEY (name, shard)
);

CREATE INDEX order_cursor_by_shard ON order_cursor (shard, pos);
