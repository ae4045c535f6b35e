package io.actjs.actjsd.feed;

import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text frame on its way out, and its share of the server's memory, which is given back when the
 * last connection that it goes to has sent it or has ended. Thread-safe.
 */
public final class OutFrame {
  public final byte[] utf8;
  private final Charge charge;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile @Nullable Runnable released;

  private OutFrame(byte[] utf8, Charge charge) {
    this.utf8 = utf8;
    this.charge = charge;
  }

  /** Null when there is no memory for it. */
  public static @Nullable OutFrame of(byte[] utf8, Budget memory) {
    Charge charge = memory.tryCharge(utf8.length);
    return charge == null ? null : new OutFrame(utf8, charge);
  }

  /** One more holds it; false when nobody has held it any more. */
  boolean retain() {
    int now;
    do {
      now = holders.get();
      if (now == 0) {
        return false;
      }
    } while (!holders.compareAndSet(now, now + 1));
    return true;
  }

  /** What is done when nobody holds it any more. Set while the caller holds it. */
  void onReleased(Runnable action) {
    released = action;
  }

  public void release() {
    if (holders.decrementAndGet() == 0) {
      charge.close();
      Runnable action = released;
      if (action != null) {
        action.run();
      }
    }
  }
}
