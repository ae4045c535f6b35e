package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static io.actjs.runtime.host.DrivenHosts.OTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole life of a host, from its directory to its journal, with a toy for an engine. */
class ActorHostTest {
  private final DrivenHosts world = new DrivenHosts(RuntimeLimits.DEFAULT);

  private static String result(KeptOutcome outcome) {
    return String.valueOf(assertInstanceOf(Answer.Result.class, outcome.answer()).json());
  }

  private long storedTurns(ActorRef ref) {
    return world.store.memory.readJournal(ref, 1, 100).size();
  }

  @Test
  void theFirstCallCreatesTheActor() {
    assertEquals("1", result(world.call(A, "add")));
    assertEquals("2", result(world.call(A, "add")));
    assertEquals(List.of("activate", "add", "add"), world.engine.seen);
    // One turn for the creation, one for each change.
    assertEquals(3, storedTurns(A));
    assertTrue(world.hosts.isActive(A));
  }

  @Test
  void aCallIsAnsweredWhenItsTurnIsDurableAndNotBefore() {
    assertEquals("1", result(world.call(A, "add")));
    KeptOutcome change = world.sendCall(A, "add");
    KeptOutcome read = world.sendCall(A, "get");
    assertTrue(world.thread.doWork() > 0);
    assertEquals(List.of("activate", "add", "add", "get"), world.engine.seen);
    assertTrue(change.isOpen());
    assertTrue(read.isOpen(), "it has seen a turn that is not durable");
    world.run();
    assertEquals("2", result(change));
    assertEquals("2", result(read));
  }

  @Test
  void aHandlerThatThrowsLeavesNoTurn() {
    assertEquals("1", result(world.call(A, "add")));
    world.call(A, "fail").assertFailed(ProblemCode.HandlerError);
    world.call(A, "what").assertFailed(ProblemCode.UnknownMethod);
    assertEquals(2, storedTurns(A));
    assertEquals("2", result(world.call(A, "add")));
  }

  @Test
  void nothingEntersWhileATurnAwaits() {
    KeptOutcome asking = world.sendCall(A, "ask");
    KeptOutcome behind = world.sendCall(A, "get");
    world.run();
    assertEquals("1", result(asking));
    assertEquals("1", result(behind));
    assertEquals(List.of("activate", "ask", "activate", "add", "get"), world.engine.seen);
    assertEquals(2, storedTurns(OTHER));
  }

  @Test
  void aCallThatNobodyWaitsForAnyMoreIsBrokenOffAndWhatIsBehindItIsHandled() {
    KeptOutcome stuck = new KeptOutcome();
    Delivery wait = Delivery.of(Envelope.call(A, "wait", "[]", Headers.NONE), null, stuck);
    world.directory().deliver(wait);
    KeptOutcome behind = world.sendCall(A, "add");
    world.run();
    assertTrue(behind.isOpen());
    world.directory().abandon(wait);
    world.run();
    stuck.assertFailed(ProblemCode.CallTimeout);
    assertEquals("1", result(behind));
    assertEquals(List.of("activate", "wait", "activate", "add"), world.engine.seen);
  }

  @Test
  void aTurnThatIsNotStoredIsForgottenAndTheActorComesBackAsItIsStored() {
    assertEquals("1", result(world.call(A, "add")));
    world.store.faults("commit", Fault.FAIL_BEFORE);
    KeptOutcome lost = world.sendCall(A, "add");
    KeptOutcome sawIt = world.sendCall(A, "get");
    world.run();
    lost.assertFailed(ProblemCode.StorageUnavailable);
    sawIt.assertFailed(ProblemCode.StorageUnavailable);
    world.store.heal();
    assertEquals("1", result(world.call(A, "get")));
    assertEquals(2, storedTurns(A));
  }

  @Test
  void anActorThatCannotBeCreatedFailsItsCallAndIsNotTriedForEver() {
    world.store.faults("commit", Fault.FAIL_BEFORE);
    world.call(A, "add").assertFailed(ProblemCode.StorageUnavailable);
    assertEquals(0, world.hosts.size());
  }

  @Test
  void anActorThatCannotBeMovedFailsItsCallAndStaysWhatItWas() {
    assertEquals("1", result(world.call(A, "add")));
    world.publish("2.0.0");
    world.store.faults("commit", Fault.FAIL_BEFORE);
    world.call(A, "get").assertFailed(ProblemCode.StorageUnavailable);
    world.store.heal();
    assertEquals("1", result(world.call(A, "get")));
    assertEquals(3, storedTurns(A));
  }

