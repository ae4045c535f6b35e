package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TellRetryTest {
  private static final long TICK = 20;
  private static final int ATTEMPTS = RuntimeLimits.DEFAULT.tellAttempts();
  private static final long FIRST_WAIT = RuntimeLimits.DEFAULT.tellRetryMs();
  private static final long STORAGE_WAIT = 1_000;

  private final DrivenStore store = new DrivenStore();
  private final DeadlineWheel wheel = new DeadlineWheel(TICK, DrivenStore.NOW);
  private final KeptDeliveries directory = new KeptDeliveries();
  private final TellRetry retry =
      new TellRetry(RuntimeLimits.DEFAULT, store.access, wheel, directory);
  private final InboxMessage message = store.store(Records.message("m1", Deliveries.ACTOR));
  private Delivery delivery = retry.delivery(message, null);

  private void fail(ProblemCode code) {
    delivery.fail(new ActjsException(code, "boom"));
    store.run();
  }

  private void pass(long ms) {
    store.clock.advance(ms);
    wheel.advance(store.clock.nowMs());
    store.run();
  }

  /** Waits until the message comes again, which is after that time and not before. */
  private void comesAgainAfter(long ms) {
    assertTrue(retry.isWaiting("m1"));
    pass(ms);
    assertEquals(List.of(), directory.delivered);
    pass(TICK);
    List<Delivery> again = directory.take();
    assertEquals(1, again.size());
    delivery = again.getFirst();
    assertEquals(message, delivery.stored());
    assertFalse(retry.isWaiting("m1"));
  }

  /**
   * Waits until the actor is to read its stored inbox, which is after that time and not before, and
   * reads it: the message comes again if it is still there.
   */
  private void isLookedForAfter(long ms) {
    assertTrue(retry.isWaiting("m1"));
    pass(ms);
    assertEquals(List.of(), directory.delivered);
    pass(TICK);
    List<Delivery> wakes = directory.take();
    assertEquals(1, wakes.size());
    assertEquals(Envelope.wake(Deliveries.ACTOR), wakes.getFirst().envelope());
    assertFalse(retry.isWaiting("m1"));
    wakes.getFirst().answer(Answer.Done.DONE);
    if (store.inbox(Deliveries.ACTOR).contains("m1")) {
      delivery = retry.delivery(message, null);
    }
  }

  private void comesNoMore() {
    pass(3_600_000);
    assertEquals(List.of(), directory.delivered);
  }

  private List<DeadLetter> deadLetters() {
    return store.memory.deadLetters(Deliveries.ACTOR, 10);
  }

  @Test
  void fault35_aTellWhoseHandlerAbortsIsADeadLetterAtOnce() {
    delivery.fail(ActjsException.aborted("no", Map.of()));
    store.run();
    assertEquals(1, deadLetters().getFirst().attempts());
    assertEquals("ActorAbort: no", deadLetters().getFirst().reason());
    comesNoMore();
  }

  /** Another actor has refused something, and may do better the next time. */
  @Test
  void fault35_aTellWhoseHandlerLetsAnAbortThroughComesAgain() {
    fail(ProblemCode.ActorAbort);
    comesAgainAfter(FIRST_WAIT);
  }

  @Test
  void aFailedTellComesAgainLaterAndLaterUntilItIsADeadLetter() {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      fail(ProblemCode.HandlerError);
      comesAgainAfter(FIRST_WAIT << (attempt - 1));
    }
    assertEquals(List.of(), deadLetters());

    fail(ProblemCode.HandlerError);
    assertEquals(1, retry.deadLetters());
    DeadLetter letter = deadLetters().getFirst();
    assertEquals(message, letter.message());
    assertEquals(ATTEMPTS, letter.attempts());
    assertEquals("HandlerError: boom", letter.reason());
    assertEquals(store.clock.nowMs(), letter.at());
    assertEquals(List.of(), store.inbox(Deliveries.ACTOR));
    assertFalse(retry.isWaiting("m1"));
    comesNoMore();
  }

  @ParameterizedTest
  @EnumSource(names = {"UnknownMethod", "Gone", "ManifestRegression"})
  void whatNoAttemptCanChangeIsADeadLetterAtOnce(ProblemCode hopeless) {
    fail(hopeless);
    assertEquals(1, deadLetters().getFirst().attempts());
    comesNoMore();
  }

  @Test
  void aFailureThatIsNotTheHandlersIsNoAttempt() {
    for (int i = 0; i < 2 * ATTEMPTS; i++) {
      fail(ProblemCode.StorageUnavailable);
      isLookedForAfter(STORAGE_WAIT);
    }
    fail(ProblemCode.HandlerError);
    comesAgainAfter(FIRST_WAIT);
  }

  @Test
  void aMessageIsLookedForAgainWhenItsActorCannotBeWoken() {
    fail(ProblemCode.StorageUnavailable);
    pass(STORAGE_WAIT + TICK);
    directory
        .take()
        .getFirst()
        .fail(new ActjsException(ProblemCode.CapacityExhausted, "the server is full"));
    isLookedForAfter(STORAGE_WAIT);
    fail(ProblemCode.HandlerError);
    comesAgainAfter(FIRST_WAIT);
  }

  @Test
  void successForgetsTheAttempts() {
    for (int i = 1; i < ATTEMPTS; i++) {
      fail(ProblemCode.HandlerError);
      comesAgainAfter(FIRST_WAIT << (i - 1));
    }
    delivery.answer(Answer.Done.DONE);
    comesNoMore();
    fail(ProblemCode.HandlerError);
    comesAgainAfter(FIRST_WAIT);
  }

  @Test
  void aMessageThatFailsTwiceComesAgainOnce() {
    fail(ProblemCode.HandlerError);
    fail(ProblemCode.HandlerError);
    comesAgainAfter(FIRST_WAIT);
    comesNoMore();
    fail(ProblemCode.HandlerError);
    comesAgainAfter(2 * FIRST_WAIT);
  }

  @Test
  void aServerThatEndsLeavesTheMessageInTheInbox() {
    fail(ProblemCode.ShuttingDown);
    assertFalse(retry.isWaiting("m1"));
    comesNoMore();
    assertEquals(List.of("m1"), store.inbox(Deliveries.ACTOR));
    assertEquals(List.of(), deadLetters());
  }

  @Test
  void aDeadLetterThatIsNotStoredIsTriedAgainAsAMessage() {
    store.faults("commit", Fault.FAIL_BEFORE);
    fail(ProblemCode.UnknownMethod);
    assertEquals(0, retry.deadLetters());
    store.heal();
    isLookedForAfter(STORAGE_WAIT);
    fail(ProblemCode.UnknownMethod);
    assertEquals(1, retry.deadLetters());
    assertEquals(2, deadLetters().getFirst().attempts());
    comesNoMore();
  }

  @Test
  void aDeadLetterWhoseAnswerIsLostIsStoredOnce() {
    store.faults("commit", Fault.FAIL_AFTER);
    fail(ProblemCode.UnknownMethod);
    store.heal();
    isLookedForAfter(STORAGE_WAIT);
    assertEquals(List.of(), store.inbox(Deliveries.ACTOR));
    assertEquals(1, deadLetters().size());
    assertFalse(retry.isWaiting("m1"));
    comesNoMore();
  }

  @Test
  void aMessageThatHasLeftTheInboxIsNoDeadLetter() {
    InboxMessage consumed = Records.message("m2", Deliveries.ACTOR);
    delivery = retry.delivery(consumed, null);
    fail(ProblemCode.UnknownMethod);
    assertEquals(0, retry.deadLetters());
    assertEquals(List.of(), deadLetters());
    assertFalse(retry.isWaiting("m2"));
  }
}
