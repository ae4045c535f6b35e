package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.CommitResult.FENCED;
import static io.actjs.storage.Records.V1;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.published;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.storage.StorageDriver.Activation;
import io.actjs.storage.StorageDriver.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every storage driver promises. The numbers are those of the conformance scenarios. */
public abstract class StorageDriverTck {
  protected final ActorRef a = actor("a");
  protected final ActorRef b = actor("b");
  protected StorageDriver driver;

  /** Opens a driver over the test's own storage, which is empty the first time. */
  protected abstract StorageDriver open() throws Exception;

  @BeforeEach
  void openDriver() throws Exception {
    driver = open();
  }

  @AfterEach
  void closeDriver() {
    driver.close();
  }

  /** Closes the driver and opens it over what it has stored. */
  protected void reopen() throws Exception {
    driver.close();
    driver = open();
  }

  protected List<CommitResult> commit(JournalEntry... entries) {
    return driver.commit(List.of(entries));
  }

  protected void committed(JournalEntry... entries) {
    List<CommitResult> results = commit(entries);
    assertTrue(results.stream().allMatch(COMMITTED::equals), results::toString);
  }

  private void turns(ActorRef ref, long from, long to) {
    committed(
        LongStream.rangeClosed(from, to)
            .mapToObj(seq -> turn(ref, seq, 1))
            .toArray(JournalEntry[]::new));
  }

  private List<String> pending(ActorRef ref) {
    return driver.pendingInbox(ref, null, 100).stream().map(InboxMessage::id).toList();
  }

  @Test
  void scenario72_anActorThatNeverRanIsAbsent() {
    assertNull(driver.head(a));
    assertEquals(List.of(), driver.readJournal(a, 1, 10));
    assertEquals(List.of(), driver.pendingInbox(a, null, 10));
    assertEquals(List.of(), driver.heads(null, null, 10));
    assertEquals(List.of(), driver.actorsWithInbox(null, 10));
    Activation activation = driver.activate(a);
    assertNull(activation.head());
    assertNull(activation.snapshot());
    assertNull(driver.head(a), "activation creates nothing");
  }

  @Test
  void scenario72_theFirstTurnCreatesTheActor() {
    long epoch = driver.activate(a).epoch();
    committed(turn(a, 1, epoch));
    assertEquals(new ActorHead(a, V1, 1, epoch, Phase.LIVE), driver.head(a));
    assertEquals(List.of(turn(a, 1, epoch)), driver.readJournal(a, 1, 10));
  }

  @Test
  void scenario72_theFirstTurnMustBeNumberOne() {
    assertEquals(List.of(CONFLICT), commit(turn(a, 2, 1)));
    assertNull(driver.head(a));
  }

  @Test
  void scenario72_snapshotRoundTripAndHighestSeqWins() throws Exception {
    turns(a, 1, 3);
    driver.saveSnapshot(snapshot(a, 2));
    assertEquals(snapshot(a, 2), driver.activate(a).snapshot());
    driver.saveSnapshot(snapshot(a, 1));
    assertEquals(snapshot(a, 2), driver.activate(a).snapshot());
    driver.saveSnapshot(snapshot(a, 3));
    reopen();
    assertEquals(snapshot(a, 3), driver.activate(a).snapshot());
    assertThrows(IllegalArgumentException.class, () -> driver.saveSnapshot(snapshot(a, 4)));
    assertThrows(IllegalArgumentException.class, () -> driver.saveSnapshot(snapshot(b, 1)));
  }

