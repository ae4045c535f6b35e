package io.actjs.runtime.retention;

import java.util.concurrent.atomic.LongAdder;

/** The counts of swept items since the start. Any thread may count or read. */
final class SweepCounters {
  final LongAdder turns = new LongAdder();
  final LongAdder deletedActors = new LongAdder();
  final LongAdder unbornActors = new LongAdder();
  final LongAdder deadLetters = new LongAdder();
  final LongAdder auditEntries = new LongAdder();
  final LongAdder blobs = new LongAdder();
  final LongAdder retainedSnapshots = new LongAdder();

  final LongAdder replies = new LongAdder();
  final LongAdder revocations = new LongAdder();

  private final LongAdder rounds = new LongAdder();
  private final LongAdder failedRounds = new LongAdder();
  private volatile long lastRoundMs;
  private volatile long lastSuccessAt;

  void ended(long durationMs, long nowMs) {
    lastRoundMs = durationMs;
    lastSuccessAt = nowMs;
    rounds.increment();
  }

  void failed() {
    failedRounds.increment();
  }

  Swept swept() {
    return new Swept(
        turns.sum(),
        deletedActors.sum(),
        unbornActors.sum(),
        deadLetters.sum(),
        auditEntries.sum(),
        blobs.sum(),
        retainedSnapshots.sum(),
        replies.sum(),
        revocations.sum());
  }

  SweeperStats stats() {
    return new SweeperStats(swept(), rounds.sum(), failedRounds.sum(), lastRoundMs, lastSuccessAt);
  }
}
