package io.actjs.policy;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a {@link Budget} that are in use until this is closed. Closing is idempotent, so every
 * path on which something ends may close its charge. Thread-safe.
 */
public final class Charge implements AutoCloseable {
  /** Of what costs nothing. */
  public static final Charge NONE = new Charge(null, 0);

  private static final AtomicLongFieldUpdater<Charge> HELD =
      AtomicLongFieldUpdater.newUpdater(Charge.class, "held");
  private static final long CLOSED = -1;

  private final @Nullable Budget budget;
  private volatile long held;

  Charge(@Nullable Budget budget, long bytes) {
    this.budget = budget;
    this.held = bytes;
  }

  /** Bytes that it holds; 0 when it is closed. */
  public long bytes() {
    return Math.max(0, held);
  }

  /** Takes more of the same budget; false when the bytes are not there, or it is closed. */
  public boolean tryGrow(long bytes) {
    if (budget == null) {
      return bytes == 0;
    }
    if (!budget.take(bytes)) {
      return false;
    }
    long now;
    do {
      now = held;
      if (now == CLOSED) {
        budget.release(bytes);
        return false;
      }
    } while (!HELD.compareAndSet(this, now, now + bytes));
    return true;
  }

  /** Gives back all but so many bytes. */
  public void shrinkTo(long bytes) {
    long now;
    do {
      now = held;
      if (now <= bytes) {
        return;
      }
    } while (!HELD.compareAndSet(this, now, bytes));
    release(now - bytes);
  }

  /** Moves bytes, or what there is of them, to a charge of their own. */
  public Charge split(long bytes) {
    long now;
    long moved;
    do {
      now = held;
      moved = Math.min(bytes, now);
      if (moved <= 0) {
        return NONE;
      }
    } while (!HELD.compareAndSet(this, now, now - moved));
    return new Charge(budget, moved);
  }

  /** Moves all that it holds to another owner; closing this one gives nothing back then. */
  public Charge handOver() {
    return split(Long.MAX_VALUE);
  }

  @Override
  public void close() {
    if (budget == null) {
      return;
    }
    long now = HELD.getAndSet(this, CLOSED);
    if (now > 0) {
      release(now);
    }
  }

  private void release(long bytes) {
    if (budget != null) {
      budget.release(bytes);
    }
  }
}
