package io.actjs.registry;

import io.actjs.registry.Choice.Demand;
import io.actjs.registry.Manifests.Constraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the path of a demand: the first one that made a class required. It is valid for the
 * versions picked at the time of the call.
 */
final class Paths {
  /** The way to the picked version of a class, that version included. */
  private final Map<Choice, List<String>> ways = new HashMap<>();

  private Paths() {}

  static Map<String, List<Constraint>> constraints(List<Choice> choices) {
    Paths paths = new Paths();
    Map<String, List<Constraint>> constraints = new LinkedHashMap<>();
    choices.forEach(choice -> constraints.put(choice.name, paths.to(choice)));
    return constraints;
  }

  static List<Constraint> constraints(Choice choice) {
    return new Paths().to(choice);
  }

  private List<Constraint> to(Choice choice) {
    List<Constraint> constraints = new ArrayList<>(choice.demands().size());
    for (Demand demand : choice.demands()) {
      constraints.add(new Constraint(demand.range(), path(choice, demand)));
    }
    return List.copyOf(constraints);
  }

  /** {@code Root@range}, then alternately {@code Name@version} and {@code Dep@range}. */
  private List<String> path(Choice of, Demand demand) {
    Choice by = demand.by();
    return and(by == null ? List.of() : way(by), of.name + "@" + demand.range());
  }

  private List<String> way(Choice to) {
    List<String> known = ways.get(to);
    if (known == null) {
      known = and(path(to, to.demands().getFirst()), to.picked().ref().toString());
      ways.put(to, known);
    }
    return known;
  }

  private static List<String> and(List<String> path, String next) {
    List<String> longer = new ArrayList<>(path.size() + 1);
    longer.addAll(path);
    longer.add(next);
    return List.copyOf(longer);
  }
}
