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
  private final FrameText text;
  private final Charge charge;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile @Nullable Runnable released;

  private OutFrame(FrameText text, Charge charge) {
    this.text = text;
    this.charge = charge;
  }

  /** Null when there is no memory for it. */
  public static @Nullable OutFrame of(byte[] utf8, Budget memory) {
    return of(new FrameText(utf8), memory.tryCharge(utf8.length));
  }

  /** The same for a frame that can wait until there is plenty of memory. */
  static @Nullable OutFrame deferrable(byte[] utf8, Budget memory) {
    return deferrable(new FrameText(utf8), memory);
  }

  /** The same for a text that several frames have in common; each is charged with it. */
  static @Nullable OutFrame deferrable(FrameText text, Budget memory) {
    return of(text, memory.tryChargeDeferrable(text.utf8.length));
  }

  private static @Nullable OutFrame of(FrameText text, @Nullable Charge charge) {
    return charge == null ? null : new OutFrame(text, charge);
  }

  /** Is not changed by anyone. */
  public byte[] utf8() {
    return text.utf8;
  }

  /** Whether {@link #compressed} would take long. */
  public boolean takesLongToCompress() {
    return text.isLong() && !text.isSettled();
  }

  /**
   * The text as a message of permessage-deflate, for whoever holds the frame; null when that would
   * not be shorter, or there is no memory for it. The first who asks compresses it for all.
   */
  public byte @Nullable [] compressed() {
    return text.compressed(charge);
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
