package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: SQLite itself says so, at its page limit. */
final class SqliteFullTest {
  private static final int PAGES = 120;

  @TempDir Path dir;
  private final ActorRef ref = Records.actor("a");

  private static TurnRecord large(ActorRef ref, long seq) {
    Change change = new Change.Events("[\"" + "x".repeat(20_000) + "\"]");
    return new TurnRecord(ref, seq, 1, Records.V1, 0, change, List.of(), List.of(), null);
  }

  /** Commits until the store is full and returns the last seq that was acknowledged. */
  private long fill(SqliteDriver driver, long from) {
    for (long seq = from; seq < from + 10 * PAGES; seq++) {
      try {
        List<JournalEntry> batch = List.of(large(ref, seq));
        assertEquals(List.of(CommitResult.COMMITTED), driver.commit(batch));
      } catch (ActjsException e) {
        assertEquals(ProblemCode.StorageFull, e.code(), e::detail);
        assertTrue(e.detail().contains("make room"), e::detail);
        return seq - 1;
      }
    }
    throw new AssertionError("never full");
  }

  private void assertHolds(SqliteDriver driver, long seq) {
    assertEquals(seq, Objects.requireNonNull(driver.head(ref)).seq());
    List<TurnRecord> journal = driver.readJournal(ref, 1, Integer.MAX_VALUE);
    assertEquals(seq, journal.size());
    for (int i = 0; i < seq; i++) {
      assertEquals(large(ref, i + 1), journal.get(i));
    }
  }

  @Test
  void nothingAcknowledgedIsLostAndWorkGoesOnWhenThereIsRoom() {
    long last;
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteDriverTest.LAZY.withMaxPages(PAGES))) {
      last = fill(driver, 1);
      assertTrue(last > 10, "filled by " + last + " turns");
      assertHolds(driver, last);
      driver.maxPages(10 * PAGES);
      assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(large(ref, last + 1))));
      assertHolds(driver, ++last);
      driver.maxPages(1);
      last = fill(driver, last + 1);
    }
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteOptions.DEFAULT)) {
      assertHolds(driver, last);
      assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(large(ref, last + 1))));
    }
  }

  @Test
  void aFullDiskStopsFoldsOnlyUntilThereIsRoom() {
    SqliteOptions options =
        SqliteOptions.DEFAULT.withMaxPages(PAGES).withFold(1, 1).withFoldSlice(1);
    long last;
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      last = fill(driver, 1);
      assertHolds(driver, last);
      driver.maxPages(10 * PAGES);
      assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(large(ref, ++last))));
      driver.foldAll();
      assertEquals(0, driver.stats().unappliedEntries());
      assertHolds(driver, last);
    }
  }
}
