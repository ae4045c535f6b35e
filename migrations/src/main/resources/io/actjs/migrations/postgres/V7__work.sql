-- Reminders, tells and what waits for another attempt are one kind of message, with one set of
-- columns: inbox holds what is due now, reminder what is due later.

-- due_at: 0 for at once. every_ms: 0 for once. attempts: turns that tried it and failed. lost: times
-- that the server stopped while it was being tried. last_error: of the last attempt, or null.
ALTER TABLE inbox
  ADD COLUMN due_at bigint NOT NULL DEFAULT 0,
  ADD COLUMN every_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN lost integer NOT NULL DEFAULT 0,
  ADD COLUMN last_error bytea;

-- A reminder's sender is its actor, and it was sent when it was set.
ALTER TABLE reminder RENAME COLUMN reminder TO message;
ALTER TABLE reminder RENAME COLUMN set_at TO at;
ALTER TABLE reminder
  ADD COLUMN sender text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN lost integer NOT NULL DEFAULT 0,
  ADD COLUMN last_error bytea;
UPDATE reminder SET sender = class || '/' || id;

-- Of a message that was given up reason is the last error.
ALTER TABLE dead_letter
  ADD COLUMN due_at bigint NOT NULL DEFAULT 0,
  ADD COLUMN every_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN lost integer NOT NULL DEFAULT 0;

CREATE INDEX dead_letter_by_class ON dead_letter (class, died_at, message);

-- Actors that handle nothing at present. No id: all of the class.
CREATE TABLE pause (
  class     text COLLATE "C" NOT NULL,
  id        text COLLATE "C" NOT NULL,
  paused_by bytea NOT NULL,
  reason    bytea NOT NULL,
  at        bigint NOT NULL,
  PRIMARY KEY (class, id)
);
