package io.actjs.runtime.inbox;

import io.actjs.model.Clock;
import io.actjs.runtime.mailbox.DeadlineWheel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were in the inbox when an earlier process ended. One of them may have ended it, so
 * they are tried one at a time: a process that ends again convicts the one that was being tried.
 */
public final class Suspects {
  /** A message that does nothing for so long, because it awaits, makes room for the next. */
  private static final long LONGEST_MS = 2_000;

  private final DeadlineWheel wheel;
  private final Clock clock;
  private final AtomicReference<@Nullable String> tried = new AtomicReference<>();
  private volatile Runnable next = () -> {};

  Suspects(DeadlineWheel wheel, Clock clock) {
    this.wheel = wheel;
    this.clock = clock;
  }

  /** Runs when the next one may be tried; must not block. */
  public void onFree(Runnable action) {
    next = action;
  }

  /** Tells whether the message may be tried now; then no other may before it has ended. */
  public boolean mayTry(String id) {
    if (!tried.compareAndSet(null, id)) {
      return false;
    }
    wheel.set(clock.steadyMs() + LONGEST_MS, () -> ended(id));
    return true;
  }

  /** It has been handled, or judged. */
  public void ended(String id) {
    String current = tried.get();
    if (id.equals(current) && tried.compareAndSet(current, null)) {
      next.run();
    }
  }
}
