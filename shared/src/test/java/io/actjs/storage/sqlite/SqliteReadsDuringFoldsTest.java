package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads, activations and snapshots beside commits, folds and checkpoints that never rest. Turn n of
 * each actor tells the actor itself message n and consumes message n - {@link #LAG}, and likewise
 * sets and cancels reminders, so what is pending follows from the seq.
 */
final class SqliteReadsDuringFoldsTest {
  private static final int ACTORS = 8;
  private static final int LAG = 20;
  private static final int BATCHES = 400;

  @TempDir Path dir;
  private final AtomicLong committed = new AtomicLong();
  private volatile boolean done;

  private static ActorRef actor(int index) {
    return Records.actor("a" + index);
  }

  private static String id(long seq) {
    return "m%08d".formatted(seq);
  }

  @Test
  void aReaderSeesAllThatWasCommittedBeforeAndNoGap() throws Exception {
    SqliteOptions options =
        SqliteOptions.DEFAULT
            .withFold(60, 1)
            .withFoldSlice(5)
            .withCachedHeads(3)
            .withCheckpointBytes(300_000);
    try (SqliteDriver driver = SqliteDriver.open(dir, options);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Random random = new Random(i);
        readers.add(threads.submit(until(() -> read(driver, random))));
      }
      readers.add(threads.submit(until(() -> listAndSave(driver))));
      try {
        commitAll(driver);
      } finally {
        done = true;
      }
      for (Future<Long> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  private void commitAll(SqliteDriver driver) {
    for (long seq = 1; seq <= BATCHES; seq++) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int i = 0; i < ACTORS; i++) {
        ActorRef ref = actor(i);
        String consumed = seq > LAG ? id(seq - LAG) : null;
        batch.add(turn(ref, seq, consumed));
      }
      List<CommitResult> results = driver.commit(batch);
      assertTrue(results.stream().allMatch(CommitResult.COMMITTED::equals), results::toString);
      committed.set(seq);
    }
  }

  private static TurnRecord turn(ActorRef ref, long seq, @Nullable String consumed) {
    List<ReminderChange> changes = new ArrayList<>();
    changes.add(new ReminderChange.Scheduled(Records.reminder(id(seq), ref, seq)));
    if (seq > LAG) {
      changes.add(new ReminderChange.Cancelled(id(seq - LAG)));
    }
    return new TurnRecord(
        ref,
        seq,
        1,
        Records.V1,
        0,
        new Change.Patch("[]"),
        List.of(Records.message(id(seq), ref)),
        changes,
        consumed);
  }

  /** Repeats the check until the commits are done, and returns how often. */
  private Callable<Long> until(Runnable check) {
    return () -> {
      long count = 0;
      while (!done) {
        check.run();
        count++;
      }
      return count;
    };
  }

  private void read(SqliteDriver driver, Random random) {
    ActorRef ref = actor(random.nextInt(ACTORS));
    long before = committed.get();
    if (before == 0) {
      return;
    }
    assertTrue(Objects.requireNonNull(driver.head(ref)).seq() >= before);
    long from = Math.max(1, before - random.nextLong(100));
    List<TurnRecord> turns = driver.readJournal(ref, from, 10_000);
    for (int i = 0; i < turns.size(); i++) {
      assertEquals(from + i, turns.get(i).seq());
    }
    assertTrue(turns.getLast().seq() >= before);
    readInbox(driver, ref);
    if (random.nextInt(8) == 0) {
      readReminders(driver, ref);
    }
  }

  private void readReminders(SqliteDriver driver, ActorRef ref) {
    long before = committed.get();
    List<InboxMessage> pending = driver.later(ref, 1_000);
    List<InboxMessage> due = driver.due(Long.MAX_VALUE, 1_000);
    Long next = driver.nextDueAt();
    long after = committed.get() + 1;
    for (long seq = Math.max(1, after - LAG + 1); seq <= before; seq++) {
      InboxMessage expected = Records.reminder(id(seq), ref, seq);
      assertTrue(pending.contains(expected), () -> expected + " is missing in " + pending);
      assertTrue(due.contains(expected), () -> expected + " is missing in " + due);
    }
    long cancelled = before - LAG;
    assertTrue(pending.getFirst().dueAt() > cancelled, pending::toString);
    assertTrue(due.getFirst().dueAt() > cancelled, due::toString);
    assertTrue(next != null && next > cancelled && next <= Math.max(1, after - LAG + 1));
  }

  private void readInbox(SqliteDriver driver, ActorRef ref) {
    long before = committed.get();
    List<String> pending =
        driver.pendingInbox(ref, null, 1_000).stream().map(InboxMessage::id).toList();
    // The batch after the last one that is known to be committed may be under way.
    long after = committed.get() + 1;
    for (long seq = Math.max(1, after - LAG + 1); seq <= before; seq++) {
      assertTrue(pending.contains(id(seq)), id(seq) + " is missing in " + pending);
    }
    assertTrue(
        before <= LAG || pending.getFirst().compareTo(id(before - LAG)) > 0,
        () -> "consumed up to " + (before - LAG) + " but " + pending);
  }

  private void listAndSave(SqliteDriver driver) {
    long before = committed.get();
    if (before == 0) {
      return;
    }
    List<ActorHead> heads = driver.heads(null, null, 100);
    assertEquals(ACTORS, heads.size());
    assertTrue(heads.stream().allMatch(head -> head.seq() >= before), heads::toString);
    assertEquals(ACTORS, driver.actorsWithInbox(null, 100).size());
    driver.saveSnapshot(Records.snapshot(actor(0), before));
    ActorRef stranger = Records.actor("stranger-" + before);
    assertTrue(driver.activate(stranger).epoch() > 0);
  }
}
