package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.Records.cancels;
import static io.actjs.storage.Records.fired;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.sets;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of reminders. */
interface RemindersTck extends StoreUnderTest {

  @Test
  default void scenario72_anActorWithoutRemindersHasNone() {
    assertEquals(List.of(), driver().later(A, 10));
    assertEquals(List.of(), driver().due(Long.MAX_VALUE, 10));
    assertNull(driver().nextDueAt());
  }

  @Test
  default void scenario72_dueRemindersAreFoundAndFutureOnesLeft() throws Exception {
    InboxMessage early = reminder("r1", A, 100);
    InboxMessage late = reminder("r2", A, 300);
    InboxMessage other = reminder("r0", B, 200);
    committed(sets(A, 1, late, early), sets(B, 1, other));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(early, late), driver().later(A, 10));
      assertEquals(List.of(early), driver().later(A, 1));
      assertEquals(List.of(late), driver().later(A, early, 10));
      assertEquals(List.of(), driver().later(A, late, 10));
      assertEquals(List.of(other), driver().later(B, 10));
      assertEquals(List.of(), driver().due(99, 10));
      assertEquals(List.of(early), driver().due(100, 10));
      assertEquals(List.of(early, other), driver().due(299, 10));
      assertEquals(List.of(early, other, late), driver().due(300, 10));
      assertEquals(List.of(early, other), driver().due(300, 2));
      assertEquals(List.of(), driver().due(300, 0));
      assertEquals(100, driver().nextDueAt());
      reopen();
    }
  }

  @Test
  default void remindersDueAtOneTimeComeInOrderOfTheirIds() throws Exception {
    committed(sets(B, 1, reminder("r1", B, 5), reminder("r4", B, 5)));
    reopen();
    committed(sets(A, 1, reminder("r3", A, 5), reminder("r2", A, 5), reminder("r1", A, 5)));
    assertEquals(List.of("r1", "r1", "r2", "r3", "r4"), due(5));
    assertEquals(A, driver().due(5, 1).getFirst().target());
  }

  @Test
  default void aReminderRoundTripsWithAllItsParts() throws Exception {
    ActorRef odd = new ActorRef("Odd_1", "ünï/çødé 🦀");
    InboxMessage reminder =
        InboxMessage.reminder(
            "r", odd, -7, 60_000, "tïck", "{\"é\":\"🦀\"}", Headers.pinned("f".repeat(64)), 4_321);
    InboxMessage farAway =
        InboxMessage.reminder(
            "s", odd, Long.MAX_VALUE, 0, "", "null", Headers.NONE, Long.MIN_VALUE);
    committed(sets(odd, 1, farAway, reminder));
    assertEquals(List.of(reminder, farAway), driver().later(odd, 10));
    assertEquals(sets(odd, 1, farAway, reminder), driver().readJournal(odd, 1, 1).getFirst());
    reopen();
    assertEquals(List.of(reminder, farAway), driver().later(odd, 10));
    assertEquals(List.of(reminder, farAway), driver().due(Long.MAX_VALUE, 10));
    assertEquals(-7, driver().nextDueAt());
    assertEquals(sets(odd, 1, farAway, reminder), driver().readJournal(odd, 1, 1).getFirst());
  }

  @Test
  default void scenario71_aReminderFiresExactlyOnce() throws Exception {
    InboxMessage reminder = reminder("r1", A, 100);
    committed(sets(A, 1, reminder));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED),
        commit(fired(reminder, 0, "m1"), fired(reminder, 0, "m2")));
    assertEquals(List.of("m1"), pending(A));
    assertEquals(List.of(), driver().later(A, 10));
    assertEquals(List.of(), due(Long.MAX_VALUE));
    assertNull(driver().nextDueAt());
    assertEquals(List.of(ALREADY_CONSUMED), commit(fired(reminder, 0, "m3")));
    reopen();
    assertEquals(List.of(ALREADY_CONSUMED), commit(fired(reminder, 0, "m4")));
    assertEquals(List.of("m1"), pending(A));
    assertEquals(List.of(), due(Long.MAX_VALUE));
    committed(turn(A, 2, 1, List.of(), "m1"));
    assertEquals(List.of(), pending(A));
  }

  @Test
  default void scenario71_remindersThatWereSetBeforeARestartFireAfterIt() throws Exception {
    List<InboxMessage> set = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      set.add(reminder("r" + i, A, 100 + i));
    }
    committed(sets(A, 1, set.toArray(InboxMessage[]::new)));
    reopen();
    assertEquals(set, driver().due(1_000, 10));
    for (InboxMessage each : set) {
      committed(fired(each, 0, "m" + each.id()));
      assertEquals(List.of(ALREADY_CONSUMED), commit(fired(each, 0, "again")));
    }
    reopen();
    assertEquals(List.of("mr0", "mr1", "mr2", "mr3", "mr4"), pending(A));
    assertEquals(List.of(), due(Long.MAX_VALUE));
  }

  @Test
  default void aRecurringReminderIsDueAgainAndFiresOncePerOccurrence() throws Exception {
    InboxMessage first = reminder("r1", A, 100);
    committed(sets(A, 1, first));
    committed(fired(first, 160, "m1"));
    assertEquals(List.of(first.occurringAt(160)), driver().later(A, 10));
    assertEquals(List.of(), due(159));
    assertEquals(160, driver().nextDueAt());
    assertEquals(List.of(ALREADY_CONSUMED), commit(fired(first, 160, "m1-again")));
    reopen();
    assertEquals(List.of(first.occurringAt(160)), driver().due(160, 10));
    committed(fired(first.occurringAt(160), 220, "m2"), fired(first.occurringAt(220), 280, "m3"));
    assertEquals(
        List.of(ALREADY_CONSUMED, ALREADY_CONSUMED),
        commit(
            fired(first.occurringAt(160), 220, "m2-again"),
            fired(first.occurringAt(220), 0, "m3-again")));
    reopen();
    assertEquals(List.of("m1", "m2", "m3"), pending(A));
    assertEquals(List.of(first.occurringAt(280)), driver().later(A, 10));
    committed(fired(first.occurringAt(280), 0, "m4"));
    assertEquals(List.of(), driver().later(A, 10));
  }

  @Test
  default void anEarlierReminderIsFoundThoughLaterOnesFired() throws Exception {
    InboxMessage first = reminder("r1", A, 100);
    InboxMessage second = reminder("r2", A, 200);
    committed(sets(A, 1, first, second));
    reopen();
    committed(fired(first, 0, "m1"), fired(second, 0, "m2"));
    assertEquals(List.of(), due(1_000));
    committed(sets(B, 1, reminder("r0", B, 50), reminder("r3", B, 150)));
    assertEquals(List.of("r0", "r3"), due(1_000));
    reopen();
    assertEquals(List.of("r0", "r3"), due(1_000));
    committed(sets(A, 2, reminder("r4", A, 20)));
    assertEquals(List.of("r4", "r0", "r3"), due(1_000));
    assertEquals(20, driver().nextDueAt());
  }

  @Test
  default void aCancelledReminderDoesNotFire() throws Exception {
    InboxMessage reminder = reminder("r1", A, 100);
    InboxMessage other = reminder("r2", A, 100);
    committed(sets(A, 1, reminder, other));
    committed(cancels(A, 2, "r1", "never"));
    assertEquals(List.of(other), driver().later(A, 10));
    assertEquals(List.of(ALREADY_CONSUMED), commit(fired(reminder, 0, "m1")));
    reopen();
    assertEquals(List.of("r2"), due(1_000));
    assertEquals(List.of(ALREADY_CONSUMED), commit(fired(reminder, 0, "m1")));
    assertEquals(List.of(), pending(A));
    committed(cancels(A, 3, "r2"));
    assertEquals(List.of(), due(1_000));
  }

  @Test
  default void aReminderIsCancelledOnlyByItsActor() {
    committed(sets(A, 1, reminder("r1", A, 100)));
    committed(cancels(B, 1, "r1"));
    assertEquals(List.of("r1"), due(100));
    assertEquals(List.of(ALREADY_CONSUMED), commit(fired(reminder("r1", B, 100), 0, "m1")));
  }

  @Test
  default void aTurnChangesRemindersInOrderOrNotAtAll() throws Exception {
    ReminderChange set = new ReminderChange.Scheduled(reminder("r1", A, 100));
    ReminderChange again = new ReminderChange.Scheduled(reminder("r1", A, 70));
    ReminderChange cancel = new ReminderChange.Cancelled("r1");
    assertEquals(List.of(CONFLICT), commit(Records.reminds(A, 2, List.of(set))));
    assertEquals(List.of(), due(1_000));
    committed(Records.reminds(A, 1, List.of(set, cancel)));
    assertEquals(List.of(), due(1_000));
    committed(Records.reminds(A, 2, List.of(cancel, set, again)));
    assertEquals(List.of(reminder("r1", A, 70)), driver().later(A, 10));
    reopen();
    assertEquals(List.of(reminder("r1", A, 70)), driver().due(1_000, 10));
    assertEquals(List.of(CONFLICT), commit(Records.reminds(A, 9, List.of(cancel))));
    assertEquals(70, driver().nextDueAt());
  }

  @Test
  default void withinABatchEachEntrySeesThoseBefore() throws Exception {
    InboxMessage reminder = reminder("r1", A, 100);
    assertEquals(
        List.of(
            ALREADY_CONSUMED,
            COMMITTED,
            ALREADY_CONSUMED,
            COMMITTED,
            COMMITTED,
            COMMITTED,
            ALREADY_CONSUMED,
            COMMITTED),
        commit(
            fired(reminder, 0, "early"),
            sets(A, 1, reminder),
            fired(reminder.occurringAt(101), 0, "other time"),
            fired(reminder, 160, "m1"),
            turn(A, 2, 1, List.of(), "m1"),
            cancels(A, 3, "r1"),
            fired(reminder.occurringAt(160), 0, "m2"),
            sets(A, 4, reminder("r2", A, 5))));
    assertEquals(List.of(), pending(A));
    assertEquals(List.of("r2"), due(1_000));
    reopen();
    assertEquals(List.of("r2"), due(1_000));
    assertEquals(List.of(), pending(A));
  }

  @Test
  default void scenario30_aDeletedActorsRemindersAreGone() throws Exception {
    InboxMessage reminder = reminder("r1", A, 100);
    InboxMessage recurring = reminder("r2", A, 90);
    InboxMessage other = reminder("r3", B, 110);
    committed(sets(A, 1, reminder, recurring), sets(B, 1, other));
    reopen();
    committed(fired(recurring, 150, "m1"));
    committed(tombstone(A, 2, 1));
    assertEquals(List.of(), driver().later(A, 10));
    assertEquals(List.of("r3"), due(1_000));
    assertEquals(110, driver().nextDueAt());
    assertEquals(List.of(CLOSED), commit(fired(reminder, 0, "m2")));
    reopen();
    assertEquals(List.of("r3"), due(1_000));
    assertEquals(List.of(), driver().later(A, 10));
    assertEquals(List.of(CLOSED), commit(fired(recurring.occurringAt(150), 0, "m3")));
    assertEquals(List.of(), pending(A));
  }

  @Test
  default void aTombstoneEndsRemindersWithinItsBatch() throws Exception {
    InboxMessage reminder = reminder("r1", A, 100);
    assertEquals(
        List.of(COMMITTED, COMMITTED, CLOSED),
        commit(sets(A, 1, reminder), tombstone(A, 2, 1), fired(reminder, 0, "m1")));
    assertEquals(List.of(), due(1_000));
    assertNull(driver().nextDueAt());
    reopen();
    assertEquals(List.of(), due(1_000));
    assertEquals(List.of(), driver().deadLetters(DeadLetterQuery.ALL, 10));
  }

  @Test
  default void aReminderKeepsAllItsHeadersAndSoDoesItsMessage() throws Exception {
    Headers headers = Records.headers("\0é🦀").ofTell();
    InboxMessage reminder = Records.reminder("r1", A, 100, headers);
    InboxMessage plain = reminder("r2", A, 300);
    committed(sets(A, 1, reminder, plain));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(reminder, plain), driver().later(A, 10));
      assertEquals(List.of(reminder), driver().due(100, 10));
      reopen();
    }
    InboxMessage message = Records.with(message("m1", A), headers);
    committed(new ReminderFired(reminder, 200, message));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(reminder.occurringAt(200), plain), driver().due(300, 10));
      assertEquals(List.of(message), driver().pendingInbox(A, null, 10));
      reopen();
    }
    committed(sets(A, 2, Records.reminder("r1", A, 400)));
    reopen();
    assertEquals(List.of(plain, Records.reminder("r1", A, 400)), driver().later(A, 10), "set anew");
  }

  @Test
  default void aFiredRemindersMessageCarriesItsManifest() throws Exception {
    InboxMessage reminder = reminder("r1", A, 100);
    committed(sets(A, 1, reminder));
    ReminderFired fired =
        new ReminderFired(reminder, 0, Records.pinned(message("m1", A), "ab".repeat(32)));
    committed(fired);
    assertEquals(List.of(fired.message()), driver().pendingInbox(A, null, 10));
    reopen();
    assertEquals(List.of(fired.message()), driver().pendingInbox(A, null, 10));
  }
}
