package io.actjs.storage.sqlite.file;

/** The size limits of the files of a {@link Database}. */
public interface Bounds {
  /** The number of bytes in the write-ahead log that starts a checkpoint. */
  long checkpointBytes();

  /** The database file's limit in pages of 8 KiB; 0 is SQLite's own limit. */
  long maxPages();
}
