package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.cancels;
import static io.actjs.storage.Records.fired;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.sets;
import static io.actjs.storage.Records.tombstone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetterQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reminders while a fold goes on, step by step, with a crash after each step. */
final class SqliteReminderFoldTest {
  private static final SqliteOptions SMALL = SqliteDriverTest.LAZY.withFoldSlice(1);
  private static final ActorRef DIES = actor("a");
  private static final ActorRef LIVES = actor("b");

  @TempDir Path dir;

  private static final InboxMessage LOST = reminder("r1", DIES, 100);
  private static final InboxMessage LOST_TOO = reminder("r2", DIES, 200);
  private static final InboxMessage DONE = reminder("r3", LIVES, 110);
  private static final InboxMessage RECURS = reminder("r4", LIVES, 120);
  private static final InboxMessage DROPPED = reminder("r5", LIVES, 130);
  private static final InboxMessage STAYS = reminder("r6", LIVES, 140);

  /** Each is one segment. */
  private static List<List<JournalEntry>> batches() {
    return List.of(
        List.of(sets(DIES, 1, LOST), sets(LIVES, 1, DONE, RECURS)),
        List.of(fired(DONE, 0, "m1"), fired(RECURS, 170, "m2")),
        List.of(sets(DIES, 2, LOST_TOO), sets(LIVES, 2, DROPPED, STAYS)),
        List.of(fired(RECURS.occurringAt(170), 180, "m3"), fired(LOST, 150, "m4")),
        List.of(tombstone(DIES, 3, 1), cancels(LIVES, 3, DROPPED.id())));
  }

  private static void commit(SqliteDriver driver, List<JournalEntry> batch) {
    for (CommitResult result : driver.commit(batch)) {
      assertEquals(CommitResult.COMMITTED, result);
    }
  }

  private static void assertEnd(SqliteDriver driver) {
    List<InboxMessage> expected = List.of(STAYS, RECURS.occurringAt(180));
    assertEquals(expected, driver.due(1_000, 10));
    assertEquals(STAYS.dueAt(), driver.nextDueAt());
    assertEquals(expected, driver.later(LIVES, 10));
    assertEquals(List.of(), driver.later(DIES, 10));
    assertEquals(
        List.of("m1", "m2", "m3"),
        driver.pendingInbox(LIVES, null, 10).stream().map(InboxMessage::id).toList());
    assertEquals(List.of(), driver.pendingInbox(DIES, null, 10));
    assertEquals(List.of(), driver.deadLetters(DeadLetterQuery.ALL, 10));
    List<JournalEntry> late =
        List.of(
            fired(DONE, 0, "late"),
            fired(RECURS, 0, "late"),
            fired(DROPPED, 0, "late"),
            fired(LOST_TOO, 0, "late"));
    assertEquals(
        List.of(
            CommitResult.ALREADY_CONSUMED,
            CommitResult.ALREADY_CONSUMED,
            CommitResult.ALREADY_CONSUMED,
            CommitResult.CLOSED),
        driver.commit(late));
  }

  /** The fold begins after so many batches, and is cut short after so many slices. */
  @Test
  void aCrashAtAnySliceLosesAndRevivesNothing() {
    // Copying an empty store is much faster than migrating one.
    Path empty = dir.resolve("empty");
    SqliteDriver.open(empty, SMALL).close();
    int crashes = 0;
    for (int before = 1; before <= batches().size(); before++) {
      boolean more = true;
      for (int slices = 1; more; slices++) {
        Path store = dir.resolve(before + "-" + slices);
        Path copy = dir.resolve(before + "-" + slices + "-crashed");
        DirectoryCopy.of(empty, store);
        try (SqliteDriver driver = SqliteDriver.open(store, SMALL)) {
          batches().subList(0, before).forEach(batch -> commit(driver, batch));
          for (int i = 0; i < slices; i++) {
            more = driver.foldSlice();
          }
          batches().subList(before, batches().size()).forEach(batch -> commit(driver, batch));
          assertEnd(driver);
          DirectoryCopy.of(driver, store, copy);
        }
        try (SqliteDriver driver = SqliteDriver.open(copy, SMALL)) {
          assertEnd(driver);
          while (driver.foldSlice()) {
            assertEnd(driver);
          }
          driver.foldAll();
          assertEnd(driver);
        }
        crashes++;
      }
    }
    assertTrue(crashes > 20, () -> "the fold had few slices");
  }

  @Test
  void manyThatAreDueFireOnceEachWhileTheFoldGoesOn() {
    int actors = 20;
    int each = 100;
    SqliteOptions options = SqliteOptions.DEFAULT.withFold(300, 1).withFoldSlice(7);
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      List<JournalEntry> turns = new ArrayList<>();
      for (int i = 0; i < actors; i++) {
        InboxMessage[] set = new InboxMessage[each];
        for (int j = 0; j < each; j++) {
          set[j] = reminder("r%02d-%03d".formatted(i, j), actor("a" + i), (j * 37 + i) % 1_000);
        }
        turns.add(sets(actor("a" + i), 1, set));
      }
      commit(driver, turns);
      Set<String> seen = new HashSet<>();
      List<InboxMessage> due = driver.due(Long.MAX_VALUE, 50);
      long last = Long.MIN_VALUE;
      while (!due.isEmpty()) {
        assertEquals(due.getFirst().dueAt(), driver.nextDueAt());
        for (InboxMessage reminder : due) {
          assertTrue(seen.add(reminder.id()), () -> reminder + " is due again");
          assertTrue(reminder.dueAt() >= last, () -> reminder + " is late");
          last = reminder.dueAt();
        }
        commit(driver, due.stream().map(r -> (JournalEntry) fired(r, 0, "m" + r.id())).toList());
        due = driver.due(Long.MAX_VALUE, 50);
      }
      assertEquals(actors * each, seen.size());
      assertEquals(each, driver.pendingInbox(actor("a3"), null, 1_000).size());
    }
  }
}
