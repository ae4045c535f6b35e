package io.actjs.policy;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that may be in use at a time. Budgets form a tree: what is charged to a child counts
 * against every budget above it, so a connection or an actor has a share of the process and cannot
 * take all of it.
 *
 * <p>A large charge, more than a {@value #LARGE}th of a budget, leaves an {@value #RESERVE}th of it
 * free for the small ones: a few slow readers of large states do not keep small calls from being
 * answered. A charge for what can wait, such as a change that a subscriber can have later as part
 * of a snapshot, leaves a {@value #DEFERRABLE}th free, whatever its size. A {@link Reservation} is
 * for what may come and mostly does not: what can wait does not make way for it.
 *
 * <p>Lock-free and thread-safe. A charge is one compare-and-set per level.
 */
public final class Budget {
  static final int LARGE = 256;
  static final int RESERVE = 8;
  static final int DEFERRABLE = 4;

  private final String name;
  private final long limit;
  private final @Nullable Budget parent;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong refused;

  private Budget(String name, long limit, @Nullable Budget parent) {
    if (limit < 0) {
      throw new IllegalArgumentException("a budget is not negative");
    }
    this.name = name;
    this.limit = limit;
    this.parent = parent;
    this.refused = parent == null ? new AtomicLong() : parent.refused;
  }

  public static Budget root(String name, long bytes) {
    return new Budget(name, bytes, null);
  }

  /** A budget without a bound, which only counts. */
  public static Budget unbounded(String name) {
    return root(name, Long.MAX_VALUE);
  }

  /** A share of this budget, which may be larger than what is left of it. */
  public Budget child(String childName, long bytes) {
    return new Budget(childName, bytes, this);
  }

  /** Takes the bytes until the charge is closed; null when they are not there. */
  public @Nullable Charge tryCharge(long bytes) {
    return take(bytes) ? new Charge(this, bytes) : null;
  }

  /** The same for what can wait: null already when less than a quarter would stay free. */
  public @Nullable Charge tryChargeDeferrable(long bytes) {
    return take(bytes, true) ? new Charge(this, bytes) : null;
  }

  /**
   * Takes bytes for what may come; null when they are not there. Whoever reserves takes no more
   * than {@link #reserve()} at a time.
   */
  public @Nullable Reservation tryReserve(long bytes) {
    Charge charge = tryCharge(bytes);
    return charge == null ? null : new Reservation(this, charge);
  }

  /** The share of the budget that one reservation may have. */
  public long reserve() {
    return limit / RESERVE;
  }

  void addReserved(long bytes) {
    reserved.addAndGet(bytes);
  }

  /**
   * Takes the bytes until the charge is closed.
   *
   * @throws ActjsException {@code CapacityExhausted}
   */
  public Charge charge(long bytes) {
    Charge charge = tryCharge(bytes);
    if (charge == null) {
      throw exhausted();
    }
    return charge;
  }

  /** What a caller is told whose bytes are not there. */
  public ActjsException exhausted() {
    return new ActjsException(
        ProblemCode.CapacityExhausted,
        "the " + root().name + " has no memory left for this; try again in a moment");
  }

  private Budget root() {
    Budget at = this;
    while (at.parent != null) {
      at = at.parent;
    }
    return at;
  }

  boolean take(long bytes) {
    return take(bytes, false);
  }

  private boolean take(long bytes, boolean canWait) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a charge is not negative");
    }
    for (Budget at = this; at != null; at = at.parent) {
      if (!at.add(bytes, canWait)) {
        for (Budget undo = this; undo != at; undo = undo.parent) {
          undo.used.addAndGet(-bytes);
        }
        refused.incrementAndGet();
        return false;
      }
    }
    return true;
  }

  private boolean add(long bytes, boolean canWait) {
    long bound = bound(bytes, canWait);
    long now;
    do {
      now = used.get();
      if (bytes > bound - now) {
        return false;
      }
    } while (!used.compareAndSet(now, now + bytes));
    return true;
  }

  /** What may be in use with the charge. */
  private long bound(long bytes, boolean canWait) {
    if (canWait) {
      return Math.min(limit, limit - limit / DEFERRABLE + reserved.get());
    }
    return bytes > limit / LARGE ? limit - limit / RESERVE : limit;
  }

  void release(long bytes) {
    for (Budget at = this; at != null; at = at.parent) {
      long left = at.used.addAndGet(-bytes);
      assert left >= 0 : at.name + " was released twice";
    }
  }

  /** Bytes that are charged now. */
  public long used() {
    return used.get();
  }

  /** Bytes that are charged for what is there, not for what may come. */
  public long held() {
    return Math.max(0, used.get() - reserved.get());
  }

  public long limit() {
    return limit;
  }

  /** Charges that were refused since the start, anywhere in the tree. */
  public long refused() {
    return refused.get();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %d of %d bytes", name, used.get(), limit);
  }
}
