package io.actjs.runtime;

import java.util.Comparator;
import java.util.List;

/**
 * Lets idle actors leave memory: those that have had no message for the idle time, and, above the
 * limit of active actors, the least recently used. An actor with a subscriber stays.
 */
final class IdleSweeper implements Ticker.Timed {
  private final RuntimeContext context;
  private final LocalDirectory directory;
  private final List<Worker> workers;
  private final long periodMs;
  private long nextMs;

  IdleSweeper(RuntimeContext context, LocalDirectory directory, List<Worker> workers) {
    this.context = context;
    this.directory = directory;
    this.workers = workers;
    this.periodMs = Math.clamp(context.limits.idleMs() / 8, RuntimeContext.TICK_MS, 1_000);
  }

  @Override
  public void advance(long nowMs) {
    int limit = context.limits.activeActors();
    boolean crowded = directory.size() > limit;
    if (nowMs < nextMs && !crowded) {
      return;
    }
    nextMs = nowMs + periodMs;
    workers.forEach(worker -> worker.execute(worker::relieveHeap));
    for (ActorHost host : directory.hosts()) {
      if (nowMs - host.lastUsedMs() >= context.limits.idleMs()) {
        evict(host);
      }
    }
    if (crowded) {
      evictLeastRecentlyUsed(directory.size() - limit);
    }
  }

  private void evictLeastRecentlyUsed(int count) {
    List<ActorHost> oldest =
        directory.hosts().stream()
            .filter(this::mayLeave)
            .sorted(Comparator.comparingLong(ActorHost::lastUsedMs))
            .limit(count)
            .toList();
    oldest.forEach(this::evict);
  }

  private boolean mayLeave(ActorHost host) {
    return host.phase() == ActorHost.Phase.ACTIVE && !context.subscriptions.any(host.ref);
  }

  private void evict(ActorHost host) {
    if (mayLeave(host)) {
      host.worker.execute(() -> host.exit().evict());
    }
  }
}
