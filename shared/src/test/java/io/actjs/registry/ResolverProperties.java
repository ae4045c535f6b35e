package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.Manifests.Requirement;
import io.actjs.registry.Manifests.Resolution;
import io.actjs.registry.range.VersionRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The resolver compared with a search of all combinations, on universes that allow it. */
class ResolverProperties {
  private static final String[] NAMES = {"A", "B", "C", "D", "E"};
  private static final String[] VERSIONS = {"1.0.0", "1.1.0", "2.0.0", "2.0.1-rc.1"};
  private static final String[] RANGES = {
    "*", "^1", "2", "<2", "1.0.0", ">1.0.0", "2.0.1-rc.1", "3"
  };

  record Problem(Universe universe, List<Requirement> roots) {
    Resolution resolve() {
      return Resolver.resolve(roots, universe, ResolverLimits.DEFAULT);
    }
  }

  @Provide
  Arbitrary<Problem> problems() {
    return Arbitraries.longs().map(seed -> problem(new Random(seed)));
  }

  private static Problem problem(Random random) {
    Universe universe = new Universe();
    for (String name : NAMES) {
      for (String version : VERSIONS) {
        if (random.nextInt(4) > 0) {
          String[] deps = deps(random, name);
          if (random.nextInt(6) == 0) {
            universe.deprecated(name + "@" + version, deps);
          } else {
            universe.with(name + "@" + version, deps);
          }
        }
      }
    }
    List<Requirement> roots = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      roots.add(new Requirement(one(random, NAMES), one(random, RANGES)));
    }
    return new Problem(universe, roots);
  }

  private static String[] deps(Random random, String name) {
    List<String> deps = new ArrayList<>();
    for (String other : NAMES) {
      if (!other.equals(name) && random.nextInt(3) == 0) {
        deps.add(other + "@" + one(random, RANGES));
      }
    }
    return deps.toArray(String[]::new);
  }

  private static String one(Random random, String[] of) {
    return of[random.nextInt(of.length)];
  }

  @Property(tries = 3_000)
  void findsASolutionWhenThereIsOneAndTheMostPreferred(@ForAll("problems") Problem problem) {
    Manifest expected = new BruteForce(problem).best();
    try {
      assertEquals(
          expected == null ? "none" : expected.canonical(),
          problem.resolve().manifest().canonical());
    } catch (ActjsException e) {
      assertNull(expected, e::detail);
      assertTrue(
          e.code() == ProblemCode.DepConflict || e.code() == ProblemCode.ClassNotFound,
          e::toString);
    }
  }

  @Property(tries = 1_000)
  void neverPicksDeprecatedAndSatisfiesEveryConstraint(@ForAll("problems") Problem problem) {
    Resolution resolution;
    try {
      resolution = problem.resolve();
    } catch (ActjsException e) {
      return;
    }
    Map<String, Version> resolved = resolution.manifest().resolved();
    assertEquals(resolved.keySet(), resolution.constraints().keySet());
    resolved.forEach(
        (name, version) -> {
          ClassVersion picked = find(problem.universe, new ClassRef(name, version));
          assertNull(picked.deprecation());
          picked
              .deps()
              .forEach((dep, range) -> assertTrue(range(range).contains(resolved.get(dep))));
        });
    resolution
        .constraints()
        .forEach(
            (name, constraints) ->
                constraints.forEach(
                    constraint -> {
                      assertTrue(range(constraint.range()).contains(resolved.get(name)));
                      assertEquals(name + "@" + constraint.range(), constraint.path().getLast());
                      assertEquals(1, constraint.path().size() % 2);
                    }));
    problem.roots.forEach(
        root -> assertTrue(range(root.range()).contains(resolved.get(root.name()))));
  }

  @Property(tries = 1_000)
  void theOrderOfRootsAndOfPublishingChangesNothing(
      @ForAll("problems") Problem problem, @ForAll long seed) {
    Random random = new Random(seed);
    List<Requirement> roots = new ArrayList<>(problem.roots);
    Collections.shuffle(roots, random);
    Catalog shuffled =
        name -> {
          List<ClassVersion> versions = new ArrayList<>(problem.universe.versions(name));
          Collections.shuffle(versions, random);
          return versions;
        };

    assertEquals(outcome(problem.roots, problem.universe), outcome(roots, shuffled));
  }

  /** All that a caller can see of it. */
  private static String outcome(List<Requirement> roots, Catalog catalog) {
    try {
      Resolution resolution = Resolver.resolve(roots, catalog, ResolverLimits.DEFAULT);
      return resolution.manifest().sha() + resolution.constraints();
    } catch (ActjsException e) {
      return e.code() + e.detail() + new TreeMap<>(e.members());
    }
  }

  private static VersionRange range(String text) {
    return Objects.requireNonNull(VersionRange.parse(text));
  }

  private static ClassVersion find(Universe universe, ClassRef ref) {
    return universe.versions(ref.name()).stream()
        .filter(version -> version.ref().equals(ref))
        .findFirst()
        .orElseThrow();
  }

  /** Every class takes every healthy version; what the roots reach is checked and compared. */
  private static final class BruteForce {
    private final Problem problem;
    private final Map<String, ClassVersion> taken = new TreeMap<>();
    private @Nullable List<ClassVersion> best;

    BruteForce(Problem problem) {
      this.problem = problem;
      take(0);
    }

    @Nullable Manifest best() {
      if (best == null) {
        return null;
      }
      Map<String, Version> resolved = new TreeMap<>();
      best.forEach(version -> resolved.put(version.ref().name(), version.ref().version()));
      return Manifest.of(resolved);
    }

    private void take(int index) {
      if (index == NAMES.length) {
        List<ClassVersion> solution = reached();
        if (solution != null && (best == null || isBetter(solution, best))) {
          best = solution;
        }
        return;
      }
      take(index + 1);
      for (ClassVersion version : problem.universe.versions(NAMES[index])) {
        if (version.deprecation() == null) {
          taken.put(NAMES[index], version);
          take(index + 1);
          taken.remove(NAMES[index]);
        }
      }
    }

    /** What was taken, in order of preference; null when it is no solution or takes too much. */
    private @Nullable List<ClassVersion> reached() {
      List<Requirement> sorted = new ArrayList<>(problem.roots);
      sorted.sort(Comparator.comparing(Requirement::name));
      Deque<Requirement> open = new ArrayDeque<>(sorted);
      List<ClassVersion> order = new ArrayList<>();
      while (!open.isEmpty()) {
        Requirement next = open.remove();
        ClassVersion version = taken.get(next.name());
        if (version == null || !range(next.range()).contains(version.ref().version())) {
          return null;
        }
        if (!order.contains(version)) {
          order.add(version);
          version.deps().forEach((dep, range) -> open.add(new Requirement(dep, range)));
        }
      }
      return order.size() == taken.size() ? order : null;
    }

    /** Both begin with the same class, and the same versions reach the same next class. */
    private static boolean isBetter(List<ClassVersion> a, List<ClassVersion> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        int order = a.get(i).ref().version().compareTo(b.get(i).ref().version());
        if (order != 0) {
          return order > 0;
        }
      }
      throw new AssertionError("two solutions are one: " + a + b);
    }
  }
}
