package io.actjs.runtime;

import io.actjs.runtime.output.StoreAccess;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Looks again and again what other servers have changed in the store, once at a time. */
final class Look {
  private final StoreAccess store;
  private final long everyMs;
  private final Runnable refresh;
  private final Consumer<RuntimeException> failed;
  private final AtomicLong next;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param refresh may block on storage
   * @param failed gets what it throws
   */
  Look(StoreAccess store, long everyMs, Runnable refresh, Consumer<RuntimeException> failed) {
    this.store = store;
    this.everyMs = everyMs;
    this.refresh = refresh;
    this.failed = failed;
    this.next = new AtomicLong(store.clock().nowMs() + everyMs);
  }

  /** Another server has changed something. */
  void now() {
    next.set(0);
  }

  void advance(long nowMs) {
    if (nowMs >= next.get() && busy.compareAndSet(false, true)) {
      // Before the look: a hint that comes meanwhile makes for another one.
      next.set(nowMs + everyMs);
      store.attempt(
          () -> {
            refresh.run();
            return this;
          },
          refreshed -> busy.set(false),
          e -> {
            failed.accept(e);
            busy.set(false);
          });
    }
  }
}
