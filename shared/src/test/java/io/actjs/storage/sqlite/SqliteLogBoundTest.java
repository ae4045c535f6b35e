package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.storage.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write-ahead log is bounded in what it takes on the disk, and written over in place. */
final class SqliteLogBoundTest {
  private static final long CHECKPOINT = 256 << 10;
  private static final long BOUND = 4 * CHECKPOINT;
  private static final ActorRef A = Records.actor("a");

  private final SqliteOptions options = SqliteOptions.DEFAULT.withCheckpointBytes(CHECKPOINT);

  @TempDir Path dir;

  private long logBytes() {
    return dir.resolve(SqliteDriver.FILE + "-wal").toFile().length();
  }

  /** Returns the largest size that the log had. */
  private long commit(SqliteDriver driver, int from, int to) {
    long largest = 0;
    for (int seq = from; seq <= to; seq++) {
      var unused = driver.commit(List.of(Records.turn(A, seq, 1)));
      largest = Math.max(largest, logBytes());
    }
    return largest;
  }

  @Test
  void smallCommitsAreCountedInPages() {
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      // Each is a hundred bytes, and more than a page of log.
      long largest = commit(driver, 1, 600);
      assertTrue(largest <= BOUND, () -> "the log had " + largest);
      assertTrue(largest >= CHECKPOINT / 2, () -> "the log had " + largest);
      long settled = logBytes();
      long later = commit(driver, 601, 1_000);
      assertTrue(logBytes() >= settled, "it is not cut: its pages are written over");
      assertTrue(later <= BOUND, () -> "the log had " + later);
      assertEquals(1_000, driver.readJournal(A, 1, 10_000).size());
    }
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      assertEquals(1_000, driver.readJournal(A, 1, 10_000).size());
    }
  }

  @Test
  void largeStatesWaitForACheckpoint() {
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      long largest = commit(driver, 1, 1);
      String state = "\"" + "x".repeat((int) CHECKPOINT) + "\"";
      for (int seq = 2; seq <= 40; seq++) {
        largest = Math.max(largest, commit(driver, seq, seq));
        driver.saveSnapshot(new ActorSnapshot(A, seq, Records.V1, state));
        largest = Math.max(largest, logBytes());
      }
      long most = largest;
      assertTrue(most <= BOUND, () -> "the log had " + most);
      assertEquals(40, driver.snapshot(A).seq());
    }
  }

  @Test
  void aReaderOfEverythingKeepsTheLogOnlyAsLongAsItReads() throws Exception {
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      long unread = commit(driver, 1, 100);
      assertTrue(unread <= BOUND, () -> "the log had " + unread);
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch written = new CountDownLatch(1);
      CompletableFuture<Void> reader =
          CompletableFuture.runAsync(
              () ->
                  driver
                      .contents()
                      .read(
                          item -> {
                            reading.countDown();
                            await(written);
                          }));
      assertTrue(reading.await(60, TimeUnit.SECONDS));
      long largest = commit(driver, 101, 160);
      // Eight checkpoints, twice what starts one, and what the last transaction takes.
      assertTrue(largest <= 8 * CHECKPOINT + BOUND, () -> "the log had " + largest);
      written.countDown();
      reader.get(60, TimeUnit.SECONDS);
      commit(driver, 161, 260);
      long after = commit(driver, 261, 460);
      assertTrue(after <= BOUND, () -> "the log had " + after);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
