package io.actjs.policy;

/**
 * Bytes of a {@link Budget} that are taken for what may come, such as the answers of a step that
 * has not run. What comes {@linkplain Charge#split takes its part} out of the charge and keeps it;
 * closing gives back the rest.
 */
public final class Reservation implements AutoCloseable {
  /** Of nothing. */
  public static final Reservation NONE = new Reservation(Budget.unbounded("nothing"), Charge.NONE);

  private final Budget budget;
  private final Charge charge;
  private final long bytes;

  Reservation(Budget budget, Charge charge) {
    this.budget = budget;
    this.charge = charge;
    this.bytes = charge.bytes();
    budget.addReserved(bytes);
  }

  /** What is left of it. */
  public Charge charge() {
    return charge;
  }

  /** Not idempotent: closed once, by whoever has reserved. */
  @Override
  public void close() {
    budget.addReserved(-bytes);
    charge.close();
  }
}
