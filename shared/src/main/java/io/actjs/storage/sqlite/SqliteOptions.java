package io.actjs.storage.sqlite;

import io.actjs.storage.sqlite.file.Bounds;

/**
 * Bounds and times of the SQLite driver.
 *
 * @param foldEntries so many unapplied entries, changes of reminders among them, start a fold; more
 *     make it cheaper a turn, because a fold writes two rows an actor however many turns the actor
 *     had
 * @param foldBytes so many unapplied bytes start a fold
 * @param foldIdleMs without a commit for this time, all that is unapplied is folded
 * @param foldSlice so many rows at most a fold writes at a time, while commits wait
 * @param backlogFactor a commit waits while the backlog is so many times what starts a fold, and
 *     does a slice of the fold itself from half of that on
 * @param cachedHeads actors without unapplied entries whose heads stay in memory
 * @param checkpointBytes so many bytes written to the write-ahead log start a checkpoint
 * @param maxPages the database file's limit in pages of 8 KiB, {@code StorageFull} beyond it; 0 is
 *     SQLite's own limit
 * @param acceptLoss whether a store that lacks what was acknowledged is opened all the same, and
 *     the loss recorded; else it is refused
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
      new SqliteOptions(65_536, 16L << 20, 200, 64, 4, 65_536, 32L << 20, 0, false);

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
