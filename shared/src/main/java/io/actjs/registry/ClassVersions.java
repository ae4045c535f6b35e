package io.actjs.registry;

import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.Deprecation;
import io.actjs.model.Version;
import io.actjs.registry.range.VersionRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one class. Thread-safe: reads take no lock and return the same instance until a
 * change. A change costs the logarithm of the number of versions.
 */
final class ClassVersions {
  private static final Comparator<Version> RELEASES_LAST =
      Comparator.comparing((Version version) -> version.prerelease().isEmpty())
          .thenComparing(Comparator.naturalOrder());

  private final Map<Version, ClassVersion> byVersion = new ConcurrentHashMap<>();
  private final List<Version> published = new ArrayList<>();
  private final NavigableSet<Version> all = new TreeSet<>(RELEASES_LAST);
  private final NavigableSet<Version> healthy = new TreeSet<>(RELEASES_LAST);

  // Both null after a change, until somebody asks.
  private volatile @Nullable List<ClassVersion> inOrder;
  private volatile @Nullable Latest latest;

  /**
   * @param until milliseconds since 1970 from which on it may be another one
   */
  private record Latest(ClassVersion version, long until) {}

  /** Adds or replaces a version; returns whether that changed anything. */
  synchronized boolean put(ClassVersion version) {
    Version key = version.ref().version();
    ClassVersion before = byVersion.put(key, version);
    if (before == null) {
      published.add(key);
      all.add(key);
    }
    if (version.equals(before)) {
      return false;
    }
    if (version.deprecation() == null) {
      healthy.add(key);
    } else {
      healthy.remove(key);
    }
    inOrder = null;
    latest = null;
    return true;
  }

  @Nullable ClassVersion get(Version version) {
    return byVersion.get(version);
  }

  int size() {
    return byVersion.size();
  }

  /** In order of publishing. */
  List<ClassVersion> inOrder() {
    List<ClassVersion> known = inOrder;
    return known != null ? known : listed();
  }

  private synchronized List<ClassVersion> listed() {
    List<ClassVersion> listed = new ArrayList<>(published.size());
    for (Version version : published) {
      listed.add(known(version));
    }
    List<ClassVersion> unmodifiable = List.copyOf(listed);
    inOrder = unmodifiable;
    return unmodifiable;
  }

  /** The version described at {@link ClassRegistry#latest}. */
  ClassVersion latest(Clock clock) {
    Latest known = latest;
    if (known == null || (known.until != Long.MAX_VALUE && known.until <= clock.nowMs())) {
      known = latestAt(clock.nowMs());
    }
    return known.version;
  }

  private synchronized Latest latestAt(long nowMs) {
    Latest found = new Latest(known((healthy.isEmpty() ? all : healthy).last()), Long.MAX_VALUE);
    if (healthy.isEmpty()) {
      for (Version version : all.descendingSet()) {
        ClassVersion candidate = known(version);
        long until = runsUntil(candidate);
        if (until > nowMs) {
          found = new Latest(candidate, until);
          break;
        }
      }
    }
    latest = found;
    return found;
  }

  /** The highest in a range of those that are not deprecated, releases before prereleases. */
  synchronized @Nullable ClassVersion newestIn(VersionRange range) {
    for (Version version : healthy.descendingSet()) {
      if (range.contains(version)) {
        return known(version);
      }
    }
    return null;
  }

  private static long runsUntil(ClassVersion version) {
    Deprecation deprecation = version.deprecation();
    Long until = deprecation == null ? null : deprecation.graceUntil();
    return until == null ? Long.MAX_VALUE : until;
  }

  /** The versions below the one, the highest first. */
  synchronized List<Version> below(Version version) {
    return all.stream()
        .filter(other -> other.compareTo(version) < 0)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** The releases above the one and below the other that still run, in order. */
  synchronized List<ClassVersion> releasesBetween(Version from, Version to, long nowMs) {
    return all.stream()
        .filter(version -> version.prerelease().isEmpty())
        .filter(version -> version.compareTo(from) > 0 && version.compareTo(to) < 0)
        .map(this::known)
        .filter(version -> runsUntil(version) > nowMs)
        .toList();
  }

  private ClassVersion known(Version version) {
    return Objects.requireNonNull(byVersion.get(version));
  }
}
