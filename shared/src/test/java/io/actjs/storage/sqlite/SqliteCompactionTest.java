package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of many chunks, more than one transaction of a compaction drops. */
final class SqliteCompactionTest {
  private static final int CHUNKS = 50;
  private static final int TURNS_OF_CHUNK = 4;
  private static final long LAST = CHUNKS * TURNS_OF_CHUNK;

  @TempDir Path dir;
  private final ActorRef ref = Records.actor("a");

  private void fill(SqliteDriver driver) {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int i = 1; i <= TURNS_OF_CHUNK; i++) {
        batch.add(Records.turn(ref, (long) chunk * TURNS_OF_CHUNK + i, 1));
      }
      driver.commit(batch);
      driver.foldAll();
    }
    driver.saveSnapshot(Records.snapshot(ref, LAST));
  }

  private void assertBeginsAfter(SqliteDriver driver, long seq) {
    List<TurnRecord> expected = new ArrayList<>();
    for (long kept = seq + 1; kept <= LAST; kept++) {
      expected.add(Records.turn(ref, kept, 1));
    }
    assertEquals(expected, driver.readJournal(ref, 1, Integer.MAX_VALUE));
    assertEquals(expected, driver.readJournal(ref, seq + 1, Integer.MAX_VALUE));
    assertEquals(LAST, Objects.requireNonNull(driver.head(ref)).seq());
  }

  @Test
  void everyCutLeavesExactlyTheTurnsBehindIt() {
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteDriverTest.LAZY)) {
      fill(driver);
      long[] cuts = {1, 3, 4, 5, 100, 101, 199, 200};
      long before = 0;
      for (long cut : cuts) {
        assertEquals(cut - before, driver.compact(ref, cut));
        assertBeginsAfter(driver, cut);
        before = cut;
      }
    }
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteDriverTest.LAZY)) {
      assertBeginsAfter(driver, LAST);
      assertEquals(Records.snapshot(ref, LAST), driver.activate(ref).snapshot());
    }
  }

  @Test
  void readersSeeAJournalWithoutAGapMeanwhile() throws Exception {
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteDriverTest.LAZY);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      fill(driver);
      Future<Long> compaction = threads.submit(() -> driver.compact(ref, LAST - 2));
      long last = 0;
      while (!compaction.isDone()) {
        List<TurnRecord> journal = driver.readJournal(ref, 1, Integer.MAX_VALUE);
        long first = journal.getFirst().seq();
        assertTrue(first > last, "turns came back");
        last = first - 1;
        assertEquals(LAST - first + 1, journal.size());
        assertEquals(LAST, journal.getLast().seq());
      }
      assertEquals(LAST - 2, compaction.get());
      assertBeginsAfter(driver, LAST - 2);
    }
  }
}
