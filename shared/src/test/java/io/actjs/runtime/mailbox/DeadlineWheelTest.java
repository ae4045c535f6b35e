package io.actjs.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
  private static final long TICK = 20;
  private static final long NOW = 1_000_000;

  /** Longer than the wheel has buckets. */
  private static final long TURN = 600 * TICK;

  private final DeadlineWheel wheel = new DeadlineWheel(TICK, NOW);
  private final List<String> expired = new ArrayList<>();

  private DeadlineWheel.Timer set(long at, String name) {
    return wheel.set(at, () -> expired.add(name));
  }

  @Test
  void aDeadlinePassesNeverEarlyAndAtMostATickLate() {
    set(NOW + 50, "it");
    wheel.advance(NOW + 50);
    assertEquals(List.of(), expired);
    wheel.advance(NOW + 50 + TICK);
    wheel.advance(NOW + 60 + TICK);
    assertEquals(List.of("it"), expired);
  }

  @Test
  void deadlinesPassInTheirOrder() {
    set(NOW + 300, "later");
    set(NOW + 100, "sooner");
    wheel.advance(NOW + 1_000);
    assertEquals(List.of("sooner", "later"), expired);
  }

  @Test
  void aCancelledDeadlineNeverPasses() {
    DeadlineWheel.Timer first = set(NOW + 100, "first");
    DeadlineWheel.Timer middle = set(NOW + 100, "middle");
    set(NOW + 100, "last");
    middle.cancel();
    middle.cancel();
    wheel.advance(NOW + 200);
    first.cancel();
    wheel.advance(NOW + 2 * TURN);
    assertEquals(List.of("last", "first"), expired);
  }

  @Test
  void fault23_anActionThatFailsHoldsUpNoOtherDeadline() {
    wheel.set(
        NOW + 100,
        () -> {
          throw new IllegalStateException("a bug");
        });
    wheel.set(
        NOW + 100,
        () -> {
          throw new StackOverflowError();
        });
    set(NOW + 100, "same tick");
    set(NOW + 300, "later tick");
    wheel.advance(NOW + 400);
    assertEquals(List.of("same tick", "later tick"), expired);
  }

  @Test
  void aDeadlineOfThePastPassesAtTheNextTick() {
    set(NOW - 5_000, "it");
    wheel.advance(NOW);
    assertEquals(List.of(), expired);
    wheel.advance(NOW + TICK);
    assertEquals(List.of("it"), expired);
  }

  @Test
  void aDeadlineBeyondATurnOfTheWheelWaitsForItsOwnTurn() {
    set(NOW + TURN, "far");
    wheel.advance(NOW + TURN - 1);
    assertEquals(List.of(), expired);
    wheel.advance(NOW + TURN + TICK);
    assertEquals(List.of("far"), expired);
  }

  @Test
  void aJumpOverAWholeTurnMissesNothingAndTakesNothingTwice() {
    set(NOW + TICK, "near");
    set(NOW + TURN, "far");
    set(NOW + 3 * TURN, "farther");
    wheel.advance(NOW + 2 * TURN);
    assertEquals(List.of("far", "near"), expired.stream().sorted().toList());
    wheel.advance(NOW + 4 * TURN);
    assertEquals(3, expired.size());
  }

  @Test
  void timeThatStandsStillOrGoesBackDoesNothing() {
    set(NOW + 50, "it");
    wheel.advance(NOW);
    wheel.advance(NOW - TURN);
    assertEquals(List.of(), expired);
    wheel.advance(NOW + 100);
    assertEquals(List.of("it"), expired);
  }

  @Test
  void aDeadlineThatIsSetByOneThatPassesWaitsForTheNextTick() {
    wheel.set(NOW, () -> set(NOW, "second"));
    wheel.advance(NOW + 10 * TICK);
    assertEquals(List.of(), expired);
    wheel.advance(NOW + 11 * TICK);
    assertEquals(List.of("second"), expired);
  }

  @Test
  void aDeadlineThatPassesMayCancelOneThatIsDueAtTheSameTime() {
    DeadlineWheel.Timer[] other = new DeadlineWheel.Timer[1];
    other[0] = set(NOW + TICK, "cancelled");
    wheel.set(NOW + TICK, () -> other[0].cancel());
    wheel.advance(NOW + 10 * TICK);
    assertEquals(List.of(), expired);
  }

  @Property
  void eachDeadlinePassesOnceInTheFirstAdvanceAfterIt(@ForAll Random random) {
    DeadlineWheel some = new DeadlineWheel(TICK, NOW);
    List<long[]> passed = new ArrayList<>();
    long now = NOW;
    int set = 0;
    for (int i = 0; i < 30; i++) {
      for (int j = random.nextInt(4); j > 0; j--) {
        long at = now - TICK + random.nextLong(2 * TURN);
        long setAt = now;
        some.set(at, () -> passed.add(new long[] {Math.max(at, setAt), -1}));
        set++;
      }
      int before = passed.size();
      long last = now;
      now += random.nextBoolean() ? random.nextLong(3 * TICK) : random.nextLong(2 * TURN);
      some.advance(now);
      for (long[] it : passed.subList(before, passed.size())) {
        assertTrue(it[0] <= now, "early");
        assertTrue(it[0] > last - 2 * TICK, "an earlier advance missed it");
      }
    }
    some.advance(now + 3 * TURN);
    assertEquals(set, passed.size());
  }
}
