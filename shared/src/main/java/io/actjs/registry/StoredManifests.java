package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.env.EnvironmentName;
import io.actjs.registry.range.VersionRange;
import io.actjs.storage.RegistryStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The manifests: storage is the source of truth; the most recently used are cached. */
final class StoredManifests implements Manifests {
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{64}");

  private final ClassRegistry registry;
  private final RegistryStore storage;
  private final Clock clock;
  private final ResolverLimits limits;
  private final RecentManifests recent = new RecentManifests();
  private final UseTracker tracker;

  StoredManifests(
      ClassRegistry registry, RegistryStore storage, Clock clock, ResolverLimits limits) {
    this.registry = registry;
    this.storage = storage;
    this.clock = clock;
    this.limits = limits;
    this.tracker = new UseTracker(storage, clock);
  }

  @Override
  public Resolution resolve(List<Requirement> roots, @Nullable String environment) {
    if (roots.isEmpty()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "nothing to resolve: name a class, such as Cart@^1.0.0");
    }
    requireFits(roots.size());
    roots.forEach(StoredManifests::requireValid);
    Catalog catalog =
        environment == null
            ? registry::versions
            : Environment.catalog(EnvironmentName.require(environment), registry);
    Resolution resolution = Resolver.resolve(roots, catalog, limits);
    return new Resolution(stored(resolution.manifest()), resolution.constraints());
  }

  private void requireFits(int classes) {
    if (classes > limits.classes()) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "%d classes are named; the limit is %d".formatted(classes, limits.classes()));
    }
  }

  private static void requireValid(Requirement root) {
    ActorRef.requireClassName(root.name());
    if (VersionRange.parse(root.range()) == null) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "\"%s\" is not a range for %s: use one such as ^1.2.0 or >=1 <3"
              .formatted(root.range(), root.name()));
    }
  }

  @Override
  public Manifest register(Map<String, String> resolved) {
    requireFits(resolved.size());
    Map<String, Version> versions = new HashMap<>();
    resolved.forEach(
        (name, text) -> {
          ClassRef ref = new ClassRef(ActorRef.requireClassName(name), Version.parse(text));
          versions.put(name, registry.version(ref).ref().version());
        });
    return stored(Manifest.of(versions));
  }

  private Manifest stored(Manifest manifest) {
    RecentManifests.Entry known = recent.get(manifest.sha());
    if (known == null) {
      storage.saveManifest(manifest, clock.nowMs());
      known = recent.put(manifest);
    }
    return known.manifest;
  }

  @Override
  public Manifest get(String sha) {
    RecentManifests.Entry known = recent.get(sha);
    if (known != null) {
      return known.manifest;
    }
    Manifest stored = SHA.matcher(sha).matches() ? storage.loadManifest(sha) : null;
    if (stored == null) {
      throw new ActjsException(
          ProblemCode.ManifestUnknown,
          "no manifest with the SHA-256 \"%s\" is stored: resolve or register it"
              .formatted(sha.length() <= 64 ? sha : sha.substring(0, 64) + "…"));
    }
    return recent.put(stored).manifest;
  }

  @Override
  public boolean isAtHand(String sha) {
    RecentManifests.Entry entry = recent.get(sha);
    HealthReport report = entry == null ? null : entry.report();
    return report != null && report.holds(registry, clock);
  }

  @Override
  public Health health(Manifest manifest) {
    RecentManifests.Entry entry = recent.get(manifest.sha());
    HealthReport report = entry == null ? null : entry.report();
    if (report == null || !report.holds(registry, clock)) {
      report = HealthReport.of(manifest, registry, clock.nowMs());
      if (entry != null) {
        entry.report(report);
      }
    }
    return report.health();
  }

  @Override
  public void used(Manifest manifest) {
    tracker.used(manifest.sha());
  }

  @Override
  public Uses uses() {
    return tracker.uses();
  }

  @Override
  public void close() {
    tracker.close();
  }
}
