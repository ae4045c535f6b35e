-- Reminders, tells and what waits for another attempt are one kind of message, with one set of
-- columns: inbox holds what is due now, reminder what is due later.

-- due_at: 0 for at once. every_ms: 0 for once. attempts: turns that tried it and failed. lost: times
-- that the server stopped while it was being tried. last_error: of the last attempt, or null.
ALTER TABLE inbox ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN every_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN last_error TEXT;

-- A reminder's sender is its actor, and it was sent when it was set.
ALTER TABLE reminder RENAME COLUMN reminder TO message;
ALTER TABLE reminder RENAME COLUMN set_at TO at;
ALTER TABLE reminder ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE reminder ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reminder ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reminder ADD COLUMN last_error TEXT;
UPDATE reminder SET sender = class || '/' || id;

-- Of a message that was given up reason is the last error.
ALTER TABLE dead_letter ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dead_letter ADD COLUMN every_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dead_letter ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;

CREATE INDEX dead_letter_by_class ON dead_letter (class, died_at, message);

-- Actors that handle nothing at present. No id: all of the class.
CREATE TABLE pause (
  class     TEXT NOT NULL,
  id        TEXT NOT NULL,
  paused_by TEXT NOT NULL,
  reason    TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (class, id)
) WITHOUT ROWID;
