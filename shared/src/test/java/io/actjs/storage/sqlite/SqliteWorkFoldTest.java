package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.cancels;
import static io.actjs.storage.Records.handles;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.sets;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.tried;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.InboxEntry.Exhumed;
import io.actjs.model.InboxEntry.Postponed;
import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ReminderChange.Scheduled;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that come and go, now and later, while a fold goes on: it is cut at any step, more
 * entries come at any step, and the server crashes at any step of what follows.
 */
final class SqliteWorkFoldTest {
  private static final SqliteOptions SMALL = SqliteDriverTest.LAZY.withFoldSlice(1);

  /** Folded first, so that the others change while a fold is on its way to them. */
  private static final ActorRef FIRST = actor("a");

  private static final ActorRef WORKS = actor("b");
  private static final ActorRef DIES = actor("c");

  private static final InboxMessage TELL = message("m1", WORKS);
  private static final InboxMessage LETTER = message("m2", WORKS);
  private static final InboxMessage WAITS = message("m3", WORKS);
  private static final InboxMessage REPEATS = reminder("r1", WORKS, 100);
  private static final InboxMessage DOOMED = message("m4", DIES);

  @TempDir Path dir;

  /** Each is one segment. */
  private static final List<List<JournalEntry>> BATCHES =
      List.of(
          List.of(
              new Accepted(message("m0", FIRST)),
              new Accepted(TELL),
              new Accepted(LETTER),
              new Accepted(WAITS),
              new Accepted(DOOMED),
              sets(WORKS, 1, REPEATS)),
          List.of(
              new Accepted(message("m5", FIRST)),
              new Postponed(tried(TELL, 1, 90)),
              ReminderFired.of(REPEATS),
              new DeadLettered(LETTER, 3, "No: more", 7),
              new DeadLettered(DOOMED, 1, "No: more", 7)),
          List.of(
              ReminderFired.of(tried(TELL, 1, 90)),
              handles(WORKS, 2, "r1", new Scheduled(REPEATS.occurringAt(160))),
              new Exhumed(WORKS, "m2", LETTER),
              new Exhumed(DIES, "m4", tried(DOOMED, 0, 0))),
          List.of(
              new Accepted(message("m6", FIRST)),
              new Postponed(tried(TELL, 2, 95)),
              ReminderFired.of(REPEATS.occurringAt(160)),
              new DeadLettered(LETTER, 3, "No: again", 8),
              new Postponed(tried(DOOMED, 2, 70))),
          List.of(
              ReminderFired.of(tried(TELL, 2, 95)),
              new DeadLettered(REPEATS, 4, "No: occurrence", 9, REPEATS.occurringAt(220)),
              ReminderFired.of(tried(DOOMED, 2, 70)),
              turn(FIRST, 1, 1, List.of(), "m5")),
          List.of(
              handles(WORKS, 3, "m1"),
              ReminderFired.of(REPEATS.occurringAt(220)),
              new Exhumed(WORKS, "m2", null),
              tombstone(DIES, 1, 1)),
          List.of(
              cancels(WORKS, 4, "r1"),
              new Postponed(tried(WAITS, 1, 300)),
              turn(FIRST, 2, 1, List.of(message("m7", DIES)), null)),
          List.of(new Exhumed(DIES, "m7", null), new Exhumed(WORKS, "r1", REPEATS)));

  private static void commit(StorageDriver driver, List<List<JournalEntry>> batches) {
    for (List<JournalEntry> batch : batches) {
      assertEquals(Collections.nCopies(batch.size(), CommitResult.COMMITTED), driver.commit(batch));
    }
  }

  private static void assertSame(StorageDriver memory, StorageDriver driver) {
    for (ActorRef ref : List.of(FIRST, WORKS, DIES)) {
      assertEquals(memory.pendingInbox(ref, null, 10), driver.pendingInbox(ref, null, 10));
      assertEquals(memory.later(ref, 10), driver.later(ref, 10));
      assertEquals(memory.deadLetters(ref, 10), driver.deadLetters(ref, 10));
    }
    assertEquals(memory.actorsWithInbox(null, 10), driver.actorsWithInbox(null, 10));
    assertEquals(memory.due(1_000, 10), driver.due(1_000, 10));
    assertEquals(memory.nextDueAt(), driver.nextDueAt());
    assertEquals(
        memory.deadLetters(DeadLetterQuery.ALL, 10), driver.deadLetters(DeadLetterQuery.ALL, 10));
  }

  /** Where a fold begins, how far it comes before the next batch, and then until the crash. */
  private record Cut(int begins, int before, int after) {}

  /** Returns whether the fold had not ended before the crash. */
  private boolean run(Path empty, Cut cut) {
    Path store = dir.resolve(cut.begins() + "-" + cut.before() + "-" + cut.after());
    Path copy = dir.resolve(store.getFileName() + "-crashed");
    DirectoryCopy.of(empty, store);
    MemoryDriver memory = new MemoryDriver();
    boolean more = true;
    int done = cut.begins() + 1;
    try (SqliteDriver driver = SqliteDriver.open(store, SMALL)) {
      commit(driver, BATCHES.subList(0, 1));
      driver.foldAll();
      commit(driver, BATCHES.subList(1, cut.begins()));
      for (int i = 0; i < cut.before(); i++) {
        more = driver.foldSlice();
      }
      commit(driver, BATCHES.subList(cut.begins(), done));
      for (int i = 0; i < cut.after(); i++) {
        more = driver.foldSlice();
      }
      commit(memory, BATCHES.subList(0, done));
      assertSame(memory, driver);
      DirectoryCopy.of(driver, store, copy);
    }
    try (SqliteDriver driver = SqliteDriver.open(copy, SMALL)) {
      assertSame(memory, driver);
      commit(driver, BATCHES.subList(done, BATCHES.size()));
      commit(memory, BATCHES.subList(done, BATCHES.size()));
      assertSame(memory, driver);
      driver.foldAll();
      assertSame(memory, driver);
    }
    return more;
  }

  @Test
  void whateverComesAndGoesIsInOnePlaceAfterAnyCrash() {
    Path empty = dir.resolve("empty");
    SqliteDriver.open(empty, SMALL).close();
    for (int begins = 2; begins < BATCHES.size(); begins++) {
      for (int before = 1; before < 5; before++) {
        boolean more = true;
        for (int after = 0; more && after < 8; after++) {
          more = run(empty, new Cut(begins, before, after));
        }
      }
    }
  }
}
