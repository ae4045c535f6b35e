package io.actjs.runtime.host;

import io.actjs.agent.Ticker;
import io.actjs.policy.RuntimeLimits;

/**
 * Lets idle actors leave memory: those that have had no message for the idle time, and, above the
 * limit of active actors, the least recently used. An actor with a subscriber stays.
 */
public final class IdleSweeper implements Ticker.Timed {
  /** Every actor in memory is looked at: time to leave for those that were told to. */
  static final long CROWDED_MS = 200;

  private final RuntimeLimits limits;
  private final Hosts hosts;
  private final long periodMs;
  private long nextMs;
  private long nextCrowdedMs;

  public IdleSweeper(RuntimeLimits limits, Hosts hosts) {
    this.limits = limits;
    this.hosts = hosts;
    this.periodMs = Math.clamp(limits.idleMs() / 8, Ticker.TICK_MS, 1_000);
  }

  @Override
  public void advance(long nowMs) {
    int limit = limits.activeActors();
    boolean crowded = nowMs >= nextCrowdedMs && hosts.size() > limit;
    if (nowMs < nextMs && !crowded) {
      return;
    }
    nextMs = nowMs + periodMs;
    hosts.relieveHeaps();
    hosts.evictUnusedSince(nowMs - limits.idleMs());
    if (crowded) {
      nextCrowdedMs = nowMs + CROWDED_MS;
      hosts.evictOldest(hosts.size() - limit);
    }
  }
}
