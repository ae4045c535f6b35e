package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ManifestUse;
import io.actjs.registry.Manifests.Uses;
import io.actjs.storage.RegistryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests by manifest: the first {@value #MAX_COUNTED} manifests one by one, all others in
 * one counter. Counting takes no lock. The counts are stored every {@value #FLUSH_SECONDS} seconds
 * and at the end; a crash loses those of the last interval.
 */
final class UseTracker implements AutoCloseable {
  static final int MAX_COUNTED = 128;

  /** The name in the store that stands for all other manifests; no sha looks like it. */
  static final String OTHER = "other";

  private static final int FLUSH_SECONDS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(UseTracker.class);

  private final RegistryStore storage;
  private final Clock clock;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final Count other = new Count();
  private final ScheduledThreadPoolExecutor flusher;

  // What is not counted one by one goes to the other counter without a look at the lock.
  private volatile boolean full;

  private volatile boolean flushing;

  UseTracker(RegistryStore storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
    storage.manifestUses().forEach(this::restore);
    flusher =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("actjs-manifest-uses").unstarted(task));
    flusher.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // A first use after the end is counted in memory only, like all others.
    flusher.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  private void restore(ManifestUse use) {
    if (use.sha().equals(OTHER) || counts.size() >= MAX_COUNTED) {
      other.restore(use);
    } else {
      counts.computeIfAbsent(use.sha(), sha -> new Count()).restore(use);
    }
  }

  void used(String sha) {
    Count count = counts.get(sha);
    (count != null ? count : countOf(sha)).add(clock.nowMs());
    if (!flushing) {
      beginFlushing();
    }
  }

  /** With the first use: a server whose clients pin nothing needs no thread for it. */
  private synchronized void beginFlushing() {
    if (!flushing) {
      flushing = true;
      var unused =
          flusher.scheduleWithFixedDelay(
              this::flush, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Count countOf(String sha) {
    if (full) {
      return other;
    }
    synchronized (counts) {
      if (counts.size() < MAX_COUNTED) {
        return counts.computeIfAbsent(sha, key -> new Count());
      }
      full = true;
      return counts.getOrDefault(sha, other);
    }
  }

  synchronized Uses uses() {
    List<ManifestUse> entries = new ArrayList<>();
    counts.forEach((sha, count) -> entries.add(count.total(sha)));
    entries.sort(ManifestUse.MOST_USED_FIRST);
    ManifestUse rest = other.total(OTHER);
    return new Uses(List.copyOf(entries), rest.count(), rest.lastSeen());
  }

  /** Stores the counts since the last time; keeps them if the store fails. */
  synchronized void flush() {
    List<Count> counted = new ArrayList<>();
    List<ManifestUse> uses = new ArrayList<>();
    counts.forEach((sha, count) -> collect(sha, count, counted, uses));
    collect(OTHER, other, counted, uses);
    if (uses.isEmpty()) {
      return;
    }
    try {
      storage.addManifestUses(uses);
    } catch (ActjsException e) {
      LOG.warn("cannot store the use of manifests at the moment: {}", e.detail());
      return;
    } catch (RuntimeException e) {
      // What a scheduled task throws ends its schedule.
      LOG.error("the use of manifests is not stored now", e);
      return;
    }
    for (int i = 0; i < uses.size(); i++) {
      counted.get(i).flushed(uses.get(i).count());
    }
  }

  private static void collect(
      String sha, Count count, List<Count> counted, List<ManifestUse> uses) {
    ManifestUse fresh = count.fresh(sha);
    if (fresh.count() > 0) {
      counted.add(count);
      uses.add(fresh);
    }
  }

  @Override
  public void close() {
    flusher.close();
    flush();
  }

  /** Uses of one manifest. All but {@link #add} is called under the tracker's lock. */
  private static final class Count {
    private final LongAdder added = new LongAdder();
    private volatile long lastSeen;
    private long stored;
    private long flushed;

    void add(long nowMs) {
      added.increment();
      if (lastSeen < nowMs) {
        lastSeen = nowMs;
      }
    }

    void restore(ManifestUse use) {
      stored += use.count();
      lastSeen = Math.max(lastSeen, use.lastSeen());
    }

    ManifestUse total(String sha) {
      return new ManifestUse(sha, stored + added.sum(), lastSeen);
    }

    ManifestUse fresh(String sha) {
      return new ManifestUse(sha, added.sum() - flushed, lastSeen);
    }

    void flushed(long count) {
      flushed += count;
    }
  }
}
