package io.actjs.actjsd.access.hmac;

import java.util.TreeMap;

/**
 * The nonces of the last minutes, by a hash of 64 bits, in a set for each minute of their
 * timestamps. What is older than they reach is refused without a look at its nonce, so nothing that
 * was forgotten can be used again, even when the clock is set back. Thread-safe.
 */
final class UsedNonces {
  /** What to do with a request. */
  enum Verdict {
    FIRST,
    REPEATED,
    TOO_OLD,
    /** There is no room to remember another one. */
    NO_ROOM
  }

  private static final long MINUTE_MS = 60_000;

  private final long windowMs;
  private final int most;
  private final TreeMap<Long, LongSet> byMinute = new TreeMap<>();
  private long known;
  private int size;

  /**
   * @param knownMs what was signed then or earlier may have been used with another process
   * @param windowMs how old a timestamp may be
   * @param most nonces at the same time
   */
  UsedNonces(long knownMs, long windowMs, int most) {
    this.known = knownMs;
    this.windowMs = windowMs;
    this.most = most;
  }

  synchronized Verdict use(long hash, long timestampMs, long nowMs) {
    forget(nowMs);
    if (timestampMs <= known) {
      return Verdict.TOO_OLD;
    }
    if (byMinute.values().stream().anyMatch(set -> set.contains(hash))) {
      return Verdict.REPEATED;
    }
    if (size >= most) {
      return Verdict.NO_ROOM;
    }
    byMinute.computeIfAbsent(timestampMs / MINUTE_MS, minute -> new LongSet()).add(hash);
    size++;
    return Verdict.FIRST;
  }

  private void forget(long nowMs) {
    known = Math.max(known, nowMs - windowMs);
    while (!byMinute.isEmpty() && (byMinute.firstKey() + 1) * MINUTE_MS <= known) {
      size -= byMinute.pollFirstEntry().getValue().size();
    }
  }

  /** Numbers, 8 bytes each, in a table that is at most half full. */
  private static final class LongSet {
    private long[] slots = new long[64];
    private int size;

    int size() {
      return size;
    }

    boolean contains(long number) {
      return slots[slotOf(number, slots)] != 0;
    }

    void add(long number) {
      if (2 * (size + 1) > slots.length) {
        long[] larger = new long[2 * slots.length];
        for (long each : slots) {
          if (each != 0) {
            larger[slotOf(each, larger)] = each;
          }
        }
        slots = larger;
      }
      slots[slotOf(number, slots)] = nonZero(number);
      size++;
    }

    /** Where it is, or would be. */
    private static int slotOf(long number, long[] in) {
      long wanted = nonZero(number);
      int slot = (int) wanted & (in.length - 1);
      while (in[slot] != 0 && in[slot] != wanted) {
        slot = (slot + 1) & (in.length - 1);
      }
      return slot;
    }

    private static long nonZero(long number) {
      return number == 0 ? 1 : number;
    }
  }
}
