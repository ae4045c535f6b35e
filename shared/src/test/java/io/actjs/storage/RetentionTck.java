package io.actjs.storage;

import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.FENCED;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of the end of what it stores. */
interface RetentionTck extends StoreUnderTest {

  @Test
  default void extentsTellHowMuchIsStoredOfEachActor() throws Exception {
    ActorRef other = new ActorRef("Zoo", "a");
    turns(A, 1, 9);
    turns(B, 1, 2);
    turns(other, 1, 1);
    driver().saveSnapshot(snapshot(A, 7));
    assertEquals(4, driver().compact(A, 4));
    committed(tombstone(B, 3, 1));
    for (int round = 0; round < 2; round++) {
      List<JournalExtent> all = driver().extents(null, 10);
      assertEquals(
          List.of(
              new JournalExtent(driver().head(A), 5, 7, 0),
              new JournalExtent(driver().head(B), 1, 0, 2_000),
              new JournalExtent(driver().head(other), 1, 0, 0)),
          all);
      assertEquals(all.subList(0, 2), driver().extents(null, 2));
      assertEquals(all.subList(1, 2), driver().extents(A, 1));
      assertEquals(all.subList(2, 3), driver().extents(B, 10));
      assertEquals(List.of(), driver().extents(other, 10));
      reopen();
    }
  }

  @Test
  default void theJournalOfADeletedActorGoesAndTheActorStaysDeleted() throws Exception {
    turns(A, 1, 5);
    turns(B, 1, 5);
    committed(tombstone(A, 6, 1));
    assertEquals(6, driver().dropJournal(A));
    assertEquals(0, driver().dropJournal(A));
    assertEquals(0, driver().dropJournal(B), "it lives");
    assertEquals(0, driver().dropJournal(new ActorRef("Counter", "never")));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(), seqs(A, 1, 10));
      assertEquals(5, seqs(B, 1, 10).size());
      assertEquals(
          new JournalExtent(driver().head(A), 0, 0, 2_000), driver().extents(null, 1).getFirst());
      assertEquals(List.of(CLOSED), commit(turn(A, 7, 99)));
      reopen();
    }
  }

  @Test
  default void aForgottenActorNeverExisted() throws Exception {
    turns(A, 1, 3);
    turns(B, 1, 3);
    committed(new InboxEntry.Accepted(message("m1", A)), tombstone(A, 4, 1));
    assertTrue(driver().forget(A));
    assertFalse(driver().forget(A));
    assertFalse(driver().forget(B), "it lives");
    for (int round = 0; round < 2; round++) {
      assertNull(driver().head(A));
      assertEquals(List.of(), seqs(A, 1, 10));
      assertEquals(List.of(), pending(A));
      assertEquals(List.of(B), StoreUnderTest.refs(driver().heads(null, null, 10)));
      reopen();
    }
    Activation born = driver().activate(A);
    assertNull(born.head());
    assertNull(born.snapshot());
    assertEquals(List.of(), born.turns());
    committed(turn(A, 1, born.epoch()), turn(A, 2, born.epoch()));
    committed(new InboxEntry.Accepted(message("m2", A)));
    reopen();
    assertEquals(List.of(1L, 2L), seqs(A, 1, 10));
    assertEquals(List.of("m2"), pending(A));
  }

  @Test
  default void anOwnerOfAForgottenActorCommitsNothingIntoTheNewOne() {
    long early = driver().activate(A).epoch();
    long late = driver().activate(A).epoch();
    committed(turn(A, 1, late), tombstone(A, 2, late));
    long last = driver().activate(A).epoch();
    assertTrue(driver().forget(A));
    for (long stale : new long[] {early, late}) {
      assertEquals(List.of(FENCED), commit(turn(A, 1, stale)));
    }
    committed(new InboxEntry.Accepted(message("m1", A)));
    assertEquals(List.of(FENCED), commit(turn(A, 1, late)));
    long born = driver().activate(A).epoch();
    assertTrue(born > last, () -> born + " after " + last);
    assertEquals(List.of(FENCED), commit(turn(A, 1, last)));
    assertEquals(List.of(COMMITTED), commit(turn(A, 1, born)));
    assertEquals(List.of(FENCED), commit(turn(A, 2, last)));
    assertEquals(List.of(COMMITTED), commit(turn(A, 2, born)));
  }

  @Test
  default void deadLettersExpireByAgeAndByNumber() throws Exception {
    turns(A, 1, 1);
    for (int i = 0; i < 10; i++) {
      committed(
          new InboxEntry.Accepted(message("m" + i, A)),
          new InboxEntry.DeadLettered(message("m" + i, A), 5, "broken", 100 + i));
    }
    assertEquals(0, driver().drop(new Expired.DeadLetters(100, 10), 100));
    assertEquals(2, driver().drop(new Expired.DeadLetters(103, 10), 2), "no more than asked");
    assertEquals(1, driver().drop(new Expired.DeadLetters(103, 10), 2));
    assertEquals(7, dead().size());
    assertEquals(4, driver().drop(new Expired.DeadLetters(104, 3), 100));
    reopen();
    assertEquals(List.of("m9", "m8", "m7"), dead());
    assertEquals(0, driver().drop(new Expired.DeadLetters(104, 3), 100));
    assertEquals(3, driver().drop(new Expired.DeadLetters(104, 0), 100));
    assertEquals(List.of(), dead());
  }

  private List<String> dead() {
    return driver().deadLetters(DeadLetterQuery.ALL, 100).stream()
        .map(DeadLetter::message)
        .map(message -> message.id())
        .toList();
  }

  @Test
  default void auditEntriesExpire() throws Exception {
    for (int i = 0; i < 5; i++) {
      driver().registry().audit(new AuditEntry("a" + i, 10 + i, "admin", "x", "t", "{}"));
    }
    assertEquals(0, driver().drop(new Expired.AuditEntries(10), 100));
    assertEquals(2, driver().drop(new Expired.AuditEntries(13), 2));
    assertEquals(1, driver().drop(new Expired.AuditEntries(13), 2));
    reopen();
    assertEquals(
        List.of("a4", "a3"),
        driver().registry().auditLog(10).stream().map(AuditEntry::id).toList());
  }
}
