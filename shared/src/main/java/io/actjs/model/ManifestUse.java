package io.actjs.model;

import java.util.Comparator;

/**
 * How often requests were pinned to a manifest.
 *
 * @param lastSeen milliseconds since 1970
 */
public record ManifestUse(String sha, long count, long lastSeen) {
  /** Orders by count, highest first, then by the time last seen, latest first. */
  public static final Comparator<ManifestUse> MOST_USED_FIRST =
      Comparator.comparingLong(ManifestUse::count)
          .thenComparingLong(ManifestUse::lastSeen)
          .reversed()
          .thenComparing(ManifestUse::sha);
}
