package io.actjs.runtime.mailbox;

import io.actjs.agent.Interleavings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A deadline that is set while the wheel turns passes as if it had been set before or after. */
@Param(name = "at", gen = IntGen.class, conf = "0:3")
public class DeadlineWheelLincheckTest {
  private final DeadlineWheel wheel = new DeadlineWheel(1, 0);
  private final List<Integer> expired = new ArrayList<>();
  private int now;

  @Operation(params = "at")
  public void set(int at) {
    var unused = wheel.set(at, () -> expired.add(at));
  }

  @Operation(nonParallelGroup = "ticker")
  public List<Integer> advance() {
    expired.clear();
    wheel.advance(++now);
    List<Integer> passed = new ArrayList<>(expired);
    passed.sort(null);
    return passed;
  }

  /** What the wheel promises, for one thread: the number of deadlines by tick and time. */
  public static final class Promise {
    private final TreeMap<Integer, List<Integer>> ticks = new TreeMap<>();
    private int now;

    public void set(int at) {
      ticks.computeIfAbsent(Math.max(at, now) + 1, tick -> new ArrayList<>()).add(at);
    }

    public List<Integer> advance() {
      List<Integer> due = ticks.remove(++now);
      List<Integer> passed = due == null ? new ArrayList<>() : due;
      passed.sort(null);
      return passed;
    }
  }

  @Test
  void isLinearizable() {
    Interleavings.check(DeadlineWheelLincheckTest.class, Promise.class, 2);
  }
}
