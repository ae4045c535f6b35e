package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.storage.RegistryStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored manifests: created by resolving or registering, looked up by their sha, counted when used.
 */
public interface Manifests extends AutoCloseable {

  /** The manifests of a store. Thread-safe. */
  static Manifests over(ClassRegistry registry, RegistryStore store, Clock clock) {
    return over(registry, store, clock, ResolverLimits.DEFAULT);
  }

  /** The same with other limits. */
  static Manifests over(
      ClassRegistry registry, RegistryStore store, Clock clock, ResolverLimits limits) {
    return new StoredManifests(registry, store, clock, limits);
  }

  /**
   * Resolves the requirements to the highest versions that are not deprecated, and stores the
   * manifest.
   *
   * @param environment restricts the choice to versions promoted to it; null for all
   * @throws ActjsException {@code SchemaInvalid}, {@code DepConflict}, {@code ClassNotFound},
   *     {@code LimitExceeded}
   */
  Resolution resolve(List<Requirement> roots, @Nullable String environment);

  /**
   * Stores a given set.
   *
   * @throws ActjsException {@code UnknownVersion}, {@code SchemaInvalid}, {@code InvalidVersion},
   *     {@code LimitExceeded}
   */
  Manifest register(Map<String, String> resolved);

  /**
   * Served from memory if it was used recently.
   *
   * @throws ActjsException {@code ManifestUnknown}
   */
  Manifest get(String sha);

  /** The same, or null when no such manifest is stored. */
  default @Nullable Manifest find(String sha) {
    try {
      return get(sha);
    } catch (ActjsException e) {
      if (e.code().retryable()) {
        throw e;
      }
      return null;
    }
  }

  /** Whether {@link #get} and {@link #health} have their answers in memory. */
  boolean isAtHand(String sha);

  /** The versions of the manifest that are deprecated now. Cheap; cached until a change. */
  Health health(Manifest manifest);

  /** Counts a request that was pinned to the manifest; stored soon, and when this is closed. */
  void used(Manifest manifest);

  /**
   * Ordered by count, highest first, then by the time last seen; includes counts not stored yet.
   */
  Uses uses();

  /** Stores the counts. */
  @Override
  void close();

  /** A class and an npm version range. */
  record Requirement(String name, String range) {}

  /**
   * @param constraints class name to every range that it had to satisfy, with the way to it
   */
  record Resolution(Manifest manifest, Map<String, List<Constraint>> constraints) {}

  /**
   * @param path {@code Root@range}, then alternately {@code Name@version} and {@code Dep@range}
   */
  record Constraint(String range, List<String> path) {}

  /**
   * Both in order of class names.
   *
   * @param deprecated versions in their grace window
   * @param expired versions that do not run any more
   */
  record Health(List<ClassRef> deprecated, List<ClassRef> expired) {}

  /**
   * @param otherCount requests for manifests that are not counted individually
   * @param otherLastSeen milliseconds since 1970; 0 for never
   */
  record Uses(List<ManifestUse> entries, long otherCount, long otherLastSeen) {}
}
