package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static io.actjs.runtime.host.DrivenHosts.OTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRules;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import org.junit.jupiter.api.Test;

/** Turns that await for ever, on driven hosts. */
class TurnDeadlineTest {
  private static final long TURN_MS = 2_000;
  private static final RuntimeLimits LIMITS =
      new RuntimeLimits(4, 10, 10, 60_000, TURN_MS, 3, 100, 60_000);

  private final DrivenHosts world = new DrivenHosts(LIMITS);

  private void tell(String id, String type) {
    send(id, type);
    world.run();
  }

  private void send(String id, String type) {
    InboxMessage message = Records.message(id, A);
    InboxMessage stored =
        world.store.store(
            new InboxMessage(
                id, A, type, message.payload(), message.sender(), DrivenStore.NOW, Headers.NONE));
    world.directory().deliver(world.hosts.services().stored().delivery(stored, null));
  }

  private static String result(KeptOutcome outcome) {
    return String.valueOf(assertInstanceOf(Answer.Result.class, outcome.answer()).json());
  }

  @Test
  void fault19_aTellThatNeverEndsIsAbandonedAtItsDeadlineAndItsActorGoesOn() {
    tell("s1", "wait");
    KeptOutcome behind = world.call(A, "add");
    world.pass(TURN_MS - 100);
    assertTrue(behind.isOpen());
    world.pass(200);
    assertEquals("1", result(behind));
  }

  @Test
  void fault19_aTellThatNeverEndsIsAbandonedAlthoughTheKernelGaveBackWhatCameWithIt() {
    world.call(A, "get");
    send("s1", "wait");
    KeptOutcome behind = world.sendCall(A, "add");
    world.run();
    assertTrue(behind.isOpen());
    world.pass(TURN_MS + 100);
    assertEquals("1", result(behind));
  }

  @Test
  void fault19_aClassMayGiveItsTurnsAnotherDeadline() {
    world.engine.rules = new TurnRules(300, 0, 0, false, false);
    tell("s1", "wait");
    KeptOutcome behind = world.call(A, "add");
    world.pass(400);
    assertEquals("1", result(behind));
  }

  @Test
  void fault19_aTellThatNeverEndsIsADeadLetterAfterItsLastAttempt() {
    tell("s1", "wait");
    for (int i = 0; i < 100 && world.store.memory.deadLetters(A, 10).isEmpty(); i++) {
      world.pass(TURN_MS);
    }
    assertEquals(1, world.store.memory.deadLetters(A, 10).size());
    assertEquals(
        LIMITS.tellAttempts(), world.store.memory.deadLetters(A, 10).getFirst().attempts());
    assertEquals("1", result(world.call(A, "add")));
  }

  @Test
  void fault19_aHookThatNeverEndsFailsWhatWaitsForTheActor() {
    world.engine.hangsAtStart = true;
    KeptOutcome call = world.call(A, "add");
    world.pass(TURN_MS + 100);
    call.assertFailed(ProblemCode.TurnTimeout);
    assertTrue(!world.hosts.isActive(A));
    world.engine.hangsAtStart = false;
    assertEquals("1", result(world.call(A, "add")));
  }

  /** The kernel was about to make the call by itself when the callee was lost. */
  private KeptOutcome askOfOneThatIsLost() {
    world.engine.rules = new TurnRules(300_000, 0, 0, false, false);
    world.call(OTHER, "get");
    world.call(A, "get");
    KeptOutcome asked = world.call(A, "askHere");
    world.hosts.superseded(OTHER, Long.MAX_VALUE);
    return asked;
  }

  @Test
  void aCallInTheIsolateWhoseCalleeIsLostGoesToItsSuccessor() {
    KeptOutcome asked = askOfOneThatIsLost();
    world.run();
    assertEquals("1", result(asked));
    assertEquals("1", result(world.call(OTHER, "get")));
  }

  @Test
  void aCallInTheIsolateWhoseCalleeIsLostKeepsADeadline() {
    KeptOutcome asked = askOfOneThatIsLost();
    world.engine.busy = true;
    world.run();
    world.pass(LIMITS.callDeadlineMs() + 100);
    world.engine.busy = false;
    world.call(A, "get");
    asked.assertFailed(ProblemCode.CallTimeout);
  }

  @Test
  void fault19_aCallWhoseDeadlinePassesBeforeItAwaitsEndsAllTheSame() {
    assertEquals("1", result(world.call(A, "add")));
    world.engine.busy = true;
    Reply<Answer.Result> reply = Reply.ofResult();
    Envelope wait = Envelope.call(A, "wait", "[]", Headers.NONE.waiting(500));
    Delivery stuck = Delivery.of(wait, null, reply, world.store.clock.nowMs());
    world.hosts.services().deadlines().deliver(world.directory(), stuck, reply);
    world.run();
    world.pass(600);
    assertTrue(reply.isCompletedExceptionally());
    world.engine.busy = false;
    assertEquals("2", result(world.call(A, "add")));
  }

  @Test
  void aTurnThatEndsInTimeIsLeftAlone() {
    tell("s1", "ask");
    world.pass(TURN_MS + 100);
    assertEquals("1", result(world.call(A, "get")));
    assertEquals(0, world.counters.failedTurns.sum());
  }

  @Test
  void fault12_whatSubscribersSeeOfAnActorThatIsNotStoredNeverGoesBack() {
    world.engine.durability = io.actjs.model.ClassShape.Durability.NONE;
    long last = 0;
    for (int life = 0; life < 3; life++) {
      for (int i = 0; i < 4; i++) {
        assertEquals(Integer.toString(i + 1), result(world.call(A, "add")));
      }
      KeptOutcome query = world.send(Envelope.query(A, Headers.NONE));
      world.run();
      long seq = assertInstanceOf(Answer.State.class, query.answer()).view().seq();
      assertTrue(seq > last, seq + " after " + last);
      last = seq;
      // The next life begins in the same millisecond.
      world.hosts.superseded(A, Long.MAX_VALUE);
      world.run();
    }
  }
}
