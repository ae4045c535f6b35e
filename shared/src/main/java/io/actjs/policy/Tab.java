package io.actjs.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * What one request has in use: its body, then its answer. Closed when the answer has left, or
 * nobody waits for it any more; what comes later is given back at once. Thread-safe.
 */
public final class Tab implements AutoCloseable {
  private final Budget budget;
  private final List<Charge> charges = new ArrayList<>(2);
  private boolean closed;

  public Tab(Budget budget) {
    this.budget = budget;
  }

  /**
   * Takes more for this request.
   *
   * @throws io.actjs.model.ActjsException {@code CapacityExhausted}
   */
  public Charge charge(long bytes) {
    Charge charge = budget.charge(bytes);
    add(charge);
    return charge;
  }

  /** Becomes the owner of a charge. */
  public synchronized void add(Charge charge) {
    if (closed) {
      charge.close();
    } else {
      charges.add(charge);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    charges.forEach(Charge::close);
    charges.clear();
  }
}
