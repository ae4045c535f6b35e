package io.actjs.bench;

import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.Manifests;
import io.actjs.registry.Manifests.Requirement;
import io.actjs.registry.Manifests.Resolution;
import io.actjs.registry.RegistryOptions;
import io.actjs.registry.ResolverLimits;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long the resolver takes from one root to a manifest of every class, in this process, with
 * nothing kept from an earlier resolution: each one has a registry of its own.
 */
final class ResolveTime implements Figure {
  private static final int VERSIONS = 20;
  private static final int ROUNDS = 15;
  private static final int FAR = 13;
  private static final double AT_MOST_MS = 50;

  private final int classes;
  private final ResolverLimits limits;

  private ResolveTime(int classes, ResolverLimits limits) {
    this.classes = classes;
    this.limits = limits;
  }

  static List<Figure> all() {
    return List.of(
        new ResolveTime(ResolverLimits.DEFAULT.classes(), ResolverLimits.DEFAULT),
        new ResolveTime(1_000, new ResolverLimits(ResolverLimits.DEFAULT.depth(), 1_000, 100_000)));
  }

  @Override
  public String name() {
    return "resolve-%dx%d".formatted(classes, VERSIONS);
  }

  @Override
  public List<FigureLine> measure(Lab lab) {
    RegistryStore store = published();
    List<Double> millis = new ArrayList<>();
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open();
        Engine engine = Engine.open(EngineLimits.DEFAULT)) {
      for (int i = 0; i < ROUNDS; i++) {
        millis.add(
            millis(
                ClassRegistry.over(
                    store, compiler, engine, Clock.SYSTEM, RegistryOptions.DEFAULT)));
      }
    }
    double median = Median.of(millis);
    double first = millis.getFirst();
    return List.of(
        new FigureLine(name())
            .value(median, "ms")
            .with("firstMs", first)
            .with("versions", classes * VERSIONS)
            .with("rounds", ROUNDS)
            .target("value < " + AT_MOST_MS, median < AT_MOST_MS));
  }

  /** Nothing is stored in the time: the store is in memory. */
  private double millis(ClassRegistry registry) {
    try (Manifests manifests =
        Manifests.over(registry, new MemoryDriver().registry(), Clock.SYSTEM, limits)) {
      long begin = System.nanoTime();
      Resolution resolution = manifests.resolve(List.of(new Requirement(className(0), "*")), null);
      double took = (System.nanoTime() - begin) / 1e6;
      requireResolved(resolution, registry);
      return took;
    }
  }

  private void requireResolved(Resolution resolution, ClassRegistry registry) {
    SortedMap<String, Version> resolved = resolution.manifest().resolved();
    int demands = 1;
    for (var entry : resolved.entrySet()) {
      demands += registry.version(new ClassRef(entry.getKey(), entry.getValue())).deps().size();
    }
    int told = resolution.constraints().values().stream().mapToInt(List::size).sum();
    if (resolved.size() != classes || told != demands) {
      throw new BenchFailure(
          "%d of %d classes, %d of %d constraints"
              .formatted(resolved.size(), classes, told, demands));
    }
  }

  private RegistryStore published() {
    RegistryStore store = new MemoryDriver().registry();
    for (int i = 0; i < classes; i++) {
      for (int minor = 0; minor < VERSIONS; minor++) {
        store.publish(published(i, minor), List.of());
      }
    }
    return store;
  }

  /** A binary tree, so that the depth stays within the limit, with one more edge a class. */
  private PublishedClass published(int index, int minor) {
    TreeMap<String, String> deps = new TreeMap<>();
    require(deps, 2 * index + 1, "^1.%d.0".formatted(minor % 5));
    require(deps, 2 * index + 2, ">=1.%d.0 <2 || ^3.0.0".formatted(minor % 7));
    require(deps, index + FAR, "<=1.%d".formatted(VERSIONS - 1 - (index + minor) % 4));
    ClassVersion version =
        new ClassVersion(
            new ClassRef(className(index), new Version(1, minor, 0, "")),
            "0".repeat(64),
            new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of()),
            deps,
            new TreeMap<>(),
            false,
            null,
            0,
            null);
    return new PublishedClass(version, "", "", "");
  }

  private void require(SortedMap<String, String> deps, int index, String range) {
    if (index < classes) {
      deps.putIfAbsent(className(index), range);
    }
  }

  private static String className(int index) {
    return "Class" + index;
  }
}
