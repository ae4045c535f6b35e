package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The catalog of the versions promoted to an environment. */
final class Environment {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  private Environment() {}

  /**
   * @throws ActjsException {@code SchemaInvalid}
   */
  static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid environment name: 1 to 63 characters of a-z, 0-9, \".\", \"_\" and \"-\", the"
              + " first a letter or digit");
    }
    return name;
  }

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
