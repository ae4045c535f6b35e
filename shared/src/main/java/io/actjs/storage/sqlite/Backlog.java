package io.actjs.storage.sqlite;

import java.util.ArrayDeque;
import java.util.Deque;

/** The segments that wait for their fold. Changed under the write lock; the totals are for all. */
final class Backlog {
  private final Deque<Waiting> segments = new ArrayDeque<>();
  private final SqliteOptions options;
  private volatile long entries;
  private volatile long bytes;

  private record Waiting(long pos, int entries, int bytes) {}

  Backlog(SqliteOptions options) {
    this.options = options;
  }

  // Only the holder of the write lock changes the totals, so that reading and writing them apart
  // loses nothing.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void add(long pos, int entryCount, int byteCount) {
    segments.add(new Waiting(pos, entryCount, byteCount));
    entries += entryCount;
    bytes += byteCount;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  long lastPos() {
    return segments.getLast().pos();
  }

  /** Whether a segment up to the position waits. */
  boolean hasUpTo(long pos) {
    return !segments.isEmpty() && segments.getFirst().pos() <= pos;
  }

  /** The position of the last of the {@code count} oldest, but {@code upTo} at most. */
  long oldest(int count, long upTo) {
    return segments.stream()
        .limit(count)
        .mapToLong(Waiting::pos)
        .filter(pos -> pos <= upTo)
        .max()
        .orElseThrow();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void removeUpTo(long pos) {
    while (hasUpTo(pos)) {
      Waiting gone = segments.removeFirst();
      entries -= gone.entries();
      bytes -= gone.bytes();
    }
  }

  long entries() {
    return entries;
  }

  /** Enough to start a fold. */
  boolean isDue() {
    return entries >= options.foldEntries() || bytes >= options.foldBytes();
  }

  /** So much that commits must help, a slice each. */
  boolean isPressing() {
    return isTimesDue(options.backlogFactor() / 2.0);
  }

  /** So much that no commit may add to it, or memory would grow without bound. */
  boolean isExcessive() {
    return isTimesDue(options.backlogFactor());
  }

  private boolean isTimesDue(double factor) {
    return entries >= options.foldEntries() * factor || bytes >= options.foldBytes() * factor;
  }
}
