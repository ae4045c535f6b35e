package io.actjs.storage;

import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of snapshots and of what they make unnecessary. */
interface SnapshotsTck extends StoreUnderTest {

  @Test
  default void scenario72_snapshotRoundTripAndHighestSeqWins() throws Exception {
    turns(A, 1, 3);
    driver().saveSnapshot(snapshot(A, 2));
    assertEquals(snapshot(A, 2), driver().activate(A).snapshot());
    driver().saveSnapshot(snapshot(A, 1));
    assertEquals(snapshot(A, 2), driver().activate(A).snapshot());
    driver().saveSnapshot(snapshot(A, 3));
    reopen();
    assertEquals(snapshot(A, 3), driver().activate(A).snapshot());
    assertThrows(IllegalArgumentException.class, () -> driver().saveSnapshot(snapshot(A, 4)));
    assertThrows(IllegalArgumentException.class, () -> driver().saveSnapshot(snapshot(B, 1)));
  }

  @Test
  default void anOwnerThatKnowsATurnGetsWhatCameAfterItInsteadOfTheSnapshot() throws Exception {
    turns(A, 1, 5);
    driver().saveSnapshot(snapshot(A, 3));
    committed(new InboxEntry.Accepted(message("m1", A)));
    reopen();
    Activation whole = driver().activate(A);
    assertEquals(snapshot(A, 3), whole.snapshot());
    assertEquals(List.of(4L, 5L), seqsOf(whole));
    assertEquals(List.of("m1"), whole.inbox().stream().map(InboxMessage::id).toList());
    Activation known = driver().activate(A, 4);
    assertNull(known.snapshot());
    assertEquals(List.of(4L, 5L), seqsOf(known));
    assertEquals(whole.inbox(), known.inbox());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seqsOf(driver().activate(A, 1)));
    assertEquals(2, driver().compact(A, 2));
    for (long unknown : new long[] {2, 6, 99}) {
      Activation found = driver().activate(A, unknown);
      assertEquals(snapshot(A, 3), found.snapshot(), "the journal has no turn " + unknown);
      assertEquals(List.of(4L, 5L), seqsOf(found));
    }
    assertTrue(driver().activate(B, 7).turns().isEmpty());
  }

  @Test
  default void whatAnOwnerIsGivenIsBounded() {
    turns(A, 1, Activation.TURNS + 1);
    JournalEntry[] messages = new JournalEntry[Activation.MESSAGES + 1];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = new InboxEntry.Accepted(message("m%04d".formatted(i), A));
    }
    committed(messages);
    Activation found = driver().activate(A);
    assertEquals(Activation.TURNS, found.turns().size());
    assertEquals(1, found.turns().getFirst().seq());
    assertEquals(Activation.MESSAGES, found.inbox().size());
    assertEquals("m0000", found.inbox().getFirst().id());
  }

  private static List<Long> seqsOf(Activation activation) {
    return activation.turns().stream().map(TurnRecord::seq).toList();
  }

  @Test
  default void scenario67_aMigrationIsOneTurnWithTheWholeState() throws Exception {
    turns(A, 1, 2);
    TurnRecord migrated =
        new TurnRecord(
            A,
            3,
            1,
            Version.parse("2.0.0"),
            7,
            new Change.Replaced("{\"items\":[\"é🦀\"]}"),
            List.of(),
            List.of(),
            null);
    committed(migrated, turn(A, 4, 1));
    assertEquals(migrated, driver().readJournal(A, 3, 1).getFirst());
    reopen();
    assertEquals(List.of(migrated, turn(A, 4, 1)), driver().readJournal(A, 3, 10));
  }

  @Test
  default void scenario67_theStateBeforeAMigrationIsRetained() throws Exception {
    assertNull(driver().retained(A));
    turns(A, 1, 3);
    driver().retain(snapshot(A, 2), 1_000);
    assertEquals(snapshot(A, 2), driver().retained(A));
    driver().retain(snapshot(A, 3), 500);
    reopen();
    assertEquals(snapshot(A, 3), driver().retained(A), "the last one takes the place");
    assertNull(driver().retained(B));
    assertNull(driver().activate(A).snapshot(), "it is no snapshot to start from");
  }

  @Test
  default void retainedStatesExpireWithTheirWindow() throws Exception {
    turns(A, 1, 1);
    turns(B, 1, 1);
    driver().retain(snapshot(A, 1), 100);
    driver().retain(snapshot(B, 1), 200);
    assertEquals(0, driver().drop(new Expired.RetainedStates(100), 10));
    assertEquals(snapshot(A, 1), driver().retained(A));
    assertEquals(1, driver().drop(new Expired.RetainedStates(101), 10));
    assertNull(driver().retained(A));
    reopen();
    assertNull(driver().retained(A));
    assertEquals(snapshot(B, 1), driver().retained(B));
    assertEquals(1, driver().drop(new Expired.RetainedStates(Long.MAX_VALUE), 10));
    assertEquals(0, driver().drop(new Expired.RetainedStates(Long.MAX_VALUE), 10));
  }

  @Test
  default void aTombstoneDropsWhatWasRetained() throws Exception {
    turns(A, 1, 1);
    driver().retain(snapshot(A, 1), 100);
    committed(tombstone(A, 2, 1));
    assertNull(driver().retained(A));
    driver().retain(snapshot(A, 1), 100);
    assertNull(driver().retained(A));
    assertEquals(0, driver().drop(new Expired.RetainedStates(Long.MAX_VALUE), 10));
    reopen();
    assertNull(driver().retained(A));
  }

  @Test
  default void compactionDropsTheJournalBehindTheSnapshot() throws Exception {
    turns(A, 1, 4);
    turns(B, 1, 2);
    reopen();
    turns(A, 5, 9);
    driver().saveSnapshot(snapshot(A, 8));
    assertEquals(3, driver().compact(A, 3));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(4L, 5L, 6L, 7L, 8L, 9L), seqs(A, 1, 100));
      assertEquals(List.of(4L, 5L), seqs(A, 2, 2));
      assertEquals(List.of(6L, 7L), seqs(A, 6, 2));
      assertEquals(List.of(1L, 2L), seqs(B, 1, 10));
      reopen();
    }
    assertEquals(0, driver().compact(A, 3));
    assertEquals(0, driver().compact(A, -1));
    assertEquals(5, driver().compact(A, 8));
    assertEquals(List.of(turn(A, 9, 1)), driver().readJournal(A, 1, 100));
    Activation activation = driver().activate(A);
    assertEquals(snapshot(A, 8), activation.snapshot());
    TurnRecord next = turn(A, 10, activation.epoch());
    committed(next);
    reopen();
    assertEquals(List.of(turn(A, 9, 1), next), driver().readJournal(A, 1, 100));
    assertEquals(List.of(CommitResult.CONFLICT), commit(turn(A, 1, activation.epoch())));
  }

  @Test
  default void compactionKeepsEverythingThatNoSnapshotShows() {
    turns(A, 1, 3);
    assertThrows(IllegalArgumentException.class, () -> driver().compact(A, 1));
    assertThrows(IllegalArgumentException.class, () -> driver().compact(B, 0));
    driver().saveSnapshot(snapshot(A, 2));
    assertThrows(IllegalArgumentException.class, () -> driver().compact(A, 3));
    assertEquals(List.of(1L, 2L, 3L), seqs(A, 1, 10));
    assertEquals(2, driver().compact(A, 2));
    committed(tombstone(A, 4, 1));
    assertThrows(IllegalArgumentException.class, () -> driver().compact(A, 1));
    assertEquals(List.of(3L, 4L), seqs(A, 1, 10));
  }
}
