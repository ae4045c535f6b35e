package io.actjs.registry;

import io.actjs.model.ClassRef;
import io.actjs.model.Promotion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The catalog of the versions promoted to an environment. */
final class Environment {
  private Environment() {}

  static Catalog catalog(String name, ClassRegistry registry) {
    List<Promotion> promotions = registry.promotions();
    Set<ClassRef> members =
        promotions.stream()
            .filter(promotion -> promotion.environment().equals(name))
            .map(Promotion::ref)
            .collect(Collectors.toSet());
    return className ->
        registry.versions(className).stream()
            .filter(version -> members.contains(version.ref()))
            .toList();
  }
}
