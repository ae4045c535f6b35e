package io.actjs.runtime.output;

import io.actjs.agent.Interleavings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** What journal lanes and workers hand over leaves once, a batch at a time, in one order. */
@Param(name = "output", gen = IntGen.class, conf = "0:7")
public class OutputGateLincheckTest {
  private final OutputGate gate = new OutputGate(() -> null);
  private final List<Integer> left = new ArrayList<>();

  private final class Noted extends Output {
    private final int number;

    Noted(int number) {
      super(null, 0);
      this.number = number;
    }

    @Override
    protected void settle() {
      left.add(number);
    }
  }

  @Operation(params = {"output", "output"})
  public void open(int first, int second) {
    gate.open(List.of(new Noted(first), new Noted(second)));
  }

  @Operation(nonParallelGroup = "output")
  public List<Integer> doWork() {
    left.clear();
    int done = gate.doWork();
    return done == left.size() ? List.copyOf(left) : List.of(-done);
  }

  /** What the gate promises, for one thread. */
  public static final class Promise {
    private final ArrayDeque<List<Integer>> batches = new ArrayDeque<>();

    public void open(int first, int second) {
      batches.add(List.of(first, second));
    }

    public List<Integer> doWork() {
      List<Integer> batch = batches.poll();
      return batch == null ? List.of() : batch;
    }
  }

  @Test
  void isLinearizable() {
    Interleavings.check(OutputGateLincheckTest.class, Promise.class, 3);
  }
}
