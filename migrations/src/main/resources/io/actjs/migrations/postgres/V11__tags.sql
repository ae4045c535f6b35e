-- created_at, updated_at: when the first and the last turn began; 0 where that is not known. Of an
-- actor that is here already, the last turn was no later than this migration. tags: one text, with a
-- newline between two; null for none.
ALTER TABLE actor ADD COLUMN created_at bigint NOT NULL DEFAULT 0;
ALTER TABLE actor ADD COLUMN updated_at bigint NOT NULL
  DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE actor ALTER COLUMN updated_at SET DEFAULT 0;
ALTER TABLE actor ADD COLUMN tags text COLLATE "C";

-- The actors that have a tag. Turns that change tags write it, and no others.
CREATE TABLE actor_tag (
  class text COLLATE "C" NOT NULL,
  id    text COLLATE "C" NOT NULL,
  tag   text COLLATE "C" NOT NULL,
  PRIMARY KEY (class, id, tag)
);

CREATE INDEX actor_tag_by_tag ON actor_tag (tag, class, id);
