package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.Choice.Demand;
import io.actjs.registry.Manifests.Requirement;
import io.actjs.registry.Manifests.Resolution;
import io.actjs.registry.range.VersionRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one version of every class that the roots require, so that every range is satisfied and
 * nothing is deprecated. A pure function of the roots and the catalog; the order of either does not
 * matter.
 *
 * <p>When choices compete, an earlier class gets its higher version. Earlier is: the roots in order
 * of their names; then, class by class in that order, the dependencies of the version that was
 * chosen, in order of their names. So the answer is the first solution of a search that decides
 * class by class in this order and tries the highest version first.
 *
 * <p>When no version of a class is left, the search returns to the latest decision involved in the
 * conflict, and skips those in between, which cannot help. That finds every solution that plain
 * backtracking finds, and the same one first.
 */
final class Resolver {
  private final Catalog catalog;
  private final ResolverLimits limits;
  private final Map<String, Choice> choices = new HashMap<>();
  private final Map<String, VersionRange> ranges = new HashMap<>();

  /** The wanted classes; a class's place is the level of its decision. */
  private final List<Choice> order = new ArrayList<>();

  private final Deque<Change> trail = new ArrayDeque<>();
  private final Deadlock deadlock = new Deadlock();
  private int steps;

  private Resolver(Catalog catalog, ResolverLimits limits) {
    this.catalog = catalog;
    this.limits = limits;
  }

  /**
   * @param roots whose ranges are valid
   * @throws ActjsException {@code ClassNotFound} or {@code DepConflict} (members {@code class} and
   *     {@code ranges}) when there is no solution; {@code LimitExceeded} when there is none within
   *     the limits
   */
  static Resolution resolve(List<Requirement> roots, Catalog catalog, ResolverLimits limits) {
    return new Resolver(catalog, limits).resolve(roots);
  }

  private Resolution resolve(List<Requirement> roots) {
    TreeSet<Requirement> sorted =
        new TreeSet<>(Comparator.comparing(Requirement::name).thenComparing(Requirement::range));
    sorted.addAll(roots);
    for (Requirement root : sorted) {
      if (demand(root.name(), new Demand(root.range(), null)) != null) {
        throw deadlock.problem();
      }
    }
    if (decide(0) != null) {
      throw deadlock.problem();
    }
    return solution();
  }

  private Resolution solution() {
    Map<String, Version> resolved = new TreeMap<>();
    order.forEach(choice -> resolved.put(choice.name, choice.picked().ref().version()));
    return new Resolution(Manifest.of(resolved), Paths.constraints(order));
  }

  /**
   * Decides this level and all after it.
   *
   * @return null when all are decided; else levels before this one whose decisions together leave
   *     no solution
   */
  private @Nullable BitSet decide(int level) {
    if (level == order.size()) {
      return null;
    }
    Choice choice = order.get(level);
    if (isBeyondLimits(choice)) {
      BitSet all = new BitSet();
      all.set(0, level);
      return all;
    }
    BitSet causes = choice.causes();
    BitSet possible = choice.possible();
    for (int i = possible.nextSetBit(0); i >= 0; i = possible.nextSetBit(i + 1)) {
      requireStep();
      int mark = trail.size();
      BitSet why = pick(choice, i);
      if (why == null) {
        why = decide(level + 1);
      }
      if (why == null) {
        return null;
      }
      undo(mark);
      choice.unpick();
      if (!why.get(level)) {
        return why;
      }
      why.clear(level);
      causes.or(why);
    }
    return causes;
  }

  private boolean isBeyondLimits(Choice choice) {
    if (choice.depth() > limits.depth()) {
      deadlock.beyond(
          "%s is required %d classes deep; the limit is %d"
              .formatted(choice.name, choice.depth(), limits.depth()));
      return true;
    }
    if (choice.level() >= limits.classes()) {
      deadlock.beyond("more than %d classes are required".formatted(limits.classes()));
      return true;
    }
    return false;
  }

  private void requireStep() {
    if (++steps > limits.steps()) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "the search was stopped after %d steps: ask for narrower ranges"
              .formatted(limits.steps()));
    }
  }

  /** Returns null, or the levels that exclude the version. */
  private @Nullable BitSet pick(Choice choice, int index) {
    choice.pick(index);
    for (Map.Entry<String, String> dep : choice.picked().deps().entrySet()) {
      BitSet why = demand(dep.getKey(), new Demand(dep.getValue(), choice));
      if (why != null) {
        return why;
      }
    }
    return null;
  }

  /** Returns null, or the levels that leave nothing to satisfy the demand. */
  private @Nullable BitSet demand(String name, Demand demand) {
    Choice of = choices.computeIfAbsent(name, key -> new Choice(key, catalog.versions(key)));
    boolean isNew = !of.isWanted();
    if (isNew) {
      Choice by = demand.by();
      of.want(order.size(), by == null ? 1 : by.depth() + 1);
      order.add(of);
    }
    trail.push(new Change(of, of.demand(demand, this::range), isNew));
    if (of.isPossible() && of.isConsistent()) {
      return null;
    }
    deadlock.at(of);
    BitSet why = of.causes();
    if (of.isPossible()) {
      why.set(of.level());
    }
    return why;
  }

  private VersionRange range(String text) {
    return ranges.computeIfAbsent(text, Resolver::parsed);
  }

  private static VersionRange parsed(String text) {
    VersionRange range = VersionRange.parse(text);
    if (range == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" was published as a range but is not one");
    }
    return range;
  }

  private void undo(int mark) {
    while (trail.size() > mark) {
      Change last = trail.pop();
      last.of.release(last.before);
      if (last.isNew) {
        order.removeLast();
        last.of.unwant();
      }
    }
  }

  /**
   * A demand that was made.
   *
   * @param before the versions that were possible before it
   * @param isNew whether the class was not required before it
   */
  private record Change(Choice of, BitSet before, boolean isNew) {}
}
