package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that is made while turns are committed, folded or not, is a store of one moment. */
class SqliteBackupTest {
  private static final int ACTORS = 30;
  private static final int BACKUPS = 12;

  @TempDir Path dir;

  @Test
  void fault25_aReaderOfEverythingIsEndedBeforeTheLogGrowsWithoutABound(@TempDir Path folder) {
    SqliteOptions options = SqliteOptions.DEFAULT.withCheckpointBytes(64 << 10);
    ActorRef ref = new ActorRef("Cart", "a");
    Path log = folder.resolve(SqliteDriver.FILE + "-wal");
    long[] largest = {0};
    try (SqliteDriver driver = SqliteDriver.open(folder, options)) {
      for (int seq = 1; seq <= 400; seq++) {
        var unused = driver.commit(List.of(Records.turn(ref, seq, 1)));
      }
      int[] next = {401};
      ActjsException ended =
          assertThrows(
              ActjsException.class,
              () ->
                  driver
                      .contents()
                      .read(
                          item -> {
                            for (int i = 0; i < 10; i++) {
                              var unused = driver.commit(List.of(Records.turn(ref, next[0]++, 1)));
                            }
                            driver.checkpoint();
                            largest[0] = Math.max(largest[0], log.toFile().length());
                          }));
      assertEquals(ProblemCode.StorageUnavailable, ended.code(), ended::detail);
      assertTrue(ended.detail().contains("write-ahead log"), ended.detail());
      assertTrue(largest[0] < 4 << 20, () -> "the log had " + largest[0]);
      int turns = next[0] - 1;
      assertEquals(turns, driver.readJournal(ref, 1, 100_000).size(), "calls went on");
      driver.checkpoint();
      driver.contents().read(item -> {});
    }
  }

  @Test
  void itHoldsAllThatWasAcknowledgedBeforeAndNoHalfBatch() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong acknowledged = new AtomicLong();
    List<Long> before = new ArrayList<>();
    try (SqliteDriver store = SqliteDriver.open(dir.resolve("data"), SqliteOptions.DEFAULT)) {
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> write(store, stop, acknowledged));
      for (int i = 0; i < BACKUPS; i++) {
        long last = i == 0 ? 0 : before.getLast();
        while (acknowledged.get() <= last && !writer.isDone()) {
          Thread.onSpinWait();
        }
        before.add(acknowledged.get());
        store.contents().backup(restored(i));
      }
      stop.set(true);
      writer.get(60, TimeUnit.SECONDS);
    }
    for (int i = 0; i < BACKUPS; i++) {
      assertWhole(dir.resolve("restored" + i), before.get(i));
    }
  }

  private Path restored(int number) throws Exception {
    return Files.createDirectory(dir.resolve("restored" + number)).resolve(SqliteDriver.FILE);
  }

  private static void write(StorageDriver store, AtomicBoolean stop, AtomicLong acknowledged) {
    for (long seq = 1; !stop.get(); seq++) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int i = 0; i < ACTORS; i++) {
        batch.add(Records.turn(Records.actor("a" + i), seq, 1));
        batch.add(
            new InboxEntry.Accepted(
                Records.message("m%06d-%d".formatted(seq, i), Records.actor("a" + i))));
      }
      assertTrue(store.commit(batch).stream().allMatch(CommitResult.COMMITTED::equals));
      acknowledged.set(seq);
    }
  }

  private static void assertWhole(Path dataDir, long acknowledged) {
    try (SqliteDriver store = SqliteDriver.open(dataDir, SqliteOptions.DEFAULT)) {
      List<ActorHead> heads = store.heads(null, null, 1_000);
      assertEquals(ACTORS, heads.size());
      long moment = heads.getFirst().seq();
      assertTrue(moment >= acknowledged, moment + " is before " + acknowledged);
      for (ActorHead head : heads) {
        assertEquals(moment, head.seq());
        assertEquals(moment, store.readJournal(head.ref(), 1, 1_000_000).size());
        assertEquals(moment, store.pendingInbox(head.ref(), null, 1_000_000).size());
      }
      long epoch = store.activate(heads.getFirst().ref()).epoch();
      assertEquals(
          List.of(CommitResult.COMMITTED),
          store.commit(List.of(Records.turn(heads.getFirst().ref(), moment + 1, epoch))));
    }
  }

  @Test
  void aDirectoryThatDoesNotExistIsAProblemOfTheStore() {
    try (SqliteDriver store = SqliteDriver.open(dir.resolve("data"), SqliteOptions.DEFAULT)) {
      Path nowhere = dir.resolve("nowhere").resolve("copy");
      ActjsException problem =
          assertThrows(ActjsException.class, () -> store.contents().backup(nowhere));
      assertEquals(ProblemCode.StorageUnavailable, problem.code());
    }
  }
}
