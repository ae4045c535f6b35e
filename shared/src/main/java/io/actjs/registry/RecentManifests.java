package io.actjs.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.model.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The manifests that are used most and last, {@value #MAX_MANIFESTS} at most; all are in the store.
 */
final class RecentManifests {
  static final int MAX_MANIFESTS = 1_024;

  private final Cache<String, Entry> entries =
      Caffeine.newBuilder().maximumSize(MAX_MANIFESTS).executor(Runnable::run).build();

  /** A manifest and its latest health report. */
  static final class Entry {
    final Manifest manifest;
    private volatile @Nullable HealthReport report;

    private Entry(Manifest manifest) {
      this.manifest = manifest;
    }

    @Nullable HealthReport report() {
      return report;
    }

    void report(HealthReport value) {
      report = value;
    }
  }

  @Nullable Entry get(String sha) {
    return entries.getIfPresent(sha);
  }

  /** The entry of the manifest, which is the same for as long as it is kept. */
  Entry put(Manifest manifest) {
    return entries.get(manifest.sha(), sha -> new Entry(manifest));
  }
}
