package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.storage.Signals.Signal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry close to the store that other servers change too: looks every few seconds, and
 * at once when another server says so; tells the others what changed here.
 */
final class RegistryWatch implements Ticker.Timed {
  static final long EVERY_MS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);

  private final RuntimeContext context;
  private final AtomicLong nextLook;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Of the registry when it last was as the others know it. */
  private volatile long generation;

  RegistryWatch(RuntimeContext context) {
    this.context = context;
    this.nextLook = new AtomicLong(context.clock.nowMs() + EVERY_MS);
    this.generation = context.registry.generation();
  }

  /** Another server has changed something. */
  void lookNow() {
    nextLook.set(0);
  }

  @Override
  public void advance(long nowMs) {
    long current = context.registry.generation();
    if (current != generation) {
      generation = current;
      context.signals.send(new Signal.RegistryChanged());
    }
    if (nowMs >= nextLook.get() && busy.compareAndSet(false, true)) {
      // Before the look: a hint that comes meanwhile makes for another one.
      nextLook.set(nowMs + EVERY_MS);
      context.storageThreads.execute(this::look);
    }
  }

  private void look() {
    try {
      context.registry.refresh();
    } catch (ActjsException e) {
      LOG.debug("the registry is as it was", e);
    } finally {
      busy.set(false);
    }
  }
}
