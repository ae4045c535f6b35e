package io.actjs.storage.sqlite;

/**
 * Bounds and times of the SQLite driver.
 *
 * @param foldEntries so many unapplied entries start a fold; more make it cheaper a turn, because a
 *     fold writes two rows an actor however many turns the actor had
 * @param foldBytes so many unapplied bytes start a fold
 * @param foldIdleMs without a commit for this time, all that is unapplied is folded
 * @param backlogFactor a commit helps folding when the backlog is so many times what starts a fold
 * @param cachedHeads actors without unapplied entries whose heads stay in memory
 * @param checkpointBytes so many bytes written to the write-ahead log start a checkpoint
 * @param maxPages the database file's limit in pages of 4 KiB, {@code StorageFull} beyond it; 0 is
 *     SQLite's own limit
 */
public record SqliteOptions(
    int foldEntries,
    long foldBytes,
    long foldIdleMs,
    int backlogFactor,
    int cachedHeads,
    long checkpointBytes,
    long maxPages) {
  public static final SqliteOptions DEFAULT =
      new SqliteOptions(65_536, 16L << 20, 200, 4, 65_536, 32L << 20, 0);

  public SqliteOptions {
    if (foldEntries < 1
        || foldBytes < 1
        || foldIdleMs < 1
        || backlogFactor < 2
        || cachedHeads < 1
        || checkpointBytes < 1
        || maxPages < 0) {
      throw new IllegalArgumentException("bounds must be positive, backlogFactor at least 2");
    }
  }

  public SqliteOptions withFold(int entries, long idleMs) {
    return new SqliteOptions(
        entries, foldBytes, idleMs, backlogFactor, cachedHeads, checkpointBytes, maxPages);
  }

  public SqliteOptions withCachedHeads(int heads) {
    return new SqliteOptions(
        foldEntries, foldBytes, foldIdleMs, backlogFactor, heads, checkpointBytes, maxPages);
  }

  public SqliteOptions withCheckpointBytes(long bytes) {
    return new SqliteOptions(
        foldEntries, foldBytes, foldIdleMs, backlogFactor, cachedHeads, bytes, maxPages);
  }

  public SqliteOptions withMaxPages(long pages) {
    return new SqliteOptions(
        foldEntries, foldBytes, foldIdleMs, backlogFactor, cachedHeads, checkpointBytes, pages);
  }
}
