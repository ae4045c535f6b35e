package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.Records.V1;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of actors: heads, journals, tombstones. */
interface ActorsTck extends StoreUnderTest {

  @Test
  default void scenario72_anActorThatNeverRanIsAbsent() {
    assertNull(driver().head(A));
    assertEquals(List.of(), driver().readJournal(A, 1, 10));
    assertEquals(List.of(), driver().pendingInbox(A, null, 10));
    assertEquals(List.of(), driver().heads(null, null, 10));
    assertEquals(List.of(), driver().actorsWithInbox(null, 10));
    Activation activation = driver().activate(A);
    assertNull(activation.head());
    assertNull(activation.snapshot());
    assertNull(driver().head(A), "activation creates nothing");
  }

  @Test
  default void scenario72_theFirstTurnCreatesTheActor() {
    long epoch = driver().activate(A).epoch();
    committed(turn(A, 1, epoch));
    assertEquals(
        new ActorHead(A, V1, 1, epoch, Phase.LIVE, 1_001, 1_001, List.of()), driver().head(A));
    assertEquals(List.of(turn(A, 1, epoch)), driver().readJournal(A, 1, 10));
  }

  @Test
  default void scenario72_theFirstTurnMustBeNumberOne() {
    assertEquals(List.of(CONFLICT), commit(turn(A, 2, 1)));
    assertNull(driver().head(A));
  }

