package io.actjs.runtime.retention;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the whole store in rounds and drops everything that the {@link RetentionPolicy} does
 * not keep. A round is many small steps on storage, with a pause after each, so that it never holds
 * up commits; one runs at a time.
 */
public final class Sweeper {
  private static final int ACTORS_A_PAGE = 256;
  private static final int ROWS_A_STEP = 1_000;

  private final StorageDriver storage;
  private final Clock clock;
  private final ClassRegistry registry;

  /** What the next steps keep. */
  private volatile RetentionPolicy policy;

  private final SweepCounters counters = new SweepCounters();
  private final ReentrantLock round = new ReentrantLock();
  private volatile boolean closed;

  public Sweeper(
      StorageDriver storage, Clock clock, RetentionPolicy policy, ClassRegistry registry) {
    this.storage = storage;
    this.clock = clock;
    this.policy = policy;
    this.registry = registry;
  }

  /** The action of a round between two steps. */
  public interface Pause {
    Pause NONE = () -> {};

    void take();
  }

  /** From the next step on another policy holds; the interval from the end of the next round. */
  public void keep(RetentionPolicy value) {
    policy = value;
  }

  RetentionPolicy policy() {
    return policy;
  }

  /** The items dropped since the start. */
  public SweeperStats stats() {
    return counters.stats();
  }

  /**
   * Goes through everything once; waits for a round in progress.
   *
   * @throws ActjsException if storage fails; items dropped before stay dropped and counted
   */
  public Swept sweep(Pause pause) {
    round.lock();
    try {
      long began = System.nanoTime();
      Swept before = counters.swept();
      sweepActors(pause);
      sweepExpired(pause);
      counters.ended((System.nanoTime() - began) / 1_000_000, clock.nowMs());
      return counters.swept().minus(before);
    } catch (ActjsException e) {
      counters.failed();
      throw e;
    } finally {
      round.unlock();
    }
  }

  private void sweepActors(Pause pause) {
    @Nullable ActorRef last = null;
    List<JournalExtent> page;
    do {
      page = storage.extents(last, ACTORS_A_PAGE);
      for (JournalExtent extent : page) {
        if (sweep(extent)) {
          pause(pause);
        }
      }
      last = page.isEmpty() ? last : page.getLast().head().ref();
      pause(pause);
    } while (page.size() == ACTORS_A_PAGE);
  }

  /** Returns whether something was dropped. */
  private boolean sweep(JournalExtent extent) {
    ActorRef ref = extent.head().ref();
    return switch (extent.head().phase()) {
      case LIVE -> trim(ref, new Trimming(policy, registry).upTo(extent)) > 0;
      case TOMBSTONED -> sweepDeleted(ref, extent);
    };
  }

  private boolean sweepDeleted(ActorRef ref, JournalExtent extent) {
    long age = clock.nowMs() - extent.deletedAt();
    boolean dropped = false;
    if (extent.firstSeq() > 0 && age >= policy.deletedJournals().toMillis()) {
      counters.turns.add(storage.dropJournal(ref));
      dropped = true;
    }
    if (age >= policy.deletedActors().toMillis() && storage.forget(ref)) {
      counters.deletedActors.increment();
      dropped = true;
    }
    return dropped;
  }

  /** Drops turns of a living actor; one deleted in the meantime is left to the next round. */
  private long trim(ActorRef ref, long upTo) {
    if (upTo <= 0) {
      return 0;
    }
    try {
      long dropped = storage.compact(ref, upTo);
      counters.turns.add(dropped);
      return dropped;
    } catch (IllegalArgumentException noSnapshotAnyMore) {
      return 0;
    }
  }

  /**
   * Drops turns covered by a snapshot that was just saved.
   *
   * @param trimmed the turn up to which this was done before; 0 when that is not known
   * @return the turn up to which it is done now
   */
  public long trimAfterSnapshot(ActorRef ref, long snapshotSeq, long trimmed) {
    // Cheap when it cannot be due: an actor that is not longer than this has no such turns.
    if (snapshotSeq - trimmed < policy.turns() * 2) {
      return trimmed;
    }
    long upTo =
        Trimming.upTo(
            snapshotSeq, snapshotSeq, new Trimming(policy, registry).keep(ref.className()));
    var unused = trim(ref, upTo);
    return Math.max(trimmed, upTo);
  }

  private void sweepExpired(Pause pause) {
    long now = clock.nowMs();
    drop(new Expired.UnbornActors(), counters.unbornActors, pause);
    drop(new Expired.RetainedStates(now), counters.retainedSnapshots, pause);
    drop(new Expired.Replies(now), counters.replies, pause);
    drop(new Expired.Revocations(now), counters.revocations, pause);
    drop(
        new Expired.DeadLetters(now - policy.deadLetters().toMillis(), policy.maxDeadLetters()),
        counters.deadLetters,
        pause);
    drop(new Expired.AuditEntries(now - policy.audit().toMillis()), counters.auditEntries, pause);
    drop(new Expired.Sources(), counters.blobs, pause);
  }

  private void drop(Expired expired, LongAdder count, Pause pause) {
    int dropped;
    do {
      dropped = storage.drop(expired, ROWS_A_STEP);
      count.add(dropped);
      pause(pause);
    } while (dropped >= ROWS_A_STEP);
  }

  private void pause(Pause pause) {
    pause.take();
    if (closed) {
      throw new ActjsException(
          ProblemCode.ShuttingDown, "the server is stopping: sweep again later");
    }
  }

  /** Ends a round that is under way after its step, and any other at its first. */
  public void close() {
    closed = true;
    round.lock();
    try {
      assert closed;
    } finally {
      round.unlock();
    }
  }
}
