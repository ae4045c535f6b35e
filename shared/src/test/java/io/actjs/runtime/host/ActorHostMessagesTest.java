package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static io.actjs.runtime.host.DrivenHosts.OTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Durable messages, migrations and lost engines, on driven hosts. */
class ActorHostMessagesTest {
  private static final RuntimeLimits LIMITS =
      new RuntimeLimits(4, 10, 10, 60_000, 30_000, 3, 100, 60_000);

  private final DrivenHosts world = new DrivenHosts(LIMITS);

  private String count(ActorRef ref) {
    Answer answer = world.call(ref, "get").answer();
    return String.valueOf(assertInstanceOf(Answer.Result.class, answer).json());
  }

  private InboxMessage stored(String id, String type) {
    InboxMessage message = Records.message(id, A);
    return world.store.store(
        new InboxMessage(
            id, A, type, message.payload(), message.sender(), DrivenStore.NOW, Headers.NONE));
  }

  private KeptOutcome wake() {
    KeptOutcome woken = world.send(Envelope.wake(A));
    world.run();
    return woken;
  }

  @Test
  void aTellIsStoredWithItsTurnAndConsumedByOne() {
    assertEquals(Answer.Result.class, world.call(A, "tell").answer().getClass());
    assertEquals(List.of(), world.store.inbox(OTHER));
    assertEquals("1", count(OTHER));
  }

  @Test
  void aTellOfATurnThatIsNotStoredIsNeverSent() {
    assertEquals("0", count(A));
    world.store.faults("commit", Fault.FAIL_BEFORE);
    world.call(A, "tell").assertFailed(ProblemCode.StorageUnavailable);
    world.store.heal();
    world.pass(10_000);
    assertEquals("0", count(OTHER));
  }

  @Test
  void wakingAnActorHandlesAllThatIsStoredInItsOrderAndOnce() {
    for (int i = 0; i < 100; i++) {
      stored("s%03d".formatted(i), "add");
    }
    assertEquals(Answer.Done.DONE, wake().answer());
    assertEquals("100", count(A));
    assertEquals(List.of(), world.store.inbox(A));
    assertEquals(Answer.Done.DONE, wake().answer());
    assertEquals("100", count(A));
  }

  @Test
  void fault20_aMessageThatAnEarlierHostHasHandledIsNotHandledBecauseItComesLate() {
    InboxMessage late = stored("s1", "add");
    assertEquals(Answer.Done.DONE, wake().answer());
    assertEquals("1", count(A));
    world.hosts.evictIdle();
    world.run();
    assertEquals(0, world.hosts.size());
    // Its sender delivers it now.
    world.directory().deliver(world.hosts.services().stored().delivery(late, null));
    world.run();
    assertEquals("1", count(A));
    assertEquals(1, Collections.frequency(world.engine.seen, "add"));
  }

  @Test
  void aTellThatAlwaysFailsBecomesADeadLetterAndTheOthersGoOn() {
    InboxMessage failing = stored("s1", "fail");
    stored("s2", "add");
    assertEquals(Answer.Done.DONE, wake().answer());
    assertEquals("1", count(A));
    for (int i = 0; i < LIMITS.tellAttempts(); i++) {
      world.pass(10_000);
    }
    DeadLetter letter = world.store.memory.deadLetters(A, 10).getFirst();
    assertEquals(failing.id(), letter.message().id());
    assertEquals(LIMITS.tellAttempts(), letter.attempts());
    assertEquals(List.of(), world.store.inbox(A));
  }

  @Test
  void moreTellsThanTheMailboxHoldsAreReadFromTheStoredInbox() {
    assertEquals("0", count(A));
    for (int i = 0; i < 20; i++) {
      InboxMessage message = stored("s%03d".formatted(i), "add");
      world.directory().deliver(world.hosts.services().stored().delivery(message, null));
    }
    world.run();
    assertEquals("20", count(A));
    assertEquals(List.of(), world.store.inbox(A));
  }

  @Test
  void storedMessagesOfAHostThatIsDiscardedAreHandledByItsSuccessor() {
    KeptOutcome stuck = world.call(A, "wait");
    InboxMessage message = stored("s1", "add");
    world.directory().deliver(world.hosts.services().stored().delivery(message, null));
    world.run();
    world.hosts.superseded(A, 99);
    world.run();
    stuck.assertFailed(ProblemCode.Fenced);
    assertEquals("1", count(A));
  }

  @Test
  void aLostEngineFailsTheTurnsInItAndEveryActorComesBack() {
    assertEquals(Answer.Result.class, world.call(A, "add").answer().getClass());
    assertEquals(Answer.Result.class, world.call(OTHER, "add").answer().getClass());
    KeptOutcome losing = world.sendCall(A, "lose");
    world.run();
    losing.assertFailed(ProblemCode.InternalError);
    assertEquals("1", count(A));
    assertEquals("1", count(OTHER));
  }

  @Test
  void anActorIsMigratedAndRolledBackOnRequest() {
    assertEquals(Answer.Result.class, world.call(A, "add").answer().getClass());
    world.store.registry.sticky("Counter", "2.0.0");
    assertEquals("2.0.0", moved(Envelope.migrate(A, version("2.0.0"), Headers.NONE)));
    assertEquals("2.0.0", moved(Envelope.migrate(A, version("2.0.0"), Headers.NONE)));
    refused(ProblemCode.ManifestRegression, Envelope.migrate(A, version("1.0.0"), Headers.NONE));

    assertEquals(Answer.Result.class, world.call(A, "add").answer().getClass());
    refused(ProblemCode.TurnsSinceMigration, Envelope.rollback(A, false, Headers.NONE));
    assertEquals("2", count(A));
    assertEquals("1.0.0", moved(Envelope.rollback(A, true, Headers.NONE)));
    assertEquals("1", count(A));
    refused(ProblemCode.NothingToRollBack, Envelope.rollback(A, false, Headers.NONE));
  }

  @Test
  void aMigrationThatTheNextCallWouldRepeatIsNotTakenBack() {
    assertEquals(Answer.Result.class, world.call(A, "add").answer().getClass());
    world.publish("2.0.0");
    assertEquals("1", count(A));
    refused(ProblemCode.VersionStillCurrent, Envelope.rollback(A, false, Headers.NONE));
    assertEquals("1", count(A));
  }

  private String moved(Envelope envelope) {
    KeptOutcome outcome = world.send(envelope);
    world.run();
    return assertInstanceOf(Answer.Moved.class, outcome.answer()).head().version().toString();
  }

  private void refused(ProblemCode code, Envelope envelope) {
    KeptOutcome outcome = world.send(envelope);
    world.run();
    outcome.assertFailed(code);
  }

  private static Version version(String text) {
    return Version.parse(text);
  }
}
