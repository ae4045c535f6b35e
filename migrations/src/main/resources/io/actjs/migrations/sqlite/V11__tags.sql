-- created_at, updated_at: when the first and the last turn began; 0 where that is not known. Of an
-- actor that is here already, the last turn was no later than this migration. tags: one text, with a
-- newline between two; null for none.
ALTER TABLE actor ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actor ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actor ADD COLUMN tags TEXT;

UPDATE actor SET updated_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 + 999;

-- The actors that have a tag. Turns that change tags write it, and no others.
CREATE TABLE actor_tag (
  class TEXT NOT NULL,
  id    TEXT NOT NULL,
  tag   TEXT NOT NULL,
  PRIMARY KEY (class, id, tag)
) WITHOUT ROWID;

CREATE INDEX actor_tag_by_tag ON actor_tag (tag, class, id);
