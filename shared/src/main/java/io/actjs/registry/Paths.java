package io.actjs.registry;

import io.actjs.registry.Choice.Demand;
import io.actjs.registry.Manifests.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells by which way a demand came about: the first one that made a class wanted. */
final class Paths {
  private Paths() {}

  static Map<String, List<Constraint>> constraints(List<Choice> choices) {
    Map<String, List<Constraint>> constraints = new LinkedHashMap<>();
    choices.forEach(choice -> constraints.put(choice.name, constraints(choice)));
    return constraints;
  }

  static List<Constraint> constraints(Choice choice) {
    return choice.demands().stream()
        .map(demand -> new Constraint(demand.range(), path(choice, demand)))
        .toList();
  }

  /** {@code Root@range}, then alternately {@code Name@version} and {@code Dep@range}. */
  private static List<String> path(Choice of, Demand demand) {
    List<String> reversed = new ArrayList<>();
    reversed.add(of.name + "@" + demand.range());
    Choice by = demand.by();
    while (by != null) {
      Demand first = by.demands().getFirst();
      reversed.add(by.picked().ref().toString());
      reversed.add(by.name + "@" + first.range());
      by = first.by();
    }
    return List.copyOf(reversed.reversed());
  }
}
