package io.actjs.registry;

import io.actjs.model.ClassVersion;
import io.actjs.registry.range.VersionRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One class during a resolution: which of its versions are still possible, and why not others. */
final class Choice {
  private static final int NONE = -1;
  private static final Comparator<ClassVersion> HIGHEST_FIRST =
      (a, b) -> b.ref().version().compareTo(a.ref().version());

  final String name;

  /** Whether there is any version, deprecated ones included. */
  final boolean published;

  /** The versions that are not deprecated, highest first. */
  private final List<ClassVersion> candidates;

  private final Map<String, BitSet> members = new HashMap<>();
  private final List<Demand> demands = new ArrayList<>();

  /** Indices of candidates that satisfy every demand. A new set replaces it, it never changes. */
  private BitSet possible;

  private int level = NONE;
  private int depth;
  private int picked = NONE;

  Choice(String name, List<ClassVersion> versions) {
    this.name = name;
    this.published = !versions.isEmpty();
    this.candidates = new ArrayList<>(versions);
    candidates.removeIf(version -> version.deprecation() != null);
    candidates.sort(HIGHEST_FIRST);
    this.possible = new BitSet(candidates.size());
    possible.set(0, candidates.size());
  }

  /**
   * The requirement that a version of the class be in a range.
   *
   * @param by the class whose picked version requires it; null for a root
   */
  record Demand(String range, @Nullable Choice by) {}

  /** Narrows the choice; returns the versions that were possible before. */
  BitSet demand(Demand demand, Function<String, VersionRange> ranges) {
    BitSet before = possible;
    demands.add(demand);
    BitSet rest = (BitSet) before.clone();
    rest.and(members.computeIfAbsent(demand.range(), range -> within(ranges.apply(range))));
    possible = rest;
    return before;
  }

  private BitSet within(VersionRange range) {
    BitSet found = new BitSet(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      found.set(i, range.contains(candidates.get(i).ref().version()));
    }
    return found;
  }

  /** Withdraws the last demand. */
  void release(BitSet before) {
    demands.removeLast();
    possible = before;
  }

  List<Demand> demands() {
    return demands;
  }

  BitSet possible() {
    return possible;
  }

  boolean isPossible() {
    return !possible.isEmpty();
  }

  /** Whether the picked version, if any, satisfies every demand. */
  boolean isConsistent() {
    return picked == NONE || possible.get(picked);
  }

  boolean hasCandidates() {
    return !candidates.isEmpty();
  }

  void pick(int index) {
    picked = index;
  }

  void unpick() {
    picked = NONE;
  }

  ClassVersion picked() {
    return candidates.get(picked);
  }

  boolean isWanted() {
    return level != NONE;
  }

  /** The class is part of the graph from now on. */
  void want(int atLevel, int atDepth) {
    level = atLevel;
    depth = atDepth;
  }

  void unwant() {
    level = NONE;
  }

  /** Its place in the order of decisions. */
  int level() {
    return level;
  }

  /** Classes on the shortest way from a root, both ends counted. */
  int depth() {
    return depth;
  }

  /** The levels of the decisions that demand something of this class. */
  BitSet causes() {
    BitSet levels = new BitSet();
    for (Demand demand : demands) {
      if (demand.by() != null) {
        levels.set(demand.by().level);
      }
    }
    return levels;
  }
}
