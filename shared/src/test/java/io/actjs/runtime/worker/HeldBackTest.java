package io.actjs.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.agent.ByHand;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.JournalBatch;
import io.actjs.runtime.output.Output;
import io.actjs.storage.ActorShard;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Journal;
import io.actjs.storage.JournalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldBackTest {
  /** More than a lane lets wait. */
  private static final int HUGE = (64 << 20) + 1;

  private static final ActorRef FULL = inLane(0, 0);
  private static final ActorRef FULL_TOO = inLane(0, 1);
  private static final ActorRef FREE = inLane(1, 0);

  private final List<String> settled = new ArrayList<>();
  private final ByHand hand = new ByHand();
  private final Journal journal =
      new Journal(
          new TwoLanes(),
          (batch, more) -> batch.forEach(each -> settled.add(each.toString())),
          Clock.SYSTEM);
  private final HeldBack held = new HeldBack(journal);
  private final List<Tenant> ready = new ArrayList<>();

  /** Commits whatever comes. */
  private static final class TwoLanes implements JournalStore {
    @Override
    public List<CommitResult> commit(JournalBatch batch) {
      return batch.entries().stream().map(entry -> CommitResult.COMMITTED).toList();
    }

    @Override
    public int lanes() {
      return 2;
    }
  }

  private static ActorRef inLane(int lane, int skip) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> new ActorRef("Counter", "n" + i))
        .filter(ref -> ActorShard.of(ref) % 2 == lane)
        .skip(skip)
        .findFirst()
        .orElseThrow();
  }

  private static final class Named extends Output {
    private final String name;

    Named(String name, int weight) {
      super(null, weight);
      this.name = name;
    }

    @Override
    protected void settle() {}

    @Override
    public String toString() {
      return name;
    }
  }

  private record Idle(ActorRef ref) implements Tenant {
    @Override
    public int number() {
      return 1;
    }

    @Override
    public void pump() {}

    @Override
    public void on(Outcome outcome) {}

    @Override
    public void engineLost(ActjsException reason) {}

    @Override
    public void turnLost(long turn, ActjsException reason) {}

    @Override
    public void isolateLost() {}

    @Override
    public LoadedClasses.@Nullable LoadedClass loadedClass() {
      return null;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public void moveTo(Worker worker) {}

    @Override
    public void relocate() {}

    @Override
    public boolean mayLeave() {
      return false;
    }

    @Override
    public void evict() {}

    @Override
    public long lastUsedMs() {
      return 0;
    }
  }

  @Test
  void fault23_oneFullLaneHoldsBackItsActorsAndNobodyElse() {
    journal.start(hand);
    Tenant full = new Idle(FULL);
    held.append(FULL, new Named("a1", HUGE), false);
    held.append(FULL, new Named("a2", 1), false);
    held.append(FULL, new Named("a3", 1), false);
    held.append(FULL_TOO, new Named("b1", 1), false);
    held.append(FREE, new Named("c1", 1), false);
    assertFalse(held.isEmpty());
    assertTrue(held.holds(full));
    assertTrue(held.holds(full), "asked twice, it comes once");
    assertTrue(held.holds(new Idle(FULL_TOO)));
    assertFalse(held.holds(new Idle(FREE)));
    held.advance(ready);
    assertEquals(List.of(), ready, "there is no room yet");
    hand.run();
    held.advance(ready);
    assertEquals(List.of(full, new Idle(FULL_TOO)), ready);
    assertTrue(held.isEmpty());
    assertFalse(held.holds(full));
    hand.run();
    List<String> ofFull = settled.stream().filter(name -> name.startsWith("a")).toList();
    assertEquals(List.of("a1", "a2", "a3"), ofFull);
    assertTrue(settled.containsAll(List.of("b1", "c1")), settled::toString);
  }
}
