package io.actjs.model;

import java.util.Comparator;

/**
 * How often requests were pinned to a manifest.
 *
 * @param lastSeen milliseconds since 1970
 */
public record ManifestUse(String sha, long count, long lastSeen) {
  /** Highest count first, then the latest seen. */
  public static final Comparator<ManifestUse> MOST_USED_FIRST =
      Comparator.comparingLong(ManifestUse::count)
          .thenComparingLong(ManifestUse::lastSeen)
          .reversed()
          .thenComparing(ManifestUse::sha);
}
