package io.actjs.runtime;

import io.actjs.agent.Ticker;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.storage.Signals;
import io.actjs.storage.Signals.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry close to a store that other servers change, too: it looks every few seconds,
 * and at once on a hint of another server; and it notifies the others of changes made here.
 */
final class RegistryWatch implements Ticker.Timed {
  static final long EVERY_MS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);

  private final ClassRegistry registry;
  private final Signals signals;
  private final Look look;

  /** The generation of the registry that the others know. */
  private volatile long generation;

  RegistryWatch(ClassRegistry registry, Signals signals, StoreAccess store) {
    this.registry = registry;
    this.signals = signals;
    this.look =
        new Look(
            store, EVERY_MS, registry::refresh, e -> LOG.debug("the registry is as it was", e));
    this.generation = registry.generation();
  }

  /** Another server has changed something. */
  void lookNow() {
    look.now();
  }

  @Override
  public void advance(long nowMs) {
    long current = registry.generation();
    if (current != generation) {
      generation = current;
      signals.send(new Signal.RegistryChanged());
    }
    look.advance(nowMs);
  }
}
