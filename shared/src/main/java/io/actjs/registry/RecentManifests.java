package io.actjs.registry;

import io.actjs.model.Manifest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The manifests used last, {@value #MAX_MANIFESTS} at most; all are in the store. Looking up one of
 * them takes no lock and allocates nothing.
 *
 * <p>Time is counted in insertions: without insertions nothing is evicted, so a look-up need not
 * record that it happened.
 */
final class RecentManifests {
  static final int MAX_MANIFESTS = 1_024;

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong insertions = new AtomicLong();

  /** A manifest and its latest health report. */
  static final class Entry {
    final Manifest manifest;
    private volatile long usedAt;
    private volatile @Nullable HealthReport report;

    private Entry(Manifest manifest, long usedAt) {
      this.manifest = manifest;
      this.usedAt = usedAt;
    }

    @Nullable HealthReport report() {
      return report;
    }

    void report(HealthReport value) {
      report = value;
    }
  }

  @Nullable Entry get(String sha) {
    Entry entry = entries.get(sha);
    if (entry != null) {
      long now = insertions.get();
      if (entry.usedAt != now) {
        entry.usedAt = now;
      }
    }
    return entry;
  }

  synchronized Entry put(Manifest manifest) {
    Entry known = entries.get(manifest.sha());
    if (known != null) {
      return known;
    }
    if (entries.size() >= MAX_MANIFESTS) {
      evict();
    }
    Entry entry = new Entry(manifest, insertions.incrementAndGet());
    entries.put(manifest.sha(), entry);
    return entry;
  }

  private void evict() {
    Entry oldest = null;
    for (Entry entry : entries.values()) {
      if (oldest == null || entry.usedAt < oldest.usedAt) {
        oldest = entry;
      }
    }
    entries.remove(Objects.requireNonNull(oldest).manifest.sha());
  }
}
