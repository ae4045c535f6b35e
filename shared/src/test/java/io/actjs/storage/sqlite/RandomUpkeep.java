package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.Expired;
import io.actjs.storage.RandomEntries;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random upkeep of both drivers: snapshots, what migrations retain, compaction, garbage. A part of
 * {@link RandomHistory}.
 */
final class RandomUpkeep {
  private record Retained(ActorSnapshot snapshot, long until) {}

  private final Random random;
  private final StorageDriver memory;
  private final RandomEntries entries;
  private final Set<ActorRef> snapshotMayBeOlder = new HashSet<>();
  private final Map<ActorRef, Long> snapshots = new HashMap<>();
  private final Map<ActorRef, Long> compacted = new HashMap<>();
  private final Map<ActorRef, Retained> retained = new HashMap<>();

  /** Of dead letters, what died before this has been dropped. */
  private int buriedBefore;

  /** Replies that expired by then have been dropped. */
  private long repliesUntil;

  RandomUpkeep(Random random, StorageDriver memory, RandomEntries entries) {
    this.random = random;
    this.memory = memory;
    this.entries = entries;
  }

  /** Checks what a crash may take back, and does it again, so that both drivers agree. */
  void afterCrash(SqliteStore sqlite) {
    snapshotMayBeOlder.addAll(entries.actors());
    var unused = sqlite.driver().drop(new Expired.DeadLetters(buriedBefore, 1_000_000), 1_000_000);
    // Since the drop that the crash took back, others that have expired may have come.
    Expired replies = new Expired.Replies(repliesUntil);
    unused = memory.drop(replies, 1_000_000);
    unused = sqlite.driver().drop(replies, 1_000_000);
    for (ActorRef ref : entries.actors()) {
      followSweepTakenBack(sqlite, ref);
      repeatForgetting(sqlite, ref);
      repeatCompaction(sqlite, ref);
    }
  }

  /** A crash may take garbage collections back, which no sync followed, but nothing retained. */
  private void followSweepTakenBack(SqliteStore sqlite, ActorRef ref) {
    ActorSnapshot expected = memory.retained(ref);
    ActorSnapshot found = sqlite.driver().retained(ref);
    Retained last = retained.get(ref);
    if (expected == null && found != null && last != null) {
      assertEquals(last.snapshot(), found);
      memory.retain(found, last.until());
    } else {
      assertEquals(expected, found);
    }
  }

  /** A crash may take back what became of a deleted actor, but not that it is deleted. */
  private void repeatForgetting(SqliteStore sqlite, ActorRef ref) {
    if (isDeleted(memory, ref)) {
      assertTrue(isDeleted(sqlite.driver(), ref));
      if (memory.readJournal(ref, 1, 1).isEmpty()) {
        var unused = sqlite.driver().dropJournal(ref);
      }
    } else if (isDeleted(sqlite.driver(), ref)) {
      assertNull(memory.head(ref));
      assertTrue(sqlite.driver().forget(ref));
    }
  }

  private static boolean isDeleted(StorageDriver driver, ActorRef ref) {
    ActorHead head = driver.head(ref);
    return head != null && head.phase() == ActorHead.Phase.TOMBSTONED;
  }

  void dropDeadLetters(SqliteStore sqlite) {
    // Later ones are not older, which makes it the same when it is done again.
    buriedBefore = Math.max(buriedBefore, Math.min(2_999, random.nextInt(entries.count() + 1)));
    Expired letters = new Expired.DeadLetters(buriedBefore, 1_000_000);
    assertEquals(memory.drop(letters, 1_000_000), sqlite.driver().drop(letters, 1_000_000));
  }

  void dropReplies(SqliteStore sqlite) {
    repliesUntil = Math.max(repliesUntil, entries.replyTime());
    Expired replies = new Expired.Replies(repliesUntil);
    assertEquals(memory.drop(replies, 1_000_000), sqlite.driver().drop(replies, 1_000_000));
  }

  void dropJournal(SqliteStore sqlite, ActorRef ref) {
    assertEquals(memory.dropJournal(ref), sqlite.driver().dropJournal(ref));
  }

