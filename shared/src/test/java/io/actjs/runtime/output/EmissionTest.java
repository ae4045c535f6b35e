package io.actjs.runtime.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The outputs of one host, from its worker through journal and gate. */
class EmissionTest {
  private static final ActorRef ACTOR = Deliveries.ACTOR;

  private final DrivenStore store = new DrivenStore();
  private final List<String> seen = new ArrayList<>();
  private final ActorGate gate = new ActorGate(ACTOR, new Host());

  private final class Host implements ActorGate.Owner {
    @Override
    public void poisoned(ActjsException reason) {
      seen.add("poisoned " + reason.code());
    }

    @Override
    public void refused(ActjsException reason) {
      seen.add("host refused " + reason.code());
    }

    @Override
    public void drained() {
      seen.add("drained");
    }
  }

  private class Noted extends Emission {
    private final String name;

    Noted(String name, @Nullable JournalEntry record) {
      super(gate, record, 0);
      this.name = name;
    }

    @Override
    protected void opened() {
      seen.add(name);
    }

    @Override
    protected void refused(ActjsException reason) {
      seen.add(name + " refused " + reason.code());
    }
  }

  /** What a host does with an output. */
  private void output(Emission emission) {
    if (emission.isJournaled()) {
      gate.journaled(emission);
      store.access.journal().append(ACTOR, emission);
    } else {
      throw new AssertionError("it need not wait");
    }
  }

  private void turn(String name, long seq) {
    output(new Noted(name, Records.turn(ACTOR, seq, 0)));
  }

  private void barrier(String name) {
    Noted barrier = new Noted(name, null);
    barrier.behindTurns();
    output(barrier);
  }

  @Test
  void turnsLeaveInOrderWhenTheyAreDurable() {
    turn("first", 1);
    turn("second", 2);
    assertEquals(2, gate.inFlight());
    assertEquals(List.of(), seen);
    store.run();
    assertEquals(List.of("first", "second", "drained"), seen);
    assertEquals(0, gate.inFlight());
    assertNull(gate.poison());
  }

  @Test
  void aBarrierLeavesAfterTheTurnsBeforeIt() {
    turn("turn", 1);
    barrier("barrier");
    store.run();
    assertEquals(List.of("turn", "barrier", "drained"), seen);
  }

  @Test
  void aBarrierWithoutATurnBeforeItNeedsNoJournal() {
    Noted barrier = new Noted("barrier", null);
    barrier.behindTurns();
    assertFalse(barrier.isJournaled());
    barrier.leave(null);
    assertEquals(List.of("barrier"), seen);
  }

  @Test
  void aTurnThatIsNotStoredPoisonsAllThatSawIt() {
    turn("good", 1);
    turn("conflicting", 1);
    barrier("barrier");
    turn("later", 3);
    store.run();
    assertEquals(
        List.of(
            "good",
            "poisoned Fenced",
            "conflicting refused Fenced",
            "host refused Fenced",
            "barrier refused Fenced",
            "host refused Fenced",
            "later refused Fenced",
            "host refused Fenced",
            "drained"),
        seen);
  }

  @Test
  void whatSawATurnThatIsNotStoredIsRefusedAlsoWhenItNeedNotWaitAnyMore() {
    turn("good", 1);
    turn("conflicting", 1);
    store.run();
    Noted read = new Noted("read", null);
    read.behindTurns();
    assertFalse(read.isJournaled());
    read.leave(null);
    assertTrue(seen.contains("read refused Fenced"), seen::toString);
  }

  @Test
  void aTurnOfADeletedActorIsGone() {
    store.memory.commit(List.of(Records.turn(ACTOR, 1, 0), Records.tombstone(ACTOR, 2, 0)));
    turn("late", 3);
    store.run();
    assertEquals("late refused Gone", seen.get(1));
  }

  @Test
  void aCommitThatFailsFailsEveryTurnInItAndKeepsTheReason() {
    store.faults("commit", Fault.FAIL_BEFORE);
    turn("first", 1);
    turn("second", 2);
    store.run();
    assertEquals(
        List.of(
            "poisoned StorageUnavailable",
            "first refused StorageUnavailable",
            "host refused StorageUnavailable",
            "second refused StorageUnavailable",
            "host refused StorageUnavailable",
            "drained"),
        seen);
    store.heal();
    turn("third", 1);
    store.run();
    assertTrue(seen.contains("third refused StorageUnavailable"), "poison is for good");
  }

  @Test
  void onlyACommitThatFailedIsInDoubt() {
    Noted withheld = new Noted("withheld", null);
    withheld.leave(ActorProblems.shuttingDown());
    assertFalse(withheld.isInDoubt());

    store.faults("commit", Fault.FAIL_AFTER);
    Noted failed = new Noted("failed", Records.turn(ACTOR, 1, 0));
    output(failed);
    store.run();
    assertTrue(failed.isInDoubt());
  }

  @Test
  void aClosedServerWithholdsADurableTurn() {
    store.closure = new ActjsException(ProblemCode.ShuttingDown, "no right to the store");
    turn("turn", 1);
    store.run();
    assertEquals(
        List.of(
            "poisoned ShuttingDown",
            "turn refused ShuttingDown",
            "host refused ShuttingDown",
            "drained"),
        seen);
  }

  @Test
  void theFirstPoisonStays() {
    ActjsException first = ActorProblems.takenOver(ACTOR);
    gate.poison(first);
    gate.poison(ActorProblems.shuttingDown());
    assertSame(first, gate.poison());
    assertEquals(List.of("poisoned Fenced"), seen);
  }

  @Test
  void anOutputThatSawNoTurnLeavesThroughAPoisonedGate() {
    gate.poison(ActorProblems.takenOver(ACTOR));
    seen.clear();
    new Noted("refusal", null).leave(null);
    assertEquals(List.of("refusal"), seen);
  }

  @Test
  void aReceiverThatThrowsIsCountedAsSettled() {
    output(
        new Noted("broken", Records.turn(ACTOR, 1, 0)) {
          @Override
          protected void opened() {
            throw new IllegalStateException("a bug of the receiver");
          }
        });
    store.run();
    assertEquals(0, gate.inFlight());
    assertEquals(List.of("drained"), seen);
  }
}
