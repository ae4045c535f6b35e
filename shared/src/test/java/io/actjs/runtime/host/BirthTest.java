package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.KeptOutcome;
import org.junit.jupiter.api.Test;

/** When an actor begins to exist, on driven hosts. */
class BirthTest {
  private final DrivenHosts world = new DrivenHosts(RuntimeLimits.DEFAULT);

  private KeptOutcome send(Envelope envelope) {
    KeptOutcome outcome = world.send(envelope);
    world.run();
    return outcome;
  }

  @Test
  void fault29_aRefusedFirstCallLeavesNoActor() {
    world.call(A, "fail").assertFailed(ProblemCode.HandlerError);
    world.call(A, "typo").assertFailed(ProblemCode.UnknownMethod);
    assertNull(world.store.memory.head(A));
    send(Envelope.query(A, Headers.NONE)).assertFailed(ProblemCode.ActorNotFound);
    send(Envelope.delete(A, Headers.NONE)).assertFailed(ProblemCode.ActorNotFound);
  }

  @Test
  void aCallThatOnlyReadsLeavesNoActor() {
    assertEquals(Answer.Result.class, world.call(A, "get").answer().getClass());
    assertNull(world.store.memory.head(A));
  }

  @Test
  void theFirstTurnThatChangesSomethingStoresTheBirthBeforeIt() {
    world.call(A, "fail").assertFailed(ProblemCode.HandlerError);
    world.call(A, "add").answer();
    assertEquals(2, world.store.memory.readJournal(A, 1, 10).size());
    KeptOutcome read = send(Envelope.query(A, Headers.NONE));
    assertEquals("{\"n\":1}", assertInstanceOf(Answer.State.class, read.answer()).view().state());
    assertEquals(2, assertInstanceOf(Answer.State.class, read.answer()).view().seq());
  }

  @Test
  void fault29_aLookLeavesNoActor() {
    KeptOutcome look = send(Envelope.watch(A, Headers.NONE));
    assertEquals(1, assertInstanceOf(Answer.State.class, look.answer()).view().seq());
    assertNull(world.store.memory.head(A));
    send(Envelope.query(A, Headers.NONE)).assertFailed(ProblemCode.ActorNotFound);
  }

  @Test
  void whoCreatesIsNotTakenForOneOfThoseWhoLook() {
    world.call(A, "get").answer();
    KeptOutcome look = world.send(Envelope.watch(A, Headers.NONE));
    KeptOutcome query = world.send(Envelope.query(A, Headers.NONE));
    KeptOutcome create = world.send(Envelope.create(A, null, Headers.NONE));
    world.run();
    assertEquals(1, assertInstanceOf(Answer.State.class, look.answer()).view().seq());
    query.assertFailed(ProblemCode.ActorNotFound);
    assertEquals(1, assertInstanceOf(Answer.State.class, create.answer()).view().seq());
    assertEquals(1, world.store.memory.readJournal(A, 1, 10).size());
  }

  @Test
  void whoAsksForTheActorToBeCreatedHasItStored() {
    world.call(A, "get").answer();
    KeptOutcome created = send(Envelope.create(A, null, Headers.NONE));
    assertEquals(1, assertInstanceOf(Answer.State.class, created.answer()).view().seq());
    assertEquals(1, world.store.memory.readJournal(A, 1, 10).size());
    send(Envelope.create(A, null, Headers.NONE));
    assertEquals(1, world.store.memory.readJournal(A, 1, 10).size());
  }
}
