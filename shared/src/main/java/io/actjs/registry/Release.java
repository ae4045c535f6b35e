package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.range.VersionRange;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The validated parts of a version to be published, without its source.
 *
 * @param deps class name to npm version range, as sent
 * @param engines engine name to npm version range, as sent
 */
record Release(ClassRef ref, SortedMap<String, String> deps, SortedMap<String, String> engines) {
  private static final String SERVER_ENGINE = "actjs";

  /** With the class itself, as many as a solution may have. */
  private static final int MAX_DEPS = ResolverLimits.DEFAULT.classes() - 1;

  private static final int MAX_ENGINES = 16;
  private static final Pattern ENGINE_TEXT = Pattern.compile("[ -~]{0,256}");

  /**
   * @throws ActjsException {@code SchemaInvalid}, {@code InvalidVersion}, {@code InvalidDepRange},
   *     {@code IncompatibleEngine}, {@code LimitExceeded}
   */
  static Release of(PublishRequest request) {
    ClassRef ref =
        new ClassRef(ActorRef.requireClassName(request.name()), Version.parse(request.version()));
    requireAtMost(MAX_DEPS, request.deps(), "dependencies");
    request.deps().forEach((name, range) -> requireDep(ref, name, range));
    requireAtMost(MAX_ENGINES, request.engines(), "engines");
    request.engines().forEach((name, range) -> requireEngine(ref, name, range));
    return new Release(ref, sorted(request.deps()), sorted(request.engines()));
  }

  private static SortedMap<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  private static void requireAtMost(int limit, Map<String, String> map, String what) {
    if (map.size() > limit) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "the class has %d %s; the limit is %d".formatted(map.size(), what, limit));
    }
  }

  private static void requireDep(ClassRef ref, String name, String range) {
    if (!ActorRef.isName(name)) {
      throw invalidDep(
          ref, name, "the name of a dependency must be a class name: letters, digits and _");
    }
    if (name.equals(ref.name())) {
      throw invalidDep(ref, name, "a class cannot depend on itself: remove the dependency");
    }
    if (VersionRange.parse(range) == null) {
      throw invalidDep(ref, name, "\"" + range + "\" is not a range such as ^1.2.0 or >=1 <3");
    }
  }

  private static ActjsException invalidDep(ClassRef ref, String name, String why) {
    return new ActjsException(
        ProblemCode.InvalidDepRange, "dependency \"%s\" of %s: %s".formatted(name, ref, why));
  }

  private static void requireEngine(ClassRef ref, String name, String range) {
    if (!ENGINE_TEXT.matcher(name).matches() || !ENGINE_TEXT.matcher(range).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "engines of %s: use at most 256 printable ASCII characters per name and per range"
              .formatted(ref));
    }
    if (name.equals(SERVER_ENGINE)) {
      VersionRange needed = VersionRange.parse(range);
      if (needed == null || !needed.contains(ClassRegistry.SERVER)) {
        throw new ActjsException(
            ProblemCode.IncompatibleEngine,
            "%s requires actjs \"%s\", but this server is %s: change engines.actjs"
                .formatted(ref, range, ClassRegistry.SERVER));
      }
    }
  }
}