  /** Returns whether the actor was deleted, and is forgotten now. */
  boolean forget(SqliteStore sqlite, ActorRef ref) {
    boolean forgotten = memory.forget(ref);
    if (forgotten) {
      compacted.remove(ref);
      snapshots.remove(ref);
      retained.remove(ref);
    }
    assertEquals(forgotten, sqlite.driver().forget(ref));
    return forgotten;
  }

  /**
   * A crash may take compactions back, which no sync followed. Whatever it leaves, the state can be
   * rebuilt.
   */
  private void repeatCompaction(SqliteStore sqlite, ActorRef ref) {
    ActorHead head = memory.head(ref);
    long upTo = compacted.getOrDefault(ref, 0L);
    if (head == null || upTo == 0 || head.phase() == ActorHead.Phase.TOMBSTONED) {
      return;
    }
    Activation activation = sqlite.driver().activate(ref);
    List<TurnRecord> journal = sqlite.driver().readJournal(ref, 1, Integer.MAX_VALUE);
    long first = journal.isEmpty() ? head.seq() + 1 : journal.getFirst().seq();
    long snapshot = activation.snapshot() == null ? 0 : activation.snapshot().seq();
    if (first == upTo + 1 && snapshot >= upTo) {
      return;
    }
    assertTrue(first <= upTo + 1, () -> ref + " lost turns from " + upTo + " to " + first);
    assertTrue(first <= snapshot + 1, () -> ref + " from " + first + " after " + snapshot);
    sqlite.driver().saveSnapshot(Records.snapshot(ref, Objects.requireNonNull(snapshots.get(ref))));
    snapshotMayBeOlder.remove(ref);
    assertEquals(upTo + 1 - first, sqlite.driver().compact(ref, upTo));
  }

  /** A crash may take back the newest snapshots, which no sync followed. */
  void compareSnapshots(@Nullable ActorSnapshot expected, @Nullable ActorSnapshot found) {
    if (expected != null && snapshotMayBeOlder.contains(expected.ref())) {
      if (found != null) {
        assertTrue(found.seq() <= expected.seq());
        assertEquals(Records.snapshot(expected.ref(), found.seq()), found);
      }
    } else {
      assertEquals(expected, found);
    }
  }

  void snapshot(SqliteStore sqlite, ActorRef ref) {
    ActorHead head = memory.head(ref);
    if (head != null) {
      long seq = random.nextBoolean() ? head.seq() : 1 + random.nextLong(head.seq());
      memory.saveSnapshot(Records.snapshot(ref, seq));
      sqlite.front().saveSnapshot(Records.snapshot(ref, seq));
      snapshots.merge(ref, seq, Math::max);
      if (seq == head.seq()) {
        snapshotMayBeOlder.remove(ref);
      }
    }
  }

  void retain(SqliteStore sqlite, ActorRef ref) {
    ActorSnapshot before = Records.snapshot(ref, entries.count());
    long until = random.nextInt(entries.count() + 1);
    retained.put(ref, new Retained(before, until));
    memory.retain(before, until);
    sqlite.retain(before, until);
  }

  void compact(SqliteStore sqlite, ActorRef ref) {
    if (snapshotMayBeOlder.contains(ref)) {
      return;
    }
    ActorHead head = memory.head(ref);
    long upTo = head == null ? 0 : random.nextLong(head.seq() + 2);
    long dropped = compact(memory, ref, upTo);
    assertEquals(dropped, compact(sqlite.driver(), ref, upTo));
    if (dropped > 0) {
      compacted.put(ref, upTo);
    }
  }

  /** The number of dropped turns, or -1 when the driver refuses. */
  private static long compact(StorageDriver driver, ActorRef ref, long upTo) {
    try {
      return driver.compact(ref, upTo);
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  void sweep(SqliteStore sqlite) {
    long now = random.nextInt(entries.count() + 1);
    Expired states = new Expired.RetainedStates(now);
    int expected = memory.drop(states, 1_000);
    assertTrue(sqlite.driver().drop(states, 1_000) >= expected);
  }
}
