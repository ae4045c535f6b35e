package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Version;
import io.actjs.registry.Manifests.Requirement;
import io.actjs.registry.Manifests.Resolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A catalog that tests write down: {@code Cart@1.0.0} and its dependencies {@code Item@^1}. */
final class Universe implements Catalog {
  private final Map<String, List<ClassVersion>> versions = new TreeMap<>();

  Universe with(String ref, String... deps) {
    return add(ref, null, deps);
  }

  Universe deprecated(String ref, String... deps) {
    return add(ref, new Deprecation(1, null, null), deps);
  }

  private Universe add(String text, Deprecation deprecation, String... deps) {
    ClassRef ref = new ClassRef(before(text), Version.parse(after(text)));
    TreeMap<String, String> ranges = new TreeMap<>();
    for (String dep : deps) {
      ranges.put(before(dep), after(dep));
    }
    versions
        .computeIfAbsent(ref.name(), name -> new ArrayList<>())
        .add(
            new ClassVersion(
                ref,
                "0".repeat(64),
                new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of()),
                ranges,
                new TreeMap<>(),
                false,
                null,
                0,
                deprecation));
    return this;
  }

  static String before(String text) {
    return text.substring(0, text.indexOf('@'));
  }

  static String after(String text) {
    return text.substring(text.indexOf('@') + 1);
  }

  static Requirement root(String text) {
    return new Requirement(before(text), after(text));
  }

  @Override
  public List<ClassVersion> versions(String name) {
    return versions.getOrDefault(name, List.of());
  }

  /** All versions of all classes. */
  Map<String, List<ClassVersion>> all() {
    return versions;
  }

  /** Resolves {@code Root@range} texts. */
  Resolution resolve(String... roots) {
    return Resolver.resolve(
        Arrays.stream(roots).map(Universe::root).toList(), this, ResolverLimits.DEFAULT);
  }

  /** The canonical text of what the roots resolve to, or the code of the problem. */
  String outcome(String... roots) {
    try {
      return resolve(roots).manifest().canonical();
    } catch (ActjsException e) {
      return e.code().name();
    }
  }
}
