package io.actjs.runtime.subscription;

import io.actjs.model.Utf8;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Changes that a subscriber gets once it has got what it missed before them. Confined to the output
 * thread.
 */
public final class WaitingSteps {
  private final List<Step> steps = new ArrayList<>();
  private final Charge charge;
  private final long limit;

  /**
   * @param limit bytes that it may hold
   */
  WaitingSteps(Budget memory, long limit) {
    this.charge = memory.charge(0);
    this.limit = limit;
  }

  /** Keeps a change; false when there is no room for it. */
  boolean add(Step step) {
    long size = Utf8.length(step.json());
    boolean fits = charge.bytes() + size <= limit && charge.tryGrow(size);
    if (fits) {
      steps.add(step);
    }
    return fits;
  }

  /** Gives the changes after a turn, in order. */
  void after(long seq, Consumer<Step> receiver) {
    for (Step step : steps) {
      if (step.at().seq() > seq) {
        receiver.accept(step);
      }
    }
  }

  void close() {
    charge.close();
  }
}
