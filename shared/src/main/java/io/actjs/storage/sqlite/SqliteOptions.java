package io.actjs.storage.sqlite;

import io.actjs.storage.sqlite.file.Bounds;

/**
 * Bounds and times of the SQLite driver.
 *
 * @param foldEntries the number of unapplied entries, including changes of reminders, that starts a
 *     fold; larger values make it cheaper per turn, because a fold writes two rows per actor,
 *     however many turns it had
 * @param foldBytes the number of unapplied bytes that starts a fold
 * @param foldIdleMs after this time without a commit, everything unapplied is folded
 * @param foldSlice the maximum number of rows that a fold writes at a time, while commits wait
 * @param backlogFactor a commit waits while the backlog is this multiple of what starts a fold, and
 *     does a slice of the fold itself from half of that on
 * @param cachedHeads actors without unapplied entries whose heads stay in memory
 * @param checkpointBytes the number of bytes in the write-ahead log that starts a checkpoint
 * @param maxPages the database file's limit in pages of 8 KiB, {@code StorageFull} beyond it; 0 is
 *     SQLite's own limit
 * @param acceptLoss whether a store that lacks what was acknowledged, or the database of another
 *     one, is opened all the same, and that recorded; else it is refused
 */
public record SqliteOptions(
    int foldEntries,
    long foldBytes,
    long foldIdleMs,
    int foldSlice,
    int backlogFactor,
    int cachedHeads,
    long checkpointBytes,
    long maxPages,
    boolean acceptLoss)
    implements Bounds {
  public static final SqliteOptions DEFAULT =
      new SqliteOptions(65_536, 16L << 20, 200, 64, 4, 65_536, 8L << 20, 0, false);

  public SqliteOptions {
    if (foldEntries < 1
        || foldBytes < 1
        || foldIdleMs < 1
        || foldSlice < 1
        || backlogFactor < 2
        || cachedHeads < 1
        || checkpointBytes < 1
        || maxPages < 0) {
      throw new IllegalArgumentException("bounds must be positive, backlogFactor at least 2");
    }
  }

  /** Other causes to fold. */
  public SqliteOptions withFold(int entries, long idleMs) {
    return with(entries, idleMs, foldSlice, cachedHeads, checkpointBytes, maxPages);
  }

  public SqliteOptions withFoldSlice(int rows) {
    return with(foldEntries, foldIdleMs, rows, cachedHeads, checkpointBytes, maxPages);
  }

  public SqliteOptions withCachedHeads(int heads) {
    return with(foldEntries, foldIdleMs, foldSlice, heads, checkpointBytes, maxPages);
  }

  public SqliteOptions withCheckpointBytes(long bytes) {
    return with(foldEntries, foldIdleMs, foldSlice, cachedHeads, bytes, maxPages);
  }

  public SqliteOptions withMaxPages(long pages) {
    return with(foldEntries, foldIdleMs, foldSlice, cachedHeads, checkpointBytes, pages);
  }

  public SqliteOptions acceptingLoss() {
    return new SqliteOptions(
        foldEntries,
        foldBytes,
        foldIdleMs,
        foldSlice,
        backlogFactor,
        cachedHeads,
        checkpointBytes,
        maxPages,
        true);
  }

  private SqliteOptions with(
      int entries, long idleMs, int slice, int heads, long logBytes, long pages) {
    return new SqliteOptions(
        entries, foldBytes, idleMs, slice, backlogFactor, heads, logBytes, pages, acceptLoss);
  }
}
