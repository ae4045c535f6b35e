package io.actjs.storage.sqlite.file;

/** How large the files of a {@link Database} may grow. */
public interface Bounds {
  /** So many bytes written to the write-ahead log start a checkpoint. */
  long checkpointBytes();

  /** The database file's limit in pages of 8 KiB; 0 is SQLite's own limit. */
  long maxPages();
}
