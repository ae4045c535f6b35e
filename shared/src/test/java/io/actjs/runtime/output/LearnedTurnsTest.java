package io.actjs.runtime.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an actor does after it has learned of a turn of another that is not durable yet. */
class LearnedTurnsTest {
  private final DrivenStore store = new DrivenStore();
  private final List<String> seen = new ArrayList<>();
  private final One a = new One("a");
  private final One b = new One("b");
  private final One c = new One("c");

  /** An actor, as far as its outputs go. */
  private final class One implements ActorGate.Owner {
    private final ActorRef ref;
    private final ActorGate gate;
    private long seq;

    One(String id) {
      ref = Records.actor(id);
      gate = new ActorGate(ref, this);
    }

    void turn(String name) {
      seq++;
      output(name, Records.turn(ref, seq, 0));
    }

    /** A turn that another owner has stored meanwhile. */
    void lostTurn(String name) {
      output(name, Records.turn(ref, seq + 5, 0));
    }

    void output(String name, @Nullable JournalEntry record) {
      Named output = new Named(gate, name, record);
      output.behindTurns();
      if (output.isJournaled()) {
        gate.journaled(output);
        store.access.journal().append(ref, output);
      } else {
        output.leave(null);
      }
    }

    void learnsOf(One other) {
      gate.learnsOf(other.gate);
    }

    @Override
    public void poisoned(ActjsException reason) {
      seen.add(ref.id() + " is lost");
    }

    @Override
    public void refused(ActjsException reason) {}

    @Override
    public void drained() {}
  }

  private final class Named extends Emission {
    private final String name;

    Named(ActorGate gate, String name, @Nullable JournalEntry record) {
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

  private List<String> ran() {
    store.run();
    List<String> all = List.copyOf(seen);
    seen.clear();
    return all;
  }

  private long stored(One one) {
    var head = store.memory.head(one.ref);
    return head == null ? 0 : head.seq();
  }

  @Test
  void aTurnIsStoredWithTheOneThatItLearnedOf() {
    a.turn("a1");
    b.learnsOf(a);
    b.turn("b1");
    assertEquals(List.of("a1", "b1"), ran());
    assertEquals(1, stored(b));
  }

  @Test
  void aTurnIsNotStoredWithoutTheOneThatItLearnedOf() {
    a.lostTurn("a1");
    b.learnsOf(a);
    b.turn("b1");
    b.turn("b2");
    c.turn("c1");
    assertEquals(
        List.of(
            "a is lost",
            "a1 refused Fenced",
            "b is lost",
            "b1 refused Fenced",
            "b2 refused Fenced",
            "c1"),
        ran());
    assertEquals(0, stored(b));
    assertEquals(1, stored(c));
  }

  @Test
  void whatWasLearnedIsPassedOn() {
    a.lostTurn("a1");
    b.learnsOf(a);
    c.learnsOf(b);
    c.turn("c1");
    assertEquals(
        List.of("a is lost", "a1 refused Fenced", "c is lost", "c1 refused Fenced"), ran());
    b.turn("b1");
    assertEquals(List.of("b is lost", "b1 refused Fenced"), ran(), "b knows it still");
  }

  @Test
  void anAnswerThatStoresNothingWaitsAndFailsAsWell() {
    a.turn("a1");
    b.learnsOf(a);
    b.output("answer", null);
    assertTrue(seen.isEmpty(), "a1 is not durable");
    assertEquals(List.of("a1", "answer"), ran());
    b.output("later", null);
    assertEquals(List.of("later"), seen, "all is durable");
    seen.clear();
    a.lostTurn("a2");
    b.learnsOf(a);
    b.output("answer", null);
    assertEquals(
        List.of("a is lost", "a2 refused Fenced", "b is lost", "answer refused Fenced"), ran());
    b.turn("b1");
    assertEquals(List.of("b1 refused Fenced"), ran());
    assertEquals(0, stored(b));
  }

  @Test
  void aTurnOfWhichItIsUnknownWhetherItIsStoredCountsAsLost() {
    a.turn("a1");
    store.faults("commit", Fault.FAIL_AFTER);
    assertEquals(List.of("a is lost", "a1 refused StorageUnavailable"), ran());
    store.heal();
    b.learnsOf(a);
    b.turn("b1");
    assertEquals(List.of("b is lost", "b1 refused Fenced"), ran());
  }

  @Test
  void anActorLearnsNothingNewOfItself() {
    a.turn("a1");
    b.learnsOf(a);
    a.learnsOf(b);
    a.turn("a2");
    assertEquals(List.of("a1", "a2"), ran());
    assertFalse(a.gate.mustWait());
  }
}
