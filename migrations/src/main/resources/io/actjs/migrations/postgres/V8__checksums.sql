-- Rows that the journal's checksum does not cover have one of their own: CRC-32C of all that decides
-- about the row, as RowSum computes it. Null in rows from before, until they are written again.
ALTER TABLE actor_snapshot ADD COLUMN checksum integer;
ALTER TABLE retained_snapshot ADD COLUMN checksum integer;
ALTER TABLE inbox ADD COLUMN checksum integer;
ALTER TABLE reminder ADD COLUMN checksum integer;
ALTER TABLE dead_letter ADD COLUMN checksum integer;
