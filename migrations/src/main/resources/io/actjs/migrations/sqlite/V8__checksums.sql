-- Rows that the journal's checksum does not cover have one of their own: CRC-32C of all that decides
-- about the row, as RowSum computes it. Null in rows from before, until they are written again.
ALTER TABLE actor_snapshot ADD COLUMN checksum INTEGER;
ALTER TABLE retained_snapshot ADD COLUMN checksum INTEGER;
ALTER TABLE inbox ADD COLUMN checksum INTEGER;
ALTER TABLE reminder ADD COLUMN checksum INTEGER;
ALTER TABLE dead_letter ADD COLUMN checksum INTEGER;

-- Which store this is. The mark beside the file names the same one, so that the file of another
-- store in its place is told. No row: the next start writes it.
CREATE TABLE incarnation (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  uuid TEXT NOT NULL
);
