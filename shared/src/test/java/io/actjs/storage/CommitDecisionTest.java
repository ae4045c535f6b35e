package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.CommitResult.FENCED;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.reminds;
import static io.actjs.storage.Records.reply;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.ReminderChange;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CommitDecisionTest {
  private static final ActorRef A = actor("a");
  private static final ActorRef B = actor("b");
  private static final ActorRef C = actor("c");
  private static final ActorRef D = actor("d");

  private final Map<ActorRef, CommitView> stored = new HashMap<>();

  /** An actor as a store has it. */
  private record View(
      long seq,
      long fence,
      boolean isClosed,
      Set<String> inbox,
      Map<String, Long> later,
      Set<String> dead,
      Map<String, KeyedReply> replies)
      implements CommitView {
    View(
        long seq,
        long fence,
        boolean isClosed,
        Set<String> inbox,
        Map<String, Long> later,
        Set<String> dead) {
      this(seq, fence, isClosed, inbox, later, dead, Map.of());
    }

    static final View UNBORN = new View(0, 0, false, Set.of(), Map.of(), Set.of());

    static View live(long seq, long fence) {
      return new View(seq, fence, false, Set.of(), Map.of(), Set.of());
    }

    View withInbox(String... ids) {
      return new View(seq, fence, isClosed, Set.of(ids), later, dead);
    }

    View withReminder(String id, long dueAt) {
      return new View(seq, fence, isClosed, inbox, Map.of(id, dueAt), dead);
    }

    View withDead(String... ids) {
      return new View(seq, fence, isClosed, inbox, later, Set.of(ids));
    }

    View withReply(KeyedReply reply) {
      Map<String, KeyedReply> one = Map.of(reply.key().scope(), reply);
      return new View(seq, fence, isClosed, inbox, later, dead, one);
    }

    @Override
    public @Nullable KeyedReply reply(String scope) {
      return replies.get(scope);
    }

    @Override
    public boolean isPending(String messageId) {
      return inbox.contains(messageId);
    }

    @Override
    public boolean isDead(String messageId) {
      return dead.contains(messageId);
    }

    @Override
    public OptionalLong dueAt(String messageId) {
      Long dueAt = later.get(messageId);
      return dueAt == null ? OptionalLong.empty() : OptionalLong.of(dueAt);
    }
  }

  private List<CommitResult> decide(JournalEntry... batch) {
    return CommitDecision.on(
        JournalBatch.of(List.of(batch)),
        ActorDraft.perActor(ref -> stored.getOrDefault(ref, View.UNBORN)));
  }

  private static TurnRecord consuming(ActorRef ref, long seq, long epoch, String message) {
    return turn(ref, seq, epoch, List.of(), message);
  }

  private static TurnRecord sending(ActorRef ref, long seq, long epoch, InboxMessage message) {
    return turn(ref, seq, epoch, List.of(message), null);
  }

  private static InboxEntry.DeadLettered givenUp(String id, ActorRef target) {
    return new InboxEntry.DeadLettered(message(id, target), 3, "Failed: no", 0);
  }

  /** The message that it becomes has the id {@code id@dueAt}. */
  private static InboxEntry.ReminderFired fired(String id, long dueAt, long nextDueAt) {
    return Records.fired(reminder(id, A, dueAt), nextDueAt, id + "@" + dueAt);
  }

  @Test
  void theTurnAfterTheLastIsCommitted() {
    stored.put(A, View.live(4, 2));
    assertEquals(List.of(COMMITTED, COMMITTED), decide(turn(A, 5, 2), turn(A, 6, 2)));
    assertEquals(List.of(COMMITTED), decide(turn(B, 1, 1)));
  }

  @Test
  void aTurnOfAnotherSeqConflicts() {
    stored.put(A, View.live(4, 2));
    assertEquals(
        List.of(CONFLICT, CONFLICT, COMMITTED, CONFLICT),
        decide(turn(A, 4, 2), turn(A, 6, 2), turn(A, 5, 2), turn(A, 5, 2)));
  }

  @Test
  void aTurnOfAnOlderEpochIsFenced() {
    stored.put(A, View.live(4, 3));
    assertEquals(List.of(FENCED), decide(turn(A, 5, 2)));
    assertEquals(
        List.of(COMMITTED, FENCED, COMMITTED), decide(turn(A, 5, 4), turn(A, 6, 3), turn(A, 6, 4)));
  }

  @Test
  void anActorThatHadAnOwnerAndNoTurnIsFenced() {
    stored.put(A, View.live(0, 7));
    assertEquals(List.of(FENCED, COMMITTED), decide(turn(A, 1, 6), turn(A, 1, 7)));
  }

  @Test
  void ofADeletedActorEverythingIsClosed() {
    stored.put(A, new View(4, 2, true, Set.of("m"), Map.of("r", 10L), Set.of()));
    assertEquals(
        List.of(CLOSED, CLOSED, CLOSED, CLOSED),
        decide(
            turn(A, 5, 2),
            new InboxEntry.Accepted(message("n", A)),
            givenUp("m", A),
            fired("r", 10, 0)));
  }

  @Test
  void afterATombstoneTheRestOfTheBatchIsClosed() {
    assertEquals(
        List.of(COMMITTED, COMMITTED, CLOSED, CLOSED, CLOSED),
        decide(
            new InboxEntry.Accepted(message("m", A)),
            tombstone(A, 1, 1),
            turn(A, 2, 1),
            givenUp("m", A),
            new InboxEntry.Accepted(message("n", A))));
  }

  @Test
  void aTombstoneThatIsRefusedClosesNothing() {
    stored.put(A, View.live(4, 2));
    assertEquals(
        List.of(FENCED, CONFLICT, COMMITTED),
        decide(tombstone(A, 5, 1), tombstone(A, 7, 2), turn(A, 5, 2)));
  }

  @Test
  void aMessageIsConsumedOnce() {
    stored.put(A, View.live(4, 2).withInbox("m"));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, ALREADY_CONSUMED, COMMITTED),
        decide(consuming(A, 5, 2, "m"), consuming(A, 6, 2, "m"), givenUp("m", A), turn(A, 6, 2)));
    assertEquals(List.of(ALREADY_CONSUMED), decide(consuming(A, 5, 2, "other")));
  }

  @Test
  void aRefusalForTheHeadComesBeforeOneForTheMessage() {
    stored.put(A, View.live(4, 2));
    assertEquals(
        List.of(FENCED, CONFLICT), decide(consuming(A, 5, 1, "gone"), consuming(A, 6, 2, "gone")));
  }

  @Test
  void aRefusedTurnConsumesAndSendsNothing() {
    stored.put(A, View.live(4, 2).withInbox("m"));
    assertEquals(
        List.of(CONFLICT, ALREADY_CONSUMED, COMMITTED),
        decide(
            turn(A, 9, 2, List.of(message("n", B)), "m"),
            consuming(B, 1, 1, "n"),
            consuming(A, 5, 2, "m")));
  }

  @Test
  void whatTheBatchPutsIntoAnInboxItMayConsume() {
    assertEquals(
        List.of(COMMITTED, COMMITTED, COMMITTED, COMMITTED, COMMITTED),
        decide(
            new InboxEntry.Accepted(message("m", A)),
            turn(A, 1, 1, List.of(message("n", B)), "m"),
            givenUp("n", B),
            new InboxEntry.Accepted(message("m", A)),
            consuming(A, 2, 1, "m")));
  }

  @Test
  void aMessageToADeletedActorDoesNotRefuseTheTurn() {
    stored.put(B, new View(4, 2, true, Set.of(), Map.of(), Set.of()));
    assertEquals(
        List.of(COMMITTED, CLOSED), decide(sending(A, 1, 1, message("n", B)), givenUp("n", B)));
  }

  @Test
  void aReminderFiresOnceAtItsTime() {
    stored.put(A, View.live(4, 2).withReminder("r", 10));
    assertEquals(
        List.of(ALREADY_CONSUMED, COMMITTED, ALREADY_CONSUMED),
        decide(fired("r", 11, 0), fired("r", 10, 0), fired("r", 10, 0)));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED, COMMITTED),
        decide(
            fired("r", 10, 20), fired("r", 10, 20), fired("r", 20, 0), consuming(A, 5, 2, "r@10")));
  }

  @Test
  void aTurnSetsAndCancelsReminders() {
    stored.put(A, View.live(4, 1).withReminder("r", 10));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED),
        decide(
            reminds(
                A,
                5,
                List.of(
                    new ReminderChange.Cancelled("r"),
                    new ReminderChange.Scheduled(reminder("s", A, 30)))),
            fired("r", 10, 0),
            fired("s", 30, 0)));
  }

  private static InboxEntry.Postponed putOff(String id, long dueAt) {
    return new InboxEntry.Postponed(message(id, A).with(Standing.dueAt(dueAt, 0)));
  }

  private static InboxEntry.ReminderFired due(String id, long dueAt) {
    return InboxEntry.ReminderFired.of(message(id, A).with(Standing.dueAt(dueAt, 0)));
  }

  @Test
  void aMessageIsInOnePlaceAtATime() {
    stored.put(A, View.live(4, 2).withInbox("m"));
    assertEquals(
        List.of(ALREADY_CONSUMED, COMMITTED, ALREADY_CONSUMED, ALREADY_CONSUMED, ALREADY_CONSUMED),
        decide(
            due("m", 10),
            putOff("m", 10),
            putOff("m", 10),
            givenUp("m", A),
            consuming(A, 5, 2, "m")));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED, COMMITTED, COMMITTED, ALREADY_CONSUMED),
        decide(
            putOff("m", 10),
            due("m", 11),
            due("m", 10),
            putOff("m", 20),
            due("m", 20),
            due("m", 20)));
  }

  @Test
  void aTurnMayConsumeAnOccurrenceAndSetTheNext() {
    stored.put(A, View.live(4, 2).withInbox("r"));
    ReminderChange next = new ReminderChange.Scheduled(reminder("r", A, 70));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED),
        decide(
            new TurnRecord(
                A, 5, 2, Records.V1, 0, new Change.Patch("[]"), List.of(), List.of(next), "r"),
            consuming(A, 6, 2, "r"),
            fired("r", 70, 0)));
  }

  @Test
  void aCancelledReminderThatIsDueIsNotHandled() {
    stored.put(A, View.live(4, 1).withInbox("r"));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, ALREADY_CONSUMED),
        decide(
            reminds(A, 5, List.of(new ReminderChange.Cancelled("r"))),
            putOff("r", 10),
            consuming(A, 6, 1, "r")));
  }

  @Test
  void aDeadLetterComesBackOnce() {
    stored.put(A, View.live(4, 2).withDead("m"));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED, COMMITTED, ALREADY_CONSUMED),
        decide(
            new InboxEntry.Exhumed(A, "m", message("m", A)),
            new InboxEntry.Exhumed(A, "m", message("m", A)),
            givenUp("m", A),
            new InboxEntry.Exhumed(A, "m", null),
            new InboxEntry.Exhumed(A, "m", null)));
  }

  @Test
  void aDeadLetterDoesNotComeBackBesideItsNextOccurrence() {
    stored.put(A, View.live(4, 1).withInbox("r"));
    InboxMessage occurrence = reminder("r", A, 10);
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED, ALREADY_CONSUMED, COMMITTED, COMMITTED),
        decide(
            new InboxEntry.DeadLettered(occurrence, 1, "No: why", 5, occurrence.occurringAt(70)),
            new InboxEntry.Exhumed(A, "r", occurrence),
            fired("r", 70, 130),
            new InboxEntry.Exhumed(A, "r", occurrence),
            reminds(A, 5, List.of(new ReminderChange.Cancelled("r"))),
            new InboxEntry.Exhumed(A, "r", occurrence)));
  }

  @Test
  void whatADeletedActorLeftIsDroppedOnly() {
    stored.put(A, new View(4, 2, true, Set.of(), Map.of(), Set.of("m")));
    assertEquals(
        List.of(CLOSED, COMMITTED, COMMITTED, COMMITTED),
        decide(
            new InboxEntry.Exhumed(A, "m", message("m", A)),
            new InboxEntry.Exhumed(A, "m", null),
            sending(B, 1, 1, message("late", A)),
            new InboxEntry.Exhumed(A, "late", null)));
  }

  /** Messages of {@link Records} are of 3 000. */
  private static InboxEntry.Accepted keyed(String id, KeyedReply reply) {
    return new InboxEntry.Accepted(message(id, A), reply);
  }

  @Test
  void aKeyTakesOneMessageAsLongAsItsReplyIsValid() {
    stored.put(A, View.live(4, 2).withReply(reply(A, "used", 3_001)));
    assertEquals(
        List.of(ALREADY_CONSUMED, COMMITTED, ALREADY_CONSUMED, COMMITTED),
        decide(
            keyed("m", reply(A, "used", 9_000)),
            keyed("m", reply(A, "new", 3_001)),
            keyed("n", reply(A, "new", 9_000)),
            new InboxEntry.Accepted(message("n", A))));
    stored.put(A, View.live(4, 2).withReply(reply(A, "old", 3_000)));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED),
        decide(keyed("m", reply(A, "old", 9_000)), keyed("n", reply(A, "old", 9_000))));
    assertEquals(
        List.of(COMMITTED), decide(new InboxEntry.Accepted(message("m", B), reply(B, "old", 1))));
  }

  @Test
  void whatTurnsAnswerUnderAKeyIsKnownToTheEntriesAfterThem() {
    stored.put(A, View.live(4, 2));
    assertEquals(
        List.of(CONFLICT, COMMITTED, ALREADY_CONSUMED),
        decide(
            turn(A, 7, 2).answering(reply(A, "k", 9_000)),
            keyed("m", reply(A, "k", 9_000)),
            keyed("n", reply(A, "k", 9_000))));
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED, COMMITTED),
        decide(
            turn(A, 5, 2).answering(reply(A, "k", 9_000)),
            keyed("m", reply(A, "k", 9_000)),
            turn(A, 6, 2).answering(reply(A, "k", 9_001))));
  }

  @Test
  void anOwnerRemembersAnswersAsLongAsItIsTheNewest() {
    stored.put(A, View.live(4, 2));
    assertEquals(
        List.of(FENCED, COMMITTED, ALREADY_CONSUMED, COMMITTED, COMMITTED, COMMITTED, FENCED),
        decide(
            new Remembered(reply(A, "k", 9_000), 1),
            new Remembered(reply(A, "k", 9_000), 2),
            keyed("m", reply(A, "k", 9_000)),
            // It moves neither the fence nor the seq.
            new Remembered(reply(A, "k", 9_000), 7),
            turn(A, 5, 2),
            turn(A, 6, 3),
            new Remembered(reply(A, "k", 9_000), 2)));
    assertEquals(List.of(COMMITTED), decide(new Remembered(reply(B, "k", 9_000), 1)));
    stored.put(A, new View(4, 2, true, Set.of(), Map.of(), Set.of()));
    assertEquals(
        List.of(CLOSED, CLOSED),
        decide(new Remembered(reply(A, "k", 9_000), 2), keyed("m", reply(A, "k", 9_000))));
  }

  @Test
  void anEntryIsStoredOnlyWithThoseThatItNeeds() {
    List<CommitResult> results =
        CommitDecision.on(
            new JournalBatch(
                List.of(turn(A, 7, 1), turn(B, 1, 1), turn(B, 2, 1), turn(C, 1, 1), turn(D, 1, 1)),
                List.of(
                    new JournalBatch.Need(1, 0),
                    new JournalBatch.Need(3, 2),
                    new JournalBatch.Need(4, 0))),
            ActorDraft.perActor(ref -> View.UNBORN));
    assertEquals(
        List.of(
            CommitResult.CONFLICT,
            CommitResult.UNFOUNDED,
            // B has no first turn then.
            CommitResult.CONFLICT,
            CommitResult.UNFOUNDED,
            CommitResult.UNFOUNDED),
        results);
    assertThrows(IllegalArgumentException.class, () -> new JournalBatch.Need(1, 1));
  }

  @Test
  void anEntryThatNeedsAStoredOneIsStored() {
    List<CommitResult> results =
        CommitDecision.on(
            new JournalBatch(
                List.of(turn(A, 1, 1), turn(B, 1, 1)), List.of(new JournalBatch.Need(1, 0))),
            ActorDraft.perActor(ref -> View.UNBORN));
    assertEquals(List.of(CommitResult.COMMITTED, CommitResult.COMMITTED), results);
  }

  @Test
  void anActorIsLookedUpOnce() {
    Map<ActorRef, Boolean> seen = new HashMap<>();
    List<CommitResult> results =
        CommitDecision.on(
            JournalBatch.of(
                List.of(turn(A, 1, 1), sending(B, 1, 1, message("m", A)), turn(A, 2, 1))),
            ActorDraft.perActor(
                ref -> {
                  assertFalse(seen.containsKey(ref));
                  seen.put(ref, true);
                  return View.UNBORN;
                }));
    assertEquals(List.of(COMMITTED, COMMITTED, COMMITTED), results);
    assertEquals(Set.of(A, B), seen.keySet());
  }
}