  @Test
  default void scenario72_journalIsDenseAndReadFromAnySeqWithALimit() throws Exception {
    turns(A, 1, 4);
    turns(B, 1, 2);
    turns(A, 5, 9);
    assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), seqs(A, 1, 100));
    assertEquals(List.of(2L, 3L, 4L, 5L), seqs(A, 2, 4));
    assertEquals(List.of(9L), seqs(A, 9, 4));
    assertEquals(List.of(), seqs(A, 10, 4));
    assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), seqs(A, -7, 100));
    reopen();
    assertEquals(List.of(4L, 5L, 6L), seqs(A, 4, 3));
    assertEquals(List.of(turn(B, 1, 1), turn(B, 2, 1)), driver().readJournal(B, 1, 10));
  }

  @Test
  default void scenario72_aTurnRoundTripsWithAllItsParts() throws Exception {
    ActorRef odd = new ActorRef("Odd_1", "ünï/çødé 🦀 \"quoted\"");
    Version version = Version.parse("10.20.30-rc.1");
    committed(new Accepted(message("m1", odd)));
    TurnRecord patch =
        new TurnRecord(
            odd,
            1,
            9,
            version,
            -5,
            new Change.Patch("[]"),
            List.of(message("m2", B)),
            List.of(),
            "m1");
    TurnRecord events =
        new TurnRecord(
            odd,
            2,
            9,
            version,
            Long.MAX_VALUE,
            new Change.Events("[\"é🦀\"]"),
            List.of(),
            List.of(),
            null);
    TurnRecord end =
        new TurnRecord(odd, 3, 10, version, 0, new Change.Tombstone(), List.of(), List.of(), null);
    committed(patch, events, end);
    assertEquals(List.of(patch, events, end), driver().readJournal(odd, 1, 10));
    reopen();
    assertEquals(List.of(patch, events, end), driver().readJournal(odd, 1, 10));
    assertEquals(
        new ActorHead(odd, version, 3, 10, Phase.TOMBSTONED, -5, 0, List.of()), driver().head(odd));
  }

  @Test
  default void scenario72_anEmptyBatchIsNothing() {
    assertEquals(List.of(), driver().commit(List.of()));
  }

  @Test
  default void entriesOfABatchSucceedOrFailEachForItself() throws Exception {
    turns(A, 1, 1);
    assertEquals(
        List.of(CONFLICT, COMMITTED, CONFLICT, COMMITTED, COMMITTED),
        commit(turn(A, 3, 1), turn(B, 1, 1), turn(A, 4, 1), turn(B, 2, 1), turn(A, 2, 1)));
    reopen();
    assertEquals(List.of(1L, 2L), seqs(A, 1, 10));
    assertEquals(List.of(1L, 2L), seqs(B, 1, 10));
  }

  @Test
  default void aTurnAfterARefusedOneOfTheSameBatchIsRefusedToo() {
    assertEquals(
        List.of(ALREADY_CONSUMED, CONFLICT, CONFLICT),
        commit(turn(A, 1, 1, List.of(), "m"), turn(A, 2, 1), turn(A, 3, 1)));
    assertNull(driver().head(A));
  }

  @Test
  default void aDeletedActorStaysDeleted() throws Exception {
    turns(A, 1, 2);
    driver().saveSnapshot(snapshot(A, 2));
    committed(new Accepted(message("m1", A)), tombstone(A, 3, 1));
    assertEquals(
        new ActorHead(A, V1, 3, 1, Phase.TOMBSTONED, 1_001, 2_000, List.of()), driver().head(A));
    assertEquals(List.of(), pending(A));
    assertEquals(
        List.of(CLOSED, CLOSED, CLOSED, CLOSED),
        commit(
            turn(A, 4, 1),
            turn(A, 1, 99),
            new Accepted(message("m2", A)),
            new DeadLettered(message("m1", A), 1, "late", 5)));
    driver().saveSnapshot(snapshot(A, 3));
    reopen();
    Activation activation = driver().activate(A);
    assertNull(activation.snapshot());
    assertEquals(Phase.TOMBSTONED, Objects.requireNonNull(activation.head()).phase());
    assertEquals(List.of(), pending(A));
    assertEquals(List.of(), driver().actorsWithInbox(null, 10));
    assertEquals(List.of(CLOSED), commit(turn(A, 4, activation.epoch())));
    assertEquals(3, driver().readJournal(A, 1, 10).size());
    assertEquals(1, driver().heads(null, null, 10).size());
  }

  @Test
  default void nothingFollowsATombstoneWithinItsBatch() {
    assertEquals(
        List.of(COMMITTED, COMMITTED, CLOSED, CLOSED),
        commit(turn(A, 1, 1), tombstone(A, 2, 1), turn(A, 3, 1), new Accepted(message("m1", A))));
  }

  @Test
  default void headsComeInOrderOfClassAndId() throws Exception {
    ActorRef bmp = new ActorRef("Counter", "\uffee");
    ActorRef beyond = new ActorRef("Counter", "🦀");
    ActorRef upper = new ActorRef("Counter", "Z");
    ActorRef other = new ActorRef("Basket", "a");
    List<ActorRef> sorted = List.of(other, upper, A, B, bmp, beyond);
    for (ActorRef ref : List.of(beyond, B, upper, other, bmp, A)) {
      turns(ref, 1, 1);
    }
    committed(new Accepted(message("m", new ActorRef("Basket", "not yet"))));
    assertEquals(sorted, StoreUnderTest.refs(driver().heads(null, null, 10)));
    reopen();
    assertEquals(sorted, StoreUnderTest.refs(driver().heads(null, null, 10)));
    assertEquals(sorted.subList(1, 6), StoreUnderTest.refs(driver().heads("Counter", null, 10)));
    assertEquals(sorted.subList(3, 5), StoreUnderTest.refs(driver().heads("Counter", A, 2)));
    assertEquals(List.of(), driver().heads("Nothing", null, 2));
    List<ActorRef> paged = new ArrayList<>();
    for (List<ActorRef> page = StoreUnderTest.refs(driver().heads(null, null, 1));
        !page.isEmpty(); ) {
      paged.addAll(page);
      page = StoreUnderTest.refs(driver().heads(null, page.getLast(), 1));
    }
    assertEquals(sorted, paged);
  }

  @Test
  default void actorsOfTwoClassesNeverMeet() {
    ActorRef twin = new ActorRef("Other", "a");
    turns(A, 1, 3);
    committed(new Accepted(message("m1", A)));
    assertNull(driver().head(twin));
    assertEquals(List.of(), driver().readJournal(twin, 1, 10));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(twin, 1, 1, List.of(), "m1")));
    committed(turn(twin, 1, 1));
    assertEquals(List.of(1L), seqs(twin, 1, 10));
  }

  @Test
  default void statsCountWhatIsCommitted() {
    StorageStats before = driver().stats();
    committed(turn(A, 1, 1), turn(A, 2, 1));
    assertEquals(List.of(CONFLICT), commit(turn(A, 9, 1)));
    StorageStats after = driver().stats();
    assertEquals(2, after.entries() - before.entries());
    assertTrue(after.commits() > before.commits());
    driver().ping();
  }
}
