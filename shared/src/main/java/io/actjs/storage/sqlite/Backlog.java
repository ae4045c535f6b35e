package io.actjs.storage.sqlite;

import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.codec.JournalCodec.Located;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The segments that wait for their fold. Changed under the write lock; the totals are for all. */
final class Backlog {
  private final Deque<Waiting> segments = new ArrayDeque<>();
  private final SqliteOptions options;
  private volatile long entries;
  private volatile long load;
  private volatile long bytes;

  /**
   * @param load the memory load of the entries, in units of one plain entry
   */
  private record Waiting(long pos, int entries, int load, int bytes) {}

  Backlog(SqliteOptions options) {
    this.options = options;
  }

  // Only the holder of the write lock changes the totals, so that reading and writing them apart
  // loses nothing.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void add(long pos, List<Located> located, int byteCount) {
    int weight = 0;
    for (Located each : located) {
      weight += loadOf(each.entry());
    }
    segments.add(new Waiting(pos, located.size(), weight, byteCount));
    entries += located.size();
    load += weight;
    bytes += byteCount;
  }

  /** A turn stays in memory as bytes, its reminders as objects that are several times larger. */
  private static int loadOf(JournalEntry entry) {
    return entry instanceof TurnRecord turn ? 1 + turn.reminders().size() : 1;
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
      load -= gone.load();
      bytes -= gone.bytes();
    }
  }

  long entries() {
    return entries;
  }

  /** Enough to start a fold. */
  boolean isDue() {
    return load >= options.foldEntries() || bytes >= options.foldBytes();
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
    return load >= options.foldEntries() * factor || bytes >= options.foldBytes() * factor;
  }
}
