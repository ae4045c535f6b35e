package io.actjs.registry;

import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.registry.Manifests.Health;
import java.util.ArrayList;
import java.util.List;

/**
 * The deprecated versions of a manifest, and how long this report is valid.
 *
 * @param generation of the registry that it was made from
 * @param until milliseconds since 1970 at which the first grace window ends
 */
record HealthReport(Health health, long generation, long until) {

  static HealthReport of(Manifest manifest, ClassRegistry registry, long nowMs) {
    // Read first: a change while the versions are read makes the report stale.
    long generation = registry.generation();
    List<ClassRef> deprecated = new ArrayList<>();
    List<ClassRef> expired = new ArrayList<>();
    long until = Long.MAX_VALUE;
    for (var entry : manifest.resolved().entrySet()) {
      ClassVersion version = registry.version(new ClassRef(entry.getKey(), entry.getValue()));
      Deprecation deprecation = version.deprecation();
      if (deprecation == null) {
        continue;
      }
      if (deprecation.isExpired(nowMs)) {
        expired.add(version.ref());
      } else {
        deprecated.add(version.ref());
        Long end = deprecation.graceUntil();
        until = end == null ? until : Math.min(until, end);
      }
    }
    return new HealthReport(
        new Health(List.copyOf(deprecated), List.copyOf(expired)), generation, until);
  }

  boolean holds(ClassRegistry registry, Clock clock) {
    return generation == registry.generation()
        && (until == Long.MAX_VALUE || clock.nowMs() < until);
  }
}
