package io.actjs.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The packages of the production classes and what they use, named without {@code io.actjs}. A part
 * is a package directly below that, together with all packages below it.
 *
 * @param classes how many top-level classes a package has
 * @param uses the other packages that a package uses
 */
record PackageGraph(SortedMap<String, Long> classes, SortedMap<String, Set<String>> uses) {
  private static final String BASE = "io.actjs.";

  static PackageGraph of(JavaClasses production) {
    SortedMap<String, Long> classes = new TreeMap<>();
    SortedMap<String, Set<String>> uses = new TreeMap<>();
    for (PackageSize size : PackageSize.of(production)) {
      classes.put(name(size.name()), size.classes());
      uses.put(name(size.name()), new TreeSet<>());
    }
    for (JavaClass user : production) {
      Set<String> used = uses.get(name(user.getPackageName()));
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (used != null && target.getPackageName().startsWith(BASE)) {
          used.add(name(target.getPackageName()));
        }
      }
    }
    uses.forEach((user, used) -> used.remove(user));
    return new PackageGraph(classes, uses);
  }

  private static String name(String fullName) {
    return fullName.startsWith(BASE) ? fullName.substring(BASE.length()) : fullName;
  }

  static String partOf(String name) {
    return name.split("\\.", 2)[0];
  }

  Set<String> parts() {
    Set<String> parts = new TreeSet<>();
    classes.keySet().forEach(name -> parts.add(partOf(name)));
    return parts;
  }

  /** The packages of the part, and what each uses of the others. */
  SortedMap<String, Set<String>> inside(String part) {
    SortedMap<String, Set<String>> inside = new TreeMap<>();
    uses.forEach(
        (name, used) -> {
          if (partOf(name).equals(part)) {
            Set<String> own = new TreeSet<>(used);
            own.removeIf(other -> !partOf(other).equals(part));
            inside.put(name, own);
          }
        });
    return inside;
  }

  /** What each part uses of the others. */
  SortedMap<String, Set<String>> betweenParts() {
    SortedMap<String, Set<String>> between = new TreeMap<>();
    uses.forEach(
        (name, used) -> {
          String part = partOf(name);
          Set<String> parts = between.computeIfAbsent(part, key -> new TreeSet<>());
          used.stream()
              .map(PackageGraph::partOf)
              .filter(it -> !it.equals(part))
              .forEach(parts::add);
        });
    return between;
  }

  /** Without what follows from the rest: when a uses b and b uses c, a's use of c is left out. */
  static SortedMap<String, Set<String>> reduced(Map<String, Set<String>> uses) {
    SortedMap<String, Set<String>> reduced = new TreeMap<>();
    uses.forEach(
        (user, used) -> {
          Set<String> direct = new TreeSet<>(used);
          used.forEach(between -> direct.removeAll(reachable(between, uses)));
          reduced.put(user, direct);
        });
    return reduced;
  }

  /** All that the node uses, and what that uses, without the node itself. */
  private static Set<String> reachable(String node, Map<String, Set<String>> uses) {
    Set<String> reached = new TreeSet<>();
    for (String used : uses.getOrDefault(node, Set.of())) {
      reached.add(used);
      reached.addAll(reachable(used, uses));
    }
    return reached;
  }

  /**
   * The row of each node, from 0 at the top: every node is above all that it uses, and as low as
   * its users let it be.
   */
  static Map<String, Integer> rows(Map<String, Set<String>> uses) {
    Map<String, Integer> rows = new HashMap<>();
    uses.keySet().forEach(node -> rows.put(node, row(node, uses)));
    uses.forEach(
        (node, used) -> {
          // Nobody uses it: it stands right above what it uses.
          if (rows.get(node) == 0 && !used.isEmpty()) {
            int highest = used.stream().map(rows::get).min(Comparator.naturalOrder()).orElseThrow();
            rows.put(node, highest - 1);
          }
        });
    return rows;
  }

  private static int row(String node, Map<String, Set<String>> uses) {
    int row = 0;
    for (Map.Entry<String, Set<String>> user : uses.entrySet()) {
      if (user.getValue().contains(node)) {
        row = Math.max(row, row(user.getKey(), uses) + 1);
      }
    }
    return row;
  }
}