  @Test
  void scenario72_journalIsDenseAndReadFromAnySeqWithALimit() throws Exception {
    turns(a, 1, 4);
    turns(b, 1, 2);
    turns(a, 5, 9);
    assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), seqs(a, 1, 100));
    assertEquals(List.of(2L, 3L, 4L, 5L), seqs(a, 2, 4));
    assertEquals(List.of(9L), seqs(a, 9, 4));
    assertEquals(List.of(), seqs(a, 10, 4));
    assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), seqs(a, -7, 100));
    reopen();
    assertEquals(List.of(4L, 5L, 6L), seqs(a, 4, 3));
    assertEquals(List.of(turn(b, 1, 1), turn(b, 2, 1)), driver.readJournal(b, 1, 10));
  }

  private List<Long> seqs(ActorRef ref, long from, int limit) {
    return driver.readJournal(ref, from, limit).stream().map(TurnRecord::seq).toList();
  }

  @Test
  void scenario72_aTurnRoundTripsWithAllItsParts() throws Exception {
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
            List.of(message("m2", b)),
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
    assertEquals(List.of(patch, events, end), driver.readJournal(odd, 1, 10));
    reopen();
    assertEquals(List.of(patch, events, end), driver.readJournal(odd, 1, 10));
    assertEquals(new ActorHead(odd, version, 3, 10, Phase.TOMBSTONED), driver.head(odd));
  }

  @Test
  void scenario72_anEmptyBatchIsNothing() {
    assertEquals(List.of(), driver.commit(List.of()));
  }

  @Test
  void scenario72_inboxKeepsOrderAndPages() throws Exception {
    committed(
        new Accepted(message("m3", a)),
        new Accepted(message("m1", a)),
        new Accepted(message("m2", a)),
        new Accepted(message("m9", b)));
    assertEquals(List.of("m1", "m2", "m3"), pending(a));
    assertEquals(List.of(message("m1", a)), driver.pendingInbox(a, null, 1));
    assertEquals(List.of(message("m2", a)), driver.pendingInbox(a, "m1", 1));
    assertEquals(List.of(a, b), driver.actorsWithInbox(null, 10));
    reopen();
    assertEquals(List.of("m1", "m2", "m3"), pending(a));
    assertEquals(List.of(a), driver.actorsWithInbox(null, 1));
    assertEquals(List.of(b), driver.actorsWithInbox(a, 10));
    assertNull(driver.head(a), "a message creates no actor");
  }

  @Test
  void scenario72_aMessageIsConsumedExactlyOnceWithItsTurn() throws Exception {
    committed(new Accepted(message("m1", a)), new Accepted(message("m2", a)));
    committed(turn(a, 1, 1, List.of(), "m1"));
    assertEquals(List.of("m2"), pending(a));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(a, 2, 1, List.of(), "m1")));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(a, 2, 1, List.of(), "never")));
    reopen();
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(a, 2, 1, List.of(), "m1")));
    assertEquals(1, driver.readJournal(a, 1, 10).size());
    committed(turn(a, 2, 1, List.of(), "m2"));
    assertEquals(List.of(), pending(a));
    assertEquals(List.of(), driver.actorsWithInbox(null, 10));
  }

  @Test
  void scenario72_aMessageIsConsumedOnlyByItsTarget() {
    committed(new Accepted(message("m1", a)));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(b, 1, 1, List.of(), "m1")));
    assertEquals(List.of("m1"), pending(a));
  }

  @Test
  void scenario72_outboxIsStoredWithItsTurnOrNotAtAll() throws Exception {
    List<InboxMessage> outbox = List.of(message("m1", b), message("m2", b), message("m0", a));
    assertEquals(List.of(CONFLICT), commit(turn(a, 7, 1, outbox, null)));
    assertEquals(List.of(), driver.actorsWithInbox(null, 10));
    committed(turn(a, 1, 1, outbox, null));
    assertEquals(List.of("m1", "m2"), pending(b));
    reopen();
    assertEquals(List.of("m1", "m2"), pending(b));
    assertEquals(List.of("m0"), pending(a));
    assertEquals(outbox, driver.readJournal(a, 1, 1).getFirst().outbox());
  }

  @Test
  void scenario72_aMessageCanBeSentAndConsumedWithinOneBatch() throws Exception {
    committed(turn(a, 1, 1, List.of(message("m1", b)), null), turn(b, 1, 1, List.of(), "m1"));
    assertEquals(List.of(), pending(b));
    assertEquals(
        List.of(CONFLICT, ALREADY_CONSUMED),
        commit(turn(a, 3, 1, List.of(message("m2", b)), null), turn(b, 2, 1, List.of(), "m2")));
    reopen();
    assertEquals(List.of(), driver.actorsWithInbox(null, 10));
    assertEquals(1, driver.readJournal(b, 1, 10).size());
  }

  @Test
  void scenario72_aDeadLetterLeavesTheInbox() throws Exception {
    InboxMessage message = message("m1", a);
    committed(new Accepted(message));
    committed(new DeadLettered(message, 5, "HandlerError: no", 77));
    assertEquals(List.of(), pending(a));
    assertEquals(
        List.of(ALREADY_CONSUMED), commit(new DeadLettered(message, 5, "HandlerError: no", 78)));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(a, 1, 1, List.of(), "m1")));
    committed(new Accepted(message("m2", b)), new DeadLettered(message("m2", b), 1, "x", 99));
    DeadLetter first = new DeadLetter(message, 5, "HandlerError: no", 77);
    DeadLetter second = new DeadLetter(message("m2", b), 1, "x", 99);
    assertEquals(List.of(second, first), driver.deadLetters(null, 10));
    reopen();
    assertEquals(List.of(second, first), driver.deadLetters(null, 10));
    assertEquals(List.of(second), driver.deadLetters(null, 1));
    assertEquals(List.of(first), driver.deadLetters(a, 10));
  }

  @Test
  void scenario72_classesRoundTripInOrderAndAreImmutable() throws Exception {
    PublishedClass one = published("Shop", "1.0.0", "class Shop {} // ä🦀");
    PublishedClass two = published("Cart", "0.1.0-beta.2", "class Cart {}");
    PublishedClass three = published("Shop", "0.9.0", "class Shop {} // ä🦀");
    driver.registry().publish(one, List.of());
    driver.registry().publish(two, List.of());
    driver.registry().publish(three, List.of());
    ActjsException refused =
        assertThrows(
            ActjsException.class,
            () -> driver.registry().publish(published("Shop", "1.0.0", "other"), List.of()));
    assertEquals(ProblemCode.VersionAlreadyPublished, refused.code());
    assertEquals(
        List.of(one.version(), two.version(), three.version()), driver.registry().classVersions());
    reopen();
    assertEquals(
        List.of(one.version(), two.version(), three.version()), driver.registry().classVersions());
    assertEquals(one, driver.registry().loadClass(one.ref()));
    assertEquals(two, driver.registry().loadClass(two.ref()));
    assertEquals(three, driver.registry().loadClass(three.ref()));
    assertNull(driver.registry().loadClass(published("Shop", "3.0.0", "").ref()));
  }

  @Test
  void scenario73_anOlderOwnerIsFenced() throws Exception {
    long first = driver.activate(a).epoch();
    committed(turn(a, 1, first));
    Activation next = driver.activate(a);
    assertTrue(next.epoch() > first);
    assertEquals(driver.head(a), next.head());
    assertEquals(List.of(FENCED), commit(turn(a, 2, first)));
    committed(turn(a, 2, next.epoch()));
    assertEquals(List.of(FENCED), commit(turn(a, 3, first)));
    reopen();
    assertEquals(List.of(FENCED), commit(turn(a, 3, first)));
    assertTrue(driver.activate(a).epoch() > next.epoch());
  }

  @Test
  void scenario73_anOwnerOfAnActorThatDoesNotExistIsFencedToo() {
    long first = driver.activate(a).epoch();
    long second = driver.activate(a).epoch();
    assertEquals(List.of(FENCED), commit(turn(a, 1, first)));
    committed(turn(a, 1, second));
  }

  @Test
  void scenario73_aFenceHoldsForItsActorOnly() {
    long old = driver.activate(a).epoch();
    long other = driver.activate(b).epoch();
    long now = driver.activate(a).epoch();
    assertEquals(
        List.of(FENCED, COMMITTED, COMMITTED, FENCED),
        commit(turn(a, 1, old), turn(b, 1, other), turn(a, 1, now), turn(a, 2, old)));
  }

  @Test
  void scenario73_theHeadThatAnOwnerIsGivenIsFinalForOlderOwners() throws Exception {
    AtomicReference<Activation> newest = new AtomicReference<>(driver.activate(a));
    AtomicBoolean done = new AtomicBoolean();
    List<Activation> activations = new ArrayList<>();
    Thread takesOver =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    Activation activation = driver.activate(a);
                    activations.add(activation);
                    newest.set(activation);
                    // Leaves the owner time for a turn or two.
                    LockSupport.parkNanos(50_000);
                  }
                });
    long seq = 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (seq < 100 && System.nanoTime() < deadline) {
      long epoch = newest.get().epoch();
      seq += commit(turn(a, seq + 1, epoch)).getFirst() == COMMITTED ? 1 : 0;
    }
    done.set(true);
    takesOver.join();
    List<TurnRecord> journal = driver.readJournal(a, 1, 1_000);
    assertEquals(100, seq);
    assertEquals(seq, journal.size());
    for (Activation activation : activations) {
      ActorHead head = activation.head();
      for (TurnRecord later : journal.subList(head == null ? 0 : (int) head.seq(), (int) seq)) {
        assertTrue(later.epoch() >= activation.epoch(), () -> activation + " then " + later);
      }
    }
  }

  @Test
  void scenario73_noSeqIsTakenTwice() {
    turns(a, 1, 2);
    assertEquals(List.of(CONFLICT), commit(turn(a, 2, 1)));
    assertEquals(List.of(CONFLICT), commit(turn(a, 4, 1)));
    assertEquals(List.of(COMMITTED, CONFLICT), commit(turn(a, 3, 1), turn(a, 3, 1)));
    assertEquals(List.of(1L, 2L, 3L), seqs(a, 1, 10));
  }

  @Test
  void entriesOfABatchSucceedOrFailEachForItself() throws Exception {
    turns(a, 1, 1);
    assertEquals(
        List.of(CONFLICT, COMMITTED, CONFLICT, COMMITTED, COMMITTED),
        commit(turn(a, 3, 1), turn(b, 1, 1), turn(a, 4, 1), turn(b, 2, 1), turn(a, 2, 1)));
    reopen();
    assertEquals(List.of(1L, 2L), seqs(a, 1, 10));
    assertEquals(List.of(1L, 2L), seqs(b, 1, 10));
  }

  @Test
  void aTurnAfterARefusedOneOfTheSameBatchIsRefusedToo() {
    assertEquals(
        List.of(ALREADY_CONSUMED, CONFLICT, CONFLICT),
        commit(turn(a, 1, 1, List.of(), "m"), turn(a, 2, 1), turn(a, 3, 1)));
    assertNull(driver.head(a));
  }

  @Test
  void aDeletedActorStaysDeleted() throws Exception {
    turns(a, 1, 2);
    driver.saveSnapshot(snapshot(a, 2));
    committed(new Accepted(message("m1", a)), tombstone(a, 3, 1));
    assertEquals(new ActorHead(a, V1, 3, 1, Phase.TOMBSTONED), driver.head(a));
    assertEquals(List.of(), pending(a));
    assertEquals(
        List.of(CLOSED, CLOSED, CLOSED, CLOSED),
        commit(
            turn(a, 4, 1),
            turn(a, 1, 99),
            new Accepted(message("m2", a)),
            new DeadLettered(message("m1", a), 1, "late", 5)));
    driver.saveSnapshot(snapshot(a, 3));
    reopen();
    Activation activation = driver.activate(a);
    assertNull(activation.snapshot());
    assertEquals(Phase.TOMBSTONED, assertNotNullHead(activation.head()).phase());
    assertEquals(List.of(), pending(a));
    assertEquals(List.of(), driver.actorsWithInbox(null, 10));
    assertEquals(List.of(CLOSED), commit(turn(a, 4, activation.epoch())));
    assertEquals(3, driver.readJournal(a, 1, 10).size());
    assertEquals(1, driver.heads(null, null, 10).size());
  }

  private static ActorHead assertNotNullHead(@org.jspecify.annotations.Nullable ActorHead head) {
    assertNotNull(head);
    return head;
  }

  @Test
  void nothingFollowsATombstoneWithinItsBatch() {
    assertEquals(
        List.of(COMMITTED, COMMITTED, CLOSED, CLOSED),
        commit(turn(a, 1, 1), tombstone(a, 2, 1), turn(a, 3, 1), new Accepted(message("m1", a))));
  }

  @Test
  void aMessageToADeletedActorBecomesADeadLetter() throws Exception {
    committed(tombstone(a, 1, 1));
    committed(turn(b, 1, 1, List.of(message("m1", a), message("m2", b)), null));
    List<DeadLetter> expected = List.of(DeadLetter.undeliverable(message("m1", a)));
    assertEquals(expected, driver.deadLetters(null, 10));
    assertEquals(List.of("m2"), pending(b));
    reopen();
    assertEquals(expected, driver.deadLetters(a, 10));
    assertEquals(List.of(), pending(a));
  }

  @Test
  void headsComeInOrderOfClassAndId() throws Exception {
    ActorRef bmp = new ActorRef("Counter", "\uffee");
    ActorRef beyond = new ActorRef("Counter", "🦀");
    ActorRef upper = new ActorRef("Counter", "Z");
    ActorRef other = new ActorRef("Basket", "a");
    List<ActorRef> sorted = List.of(other, upper, a, b, bmp, beyond);
    for (ActorRef ref : List.of(beyond, b, upper, other, bmp, a)) {
      turns(ref, 1, 1);
    }
    committed(new Accepted(message("m", new ActorRef("Basket", "not yet"))));
    assertEquals(sorted, refs(driver.heads(null, null, 10)));
    reopen();
    assertEquals(sorted, refs(driver.heads(null, null, 10)));
    assertEquals(sorted.subList(1, 6), refs(driver.heads("Counter", null, 10)));
    assertEquals(sorted.subList(3, 5), refs(driver.heads("Counter", a, 2)));
    assertEquals(List.of(), driver.heads("Nothing", null, 2));
    List<ActorRef> paged = new ArrayList<>();
    for (List<ActorRef> page = refs(driver.heads(null, null, 1)); !page.isEmpty(); ) {
      paged.addAll(page);
      page = refs(driver.heads(null, page.getLast(), 1));
    }
    assertEquals(sorted, paged);
  }

  private static List<ActorRef> refs(List<ActorHead> heads) {
    return heads.stream().map(ActorHead::ref).toList();
  }

  @Test
  void actorsOfTwoClassesNeverMeet() {
    ActorRef twin = new ActorRef("Other", "a");
    turns(a, 1, 3);
    committed(new Accepted(message("m1", a)));
    assertNull(driver.head(twin));
    assertEquals(List.of(), driver.readJournal(twin, 1, 10));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(twin, 1, 1, List.of(), "m1")));
    committed(turn(twin, 1, 1));
    assertEquals(List.of(1L), seqs(twin, 1, 10));
  }

  @Test
  void statsCountWhatIsCommitted() {
    StorageDriver.StorageStats before = driver.stats();
    committed(turn(a, 1, 1), turn(a, 2, 1));
    assertEquals(List.of(CONFLICT), commit(turn(a, 9, 1)));
    StorageDriver.StorageStats after = driver.stats();
    assertEquals(2, after.entries() - before.entries());
    assertTrue(after.commits() > before.commits());
    driver.ping();
  }
}
