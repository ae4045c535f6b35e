-- Messages and reminders keep all that travelled with them: who asked, under which pin, in which
-- trace.

-- headers: in the form of HeadersCodec; null for none. The column manifest is of rows from before:
-- nothing writes it any more, and it counts where there are no headers.
ALTER TABLE inbox ADD COLUMN headers BLOB;
ALTER TABLE dead_letter ADD COLUMN headers BLOB;
ALTER TABLE reminder ADD COLUMN headers BLOB;
