package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.InboxEntry.Exhumed;
import io.actjs.model.InboxEntry.Postponed;
import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.InboxMessage;
import io.actjs.model.Pause;
import io.actjs.model.ReminderChange.Cancelled;
import io.actjs.model.ReminderChange.Scheduled;
import io.actjs.model.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every storage driver promises of work that is due: a message keeps its id and how it stands,
 * and is in one place at a time.
 */
interface WorkTck extends StoreUnderTest {

  /** What the actor has now, later, and among the dead letters. */
  default void assertPlaces(
      ActorRef ref, List<InboxMessage> now, List<InboxMessage> later, List<DeadLetter> dead) {
    assertEquals(now, driver().pendingInbox(ref, null, 10), "now");
    assertEquals(later, driver().later(ref, 10), "later");
    assertEquals(dead, driver().deadLetters(ref, 10), "dead");
  }

  @Test
  default void aMessageIsPutOffAndComesBackWithAllThatIsKnownOfIt() throws Exception {
    InboxMessage tell = Records.with(message("m1", A), Records.headers("é\0"));
    InboxMessage waits = tell.with(new Standing(500, 0, 3, 1, "Nö\0: why"));
    committed(new Accepted(tell), new Accepted(message("m2", A)));
    committed(new Postponed(waits));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(message("m2", A)), List.of(waits), List.of());
      assertEquals(List.of(waits), driver().due(500, 10));
      assertEquals(500, driver().nextDueAt());
      reopen();
    }
    assertEquals(List.of(ALREADY_CONSUMED), commit(new Postponed(waits)));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(A, 1, 1, List.of(), "m1")));
    committed(ReminderFired.of(waits));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(waits, message("m2", A)), List.of(), List.of());
      assertNull(driver().nextDueAt());
      reopen();
    }
    assertEquals(List.of(ALREADY_CONSUMED), commit(ReminderFired.of(waits)));
    committed(turn(A, 1, 1, List.of(), "m1"));
    assertEquals(List.of("m2"), pending(A));
  }

  @Test
  default void aMessageMayComeAndGoWithinOneBatch() throws Exception {
    InboxMessage tell = message("m1", A);
    committed(new Accepted(tell));
    reopen();
    committed(
        new Postponed(tried(tell, 1, 100)),
        ReminderFired.of(tried(tell, 1, 100)),
        new Postponed(tried(tell, 2, 200)),
        ReminderFired.of(tried(tell, 2, 200)));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(tried(tell, 2, 200)), List.of(), List.of());
      reopen();
    }
    committed(
        new Postponed(tried(tell, 3, 300)),
        ReminderFired.of(tried(tell, 3, 300)),
        new DeadLettered(tell, 4, "No: more", 9),
        new Exhumed(A, "m1", tell),
        new Postponed(tried(tell, 5, 400)));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(), List.of(tried(tell, 5, 400)), List.of());
      reopen();
    }
  }

  @Test
  default void theTurnThatHandlesAnOccurrenceSetsTheNext() throws Exception {
    InboxMessage first = reminder("r1", A, 100);
    committed(sets(A, 1, first));
    committed(ReminderFired.of(first));
    assertPlaces(A, List.of(first), List.of(), List.of());
    committed(handles(A, 2, "r1", new Scheduled(first.occurringAt(160))));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(), List.of(first.occurringAt(160)), List.of());
      reopen();
    }
    committed(
        ReminderFired.of(first.occurringAt(160)),
        handles(A, 3, "r1", new Scheduled(first.occurringAt(220))),
        ReminderFired.of(first.occurringAt(220)));
    assertEquals(
        List.of(ALREADY_CONSUMED),
        commit(handles(A, 4, "r2", new Scheduled(first.occurringAt(280)))));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(first.occurringAt(220)), List.of(), List.of());
      reopen();
    }
  }

  @Test
  default void aReminderIsCancelledWhereverItIs() throws Exception {
    InboxMessage due = reminder("r1", A, 100);
    InboxMessage later = reminder("r2", A, 200);
    InboxMessage handled = reminder("r3", A, 50);
    committed(sets(A, 1, due, later, handled));
    reopen();
    committed(ReminderFired.of(due), ReminderFired.of(handled));
    committed(handles(A, 2, "r3", new Cancelled("r3"), new Cancelled("r1"), new Cancelled("r2")));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(), List.of(), List.of());
      assertEquals(List.of(), driver().actorsWithInbox(null, 10));
      reopen();
    }
    committed(sets(A, 3, due), ReminderFired.of(due), cancels(A, 4, "r1"));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(A, 5, 1, List.of(), "r1")));
    reopen();
    assertPlaces(A, List.of(), List.of(), List.of());
  }

  @Test
  default void aReminderGoesOnAfterAnOccurrenceThatWasGivenUp() throws Exception {
    InboxMessage first = reminder("r1", A, 100);
    InboxMessage next = first.occurringAt(160);
    committed(sets(A, 1, first), ReminderFired.of(first));
    committed(new DeadLettered(tried(first, 4, 100), 5, "No: more", 120, next));
    DeadLetter letter = new DeadLetter(tried(first, 4, 100), 5, "No: more", 120);
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(), List.of(next), List.of(letter));
      assertEquals(letter, driver().deadLetter(A, "r1"));
      reopen();
    }
    assertEquals(2, letter.message().standing().lost(), "it stands as it died");
    assertEquals(60, letter.message().everyMs());
    assertEquals(
        List.of(ALREADY_CONSUMED), commit(new Exhumed(A, "r1", first)), "the next one is pending");
    committed(new Exhumed(A, "r1", message("m1", A)));
    reopen();
    assertPlaces(A, List.of(message("m1", A)), List.of(next), List.of());
  }

  @Test
  default void aDeadLetterIsTriedAgainOrDropped() throws Exception {
    InboxMessage again = message("m1", A);
    InboxMessage dropped = message("m2", A);
    committed(
        new Accepted(again),
        new Accepted(dropped),
        new DeadLettered(again, 1, "No: why", 5),
        new DeadLettered(dropped, 1, "No: why", 5));
    reopen();
    assertEquals(List.of(ALREADY_CONSUMED), commit(new Exhumed(B, "m1", null)));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED, ALREADY_CONSUMED, ALREADY_CONSUMED),
        commit(
            new Exhumed(A, "m1", again),
            new Exhumed(A, "m1", again),
            new Exhumed(A, "m2", null),
            new Exhumed(A, "m2", null),
            new Exhumed(A, "never", null)));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(again), List.of(), List.of());
      assertNull(driver().deadLetter(A, "m1"));
      reopen();
    }
    committed(new DeadLettered(again, 2, "No: again", 6), new Exhumed(A, "m1", again));
    committed(turn(A, 1, 1, List.of(), "m1"));
    reopen();
    assertPlaces(A, List.of(), List.of(), List.of());
  }

  @Test
  default void whatADeletedActorLeavesBehindIsOnlyDropped() throws Exception {
    InboxMessage before = message("m1", A);
    committed(new Accepted(before), new DeadLettered(before, 1, "No: why", 5), tombstone(A, 1, 1));
    committed(turn(B, 1, 1, List.of(message("m2", A)), null));
    assertEquals(
        List.of(CLOSED, CLOSED, CLOSED),
        commit(
            new Exhumed(A, "m1", before),
            new Exhumed(A, "m2", message("m2", A)),
            new Postponed(tried(before, 1, 9))));
    reopen();
    committed(new Exhumed(A, "m1", null), new Exhumed(A, "m2", null));
    assertEquals(
        List.of(COMMITTED, COMMITTED),
        commit(turn(B, 2, 1, List.of(message("m3", A)), null), new Exhumed(A, "m3", null)));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(), List.of(), List.of());
      reopen();
    }
  }

  @Test
  default void aTombstoneTakesWhatIsPutOffWithIt() throws Exception {
    committed(new Accepted(message("m1", A)), new Accepted(message("m2", A)));
    reopen();
    committed(new Postponed(tried(message("m1", A), 1, 100)));
    assertEquals(
        List.of(COMMITTED, COMMITTED, CLOSED),
        commit(
            new Postponed(tried(message("m2", A), 1, 100)),
            tombstone(A, 1, 1),
            ReminderFired.of(tried(message("m1", A), 1, 100))));
    for (int round = 0; round < 2; round++) {
      assertPlaces(A, List.of(), List.of(), List.of());
      assertNull(driver().nextDueAt());
      reopen();
    }
  }

  @Test
  default void deadLettersAreFoundByActorClassAndTimeAPageAtATime() throws Exception {
    ActorRef shop = new ActorRef("Shop", "s");
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ActorRef ref = i % 3 == 0 ? shop : i % 3 == 1 ? A : actor("b");
      InboxMessage message = message("m%02d".formatted(i), ref);
      committed(new Accepted(message), new DeadLettered(message, 1, "No: why", i / 2));
      letters.addFirst(new DeadLetter(message, 1, "No: why", i / 2));
    }
    for (int round = 0; round < 2; round++) {
      assertEquals(letters, pages(DeadLetterQuery.ALL, 5));
      assertEquals(of("Counter", letters), pages(query("Counter", null, 0, 100), 3));
      assertEquals(of("Shop", letters), pages(query("Shop", null, 0, 100), 10));
      assertEquals(
          letters.stream().filter(letter -> letter.message().target().equals(A)).toList(),
          pages(DeadLetterQuery.of(A), 1));
      assertEquals(letters.subList(4, 8), pages(query(null, null, 2, 4), 3), "older than 4");
      assertEquals(of("Counter", letters.subList(4, 8)), pages(query("Counter", null, 2, 4), 1));
      assertEquals(List.of(), driver().deadLetters(query("Nobody", "a", 0, 100), 10));
      reopen();
    }
  }

  private static DeadLetterQuery query(
      @Nullable String className, @Nullable String id, long since, long before) {
    return new DeadLetterQuery(className, id, since, before, null);
  }

  private static List<DeadLetter> of(String className, List<DeadLetter> letters) {
    return letters.stream()
        .filter(letter -> letter.message().target().className().equals(className))
        .toList();
  }

  /** All that the query finds, read in pages of so many. */
  private List<DeadLetter> pages(DeadLetterQuery query, int size) {
    List<DeadLetter> all = new ArrayList<>();
    List<DeadLetter> page = driver().deadLetters(query, size);
    while (!page.isEmpty()) {
      assertTrue(page.size() <= size, page::toString);
      all.addAll(page);
      page = driver().deadLetters(query.after(page.getLast()), size);
    }
    return all;
  }

  @Test
  default void pausesAreKeptUntilTheyAreTakenBack() throws Exception {
    Pause one = new Pause("Counter", "a", "ann", "it \0 fails", 5);
    Pause other = new Pause("Counter", "é", "bob", "", 6);
    Pause all = new Pause("Counter", null, "ann", "maintenance", 7);
    Pause replaced = new Pause("Counter", "a", "bob", "it still fails", 8);
    driver().pause(one, audit("1"));
    driver().pause(all, audit("2"));
    driver().pause(other, audit("3"));
    assertEquals(List.of(all, one, other), driver().pauses());
    driver().pause(replaced, audit("4"));
    committed(tombstone(A, 1, 1));
    reopen();
    assertEquals(List.of(all, replaced, other), driver().pauses(), "it outlives the actor");
    assertTrue(driver().resume("Counter", null, audit("5")));
    assertFalse(driver().resume("Counter", null, audit("6")));
    assertFalse(driver().resume("Counter", "b", audit("7")));
    assertFalse(driver().resume("Shop", "a", audit("8")));
    reopen();
    assertEquals(List.of(replaced, other), driver().pauses());
    assertTrue(driver().resume("Counter", "a", audit("9")));
    assertEquals(List.of(other), driver().pauses());
    assertEquals(List.of("1", "2", "3", "4", "5", "9"), audited(), "what has changed something");
  }

  private static AuditEntry audit(String id) {
    return Records.auditEntry(id, "did", "it");
  }

  private List<String> audited() {
    return driver().registry().auditLog(100).reversed().stream().map(AuditEntry::id).toList();
  }
}
