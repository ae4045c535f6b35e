package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Standing;
import io.actjs.model.TurnRules;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredMessagesTest {
  private static final long TICK = 20;
  private static final long NOW = DrivenStore.NOW;
  private static final int ATTEMPTS = RuntimeLimits.DEFAULT.tellAttempts();
  private static final long HOUR_MS = 3_600_000;

  private final DrivenStore store = new DrivenStore();
  private final DeadlineWheel wheel = new DeadlineWheel(TICK, NOW);
  private final KeptDeliveries directory = new KeptDeliveries();
  private final StoredMessages stored =
      new StoredMessages(RuntimeLimits.DEFAULT, store.access, wheel, directory);
  private final InboxMessage message = Records.message("m1", Deliveries.ACTOR);

  private static ActjsException failure(ProblemCode code) {
    return new ActjsException(code, "boom");
  }

  private Judgement judge(InboxMessage judged, TurnRules rules, ProblemCode code) {
    return stored.judge(judged, rules, failure(code), true);
  }

  private static InboxMessage postponed(Judgement judgement) {
    InboxEntry entry = assertInstanceOf(Judgement.Leaves.class, judgement).entry();
    return assertInstanceOf(InboxEntry.Postponed.class, entry).message();
  }

  private static InboxEntry.DeadLettered dead(Judgement judgement) {
    InboxEntry entry = assertInstanceOf(Judgement.Leaves.class, judgement).entry();
    return assertInstanceOf(InboxEntry.DeadLettered.class, entry);
  }

  /** Fails the message until its last attempt but one, and returns the waits. */
  private InboxMessage failAllButOnce(TurnRules rules, int attempts, ProblemCode code) {
    InboxMessage tried = message;
    for (int attempt = 1; attempt < attempts; attempt++) {
      tried = postponed(judge(tried, rules, code));
      assertEquals(attempt, tried.standing().attempts());
      assertEquals(code + ": boom", tried.standing().lastError());
    }
    return tried;
  }

  @Test
  void aFailedMessageComesAgainSoonThenLaterAndLaterAndIsADeadLetterAfterMoreThanAnHour() {
    InboxMessage tried = message;
    long waited = 0;
    long longest = 0;
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      tried = postponed(judge(tried, TurnRules.DEFAULT, ProblemCode.HandlerError));
      assertEquals("m1", tried.id());
      long wait = tried.dueAt() - NOW;
      assertTrue(attempt >= 5 || wait < 1_000, "the wait " + attempt + " is " + wait);
      assertTrue(wait <= HOUR_MS * 1.2);
      waited += wait;
      longest = Math.max(longest, wait);
    }
    assertTrue(waited > HOUR_MS, "all in all it waits " + waited);
    assertTrue(longest > HOUR_MS / 2);
    InboxEntry.DeadLettered letter =
        dead(judge(tried, TurnRules.DEFAULT, ProblemCode.HandlerError));
    assertEquals(ATTEMPTS, letter.attempts());
    assertEquals("HandlerError: boom", letter.reason());
    assertEquals(message, letter.message());
  }

  @Test
  void messagesThatFailedTogetherComeBackApart() {
    long distinct =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> Records.message("m" + i, Deliveries.ACTOR))
            .mapToLong(
                other -> {
                  InboxMessage again = other.with(new Standing(0, 0, 6, 0, "HandlerError: boom"));
                  return postponed(judge(again, TurnRules.DEFAULT, ProblemCode.HandlerError))
                      .dueAt();
                })
            .distinct()
            .count();
    assertTrue(distinct > 90, distinct + " different times");
  }

  @ParameterizedTest
  @EnumSource(names = {"CallTimeout", "MailboxFull", "StorageUnavailable", "CapacityExhausted"})
  void fault20_aTurnThatFailedRetryablyCounts(ProblemCode retryable) {
    InboxMessage last = failAllButOnce(TurnRules.DEFAULT, ATTEMPTS, retryable);
    assertEquals(ATTEMPTS, dead(judge(last, TurnRules.DEFAULT, retryable)).attempts());
  }

  @ParameterizedTest
  @EnumSource(names = {"StorageUnavailable", "Fenced", "ShuttingDown", "Paused"})
  void aMessageThatWasNotTriedStaysAsItIs(ProblemCode code) {
    assertEquals(
        new Judgement.Stays(), stored.judge(message, TurnRules.DEFAULT, failure(code), false));
  }

  @Test
  void aMessageThatTheActorCannotStartForIsTried() {
    Judgement judgement =
        stored.judge(message, TurnRules.DEFAULT, failure(ProblemCode.TurnTimeout), false);
    assertEquals(1, postponed(judgement).standing().attempts());
  }

  @ParameterizedTest
  @EnumSource(names = {"UnknownMethod", "Gone", "ManifestRegression"})
  void whatNoAttemptCanChangeIsADeadLetterAtOnce(ProblemCode hopeless) {
    assertEquals(1, dead(judge(message, TurnRules.DEFAULT, hopeless)).attempts());
  }

  @Test
  void fault35_anAbortedMessageIsADeadLetterAtOnce() {
    ActjsException aborted = ActjsException.aborted("no", java.util.Map.of());
    assertEquals(1, dead(stored.judge(message, TurnRules.DEFAULT, aborted, true)).attempts());
    assertEquals(
        1,
        postponed(judge(message, TurnRules.DEFAULT, ProblemCode.ActorAbort)).standing().attempts());
  }

  @Test
  void aClassSetsTheAttemptsAndTheLongestWait() {
    TurnRules rules = new TurnRules(0, 3, 50, false, false);
    InboxMessage last = failAllButOnce(rules, 3, ProblemCode.HandlerError);
    assertTrue(last.dueAt() - NOW <= 60, "it waits " + (last.dueAt() - NOW));
    assertEquals(3, dead(judge(last, rules, ProblemCode.HandlerError)).attempts());
  }

  @Test
  void aClassMayParkItsActorsWhenAMessageIsGivenUp() {
    TurnRules rules = new TurnRules(0, 2, 0, true, false);
    InboxMessage last = failAllButOnce(rules, 2, ProblemCode.HandlerError);
    assertEquals(
        new Judgement.Parks("HandlerError: boom"), judge(last, rules, ProblemCode.HandlerError));
  }

  @Test
  void aMessageThatStopsTheServerTwiceIsADeadLetterAtTheThirdStart() {
    InboxMessage left = Records.sentAt(message, NOW - 1);
    assertTrue(stored.isLeftBehind(left));
    InboxMessage counted =
        assertInstanceOf(InboxEntry.Postponed.class, stored.count(left)).message();
    assertEquals(new Standing(NOW, 0, 0, 1, null), counted.standing());
    InboxEntry.DeadLettered letter =
        assertInstanceOf(InboxEntry.DeadLettered.class, stored.count(counted));
    assertTrue(letter.reason().contains("stopped twice"), letter.reason());
  }

  @Test
  void aFailureAcquitsOfStoppingTheServer() {
    InboxMessage suspect = message.with(new Standing(NOW, 0, 0, 1, null));
    assertEquals(
        0,
        postponed(judge(suspect, TurnRules.DEFAULT, ProblemCode.HandlerError)).standing().lost());
    assertEquals(
        0,
        postponed(
                stored.judge(suspect, TurnRules.DEFAULT, failure(ProblemCode.ShuttingDown), false))
            .standing()
            .lost());
  }

  @Test
  void aRepeatingReminderThatIsGivenUpOccursAgainInItsRhythm() {
    InboxMessage tick =
        InboxMessage.reminder(
            "r1",
            Deliveries.ACTOR,
            NOW,
            1_000,
            "tick",
            "{}",
            io.actjs.model.Headers.NONE,
            NOW - 1_000);
    store.clock.advance(2_300);
    InboxEntry.DeadLettered letter =
        dead(judge(tick, new TurnRules(0, 1, 0, false, false), ProblemCode.HandlerError));
    assertEquals(NOW + 3_000, letter.next().dueAt());
    assertEquals(1_000, letter.next().everyMs());
    assertEquals(0, letter.message().standing().attempts());
  }

  private void pass(long ms) {
    store.clock.advance(ms);
    wheel.advance(store.clock.nowMs());
    store.run();
  }

  private Delivery isLookedForAfter(long ms) {
    pass(ms);
    assertEquals(List.of(), directory.delivered);
    pass(TICK);
    List<Delivery> wakes = directory.take();
    assertEquals(1, wakes.size());
    assertEquals(Envelope.wake(Deliveries.ACTOR), wakes.getFirst().envelope());
    return wakes.getFirst();
  }

  @Test
  void aMessageThatDidNotReachItsActorIsLookedForUntilTheActorCanBeWoken() {
    stored.delivery(message, null).fail(failure(ProblemCode.CapacityExhausted));
    isLookedForAfter(1_000).fail(failure(ProblemCode.CapacityExhausted));
    isLookedForAfter(1_000).answer(io.actjs.runtime.mailbox.Answer.Done.DONE);
    pass(HOUR_MS);
    assertEquals(List.of(), directory.delivered);
  }

  @ParameterizedTest
  @EnumSource(names = {"ShuttingDown", "Paused"})
  void aMessageIsNotLookedForWhenSomebodyElseWill(ProblemCode code) {
    stored.delivery(message, null).fail(failure(code));
    pass(HOUR_MS);
    assertEquals(List.of(), directory.delivered);
  }
}