  @Test
  void anActorThatAnotherServerOwnsComesBackWithTheNextCall() {
    assertEquals("1", result(world.call(A, "add")));
    long epoch = world.store.memory.activate(A).epoch();
    world.store.memory.commit(List.of(Records.turn(A, 3, epoch)));
    world.call(A, "add").assertFailed(ProblemCode.Fenced);
    assertEquals("3", result(world.call(A, "get")));
  }

  @Test
  void ofAHintThatAnotherServerOwnsItAHostLeaves() {
    assertEquals("1", result(world.call(A, "add")));
    world.hosts.superseded(A, 1);
    world.run();
    assertTrue(world.hosts.isActive(A), "its own epoch");
    world.hosts.superseded(A, 99);
    world.run();
    assertEquals(0, world.hosts.size());
  }

  @Test
  void anIdleActorRunsItsHookStoresASnapshotAndLeaves() {
    assertEquals("1", result(world.call(A, "add")));
    world.hosts.evictIdle();
    world.run();
    assertEquals(0, world.hosts.size());
    assertEquals(List.of("activate", "add", "deactivate"), world.engine.seen);
    ActorSnapshot snapshot = world.store.memory.snapshot(A);
    assertEquals(new ActorSnapshot(A, 2, Records.V1, "{\"n\":1}"), snapshot);
    assertEquals("2", result(world.call(A, "add")));
  }

  @Test
  void anActorThatAwaitsDoesNotLeave() {
    KeptOutcome waiting = world.call(A, "wait");
    world.hosts.evictIdle();
    world.run();
    assertTrue(world.hosts.isActive(A));
    assertTrue(waiting.isOpen());
  }

  @Test
  void aDeletedActorIsGoneForGood() {
    assertEquals("1", result(world.call(A, "add")));
    KeptOutcome deleted = world.send(Envelope.delete(A, Headers.NONE));
    KeptOutcome behind = world.sendCall(A, "add");
    world.run();
    assertEquals(Answer.Done.DONE, deleted.answer());
    behind.assertFailed(ProblemCode.Gone);
    world.call(A, "add").assertFailed(ProblemCode.Gone);
    assertEquals(0, world.hosts.size());
  }

  @Test
  void anActorThatIsNotInMemoryIsDeletedWithoutBeingStarted() {
    assertEquals("1", result(world.call(A, "add")));
    world.hosts.evictIdle();
    world.run();
    world.engine.seen.clear();
    KeptOutcome deleted = world.send(Envelope.delete(A, Headers.NONE));
    world.run();
    assertEquals(Answer.Done.DONE, deleted.answer());
    assertEquals(List.of(), world.engine.seen);
    world.call(A, "add").assertFailed(ProblemCode.Gone);
  }

  @Test
  void readingCreatesNothing() {
    KeptOutcome read = world.send(Envelope.query(A, Headers.NONE));
    world.run();
    read.assertFailed(ProblemCode.ActorNotFound);
    assertNull(world.store.memory.head(A));
    assertEquals(0, world.hosts.size());
  }

  @Test
  void aStateIsThatOfTheTurnsBeforeIt() {
    KeptOutcome change = world.sendCall(A, "add");
    KeptOutcome read = world.send(Envelope.query(A, Headers.NONE));
    world.run();
    assertFalse(change.isOpen());
    Answer.State state = assertInstanceOf(Answer.State.class, read.answer());
    assertEquals("{\"n\":1}", state.view().state());
    assertEquals(2, state.view().seq());
  }

  @Test
  void anUnknownClassConcernsWhoAskedAndTheHostIsNotKept() {
    ActorRef unknown = new ActorRef("Unknown", "a");
    world.call(unknown, "add").assertFailed(ProblemCode.UnknownClass);
    assertEquals(0, world.hosts.size());
  }

  @Test
  void aNewVersionTakesTheActorOverWithItsState() {
    assertEquals("1", result(world.call(A, "add")));
    world.publish("2.0.0");
    assertEquals("2", result(world.call(A, "add")));
    assertEquals(Version.parse("2.0.0"), world.store.memory.head(A).version());
    assertEquals(List.of("activate", "add", "deactivate", "activate", "add"), world.engine.seen);
  }

  @Test
  void aServerThatEndsFailsWhatIsLeft() {
    KeptOutcome waiting = world.call(A, "wait");
    KeptOutcome behind = world.sendCall(A, "add");
    world.hosts.close(ActorProblems.shuttingDown());
    world.run();
    waiting.assertFailed(ProblemCode.ShuttingDown);
    behind.assertFailed(ProblemCode.ShuttingDown);
    world.call(A, "add").assertFailed(ProblemCode.ShuttingDown);
    assertEquals(0, world.hosts.size());
  }
}
