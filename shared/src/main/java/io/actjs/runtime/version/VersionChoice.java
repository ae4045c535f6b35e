package io.actjs.runtime.version;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The version of its class that an actor runs for a request. A request asks for the version it is
 * pinned to, else for the latest.
 *
 * <pre>
 * actor            sticky class           floating class
 * new              what is wanted         what is wanted
 * stored, older    stays                  moves to what is wanted
 * stored, newer    ManifestRegression when pinned; else stays
 * </pre>
 *
 * <p>Messages that an actor sent to itself, reminders above all, are no exception: if it has moved
 * since, it handles them as its current version.
 */
public sealed interface VersionChoice {
  ClassVersion version();

  /** The actor runs this version as it is. */
  record Run(ClassVersion version) implements VersionChoice {}

  /** The actor is brought to this version first. */
  record Move(ClassVersion version) implements VersionChoice {}

  /**
   * @param stored the version that the actor is at; null when it is new
   * @param pin null when the request asks for no version
   * @param own whether the actor sent the request to itself
   * @throws ActjsException {@code UnknownClass}, {@code UnknownVersion}, {@code
   *     ManifestRegression}, {@code Gone} when the version is past its grace window
   */
  static VersionChoice of(
      ClassRegistry registry,
      String className,
      @Nullable Version stored,
      @Nullable Manifest pin,
      boolean own,
      long nowMs) {
    Version pinned = pinned(className, pin);
    ClassVersion wanted = wanted(registry, className, pin);
    if (wanted == null) {
      throw unknownClass(className);
    }
    VersionChoice choice =
        stored == null
            ? new Run(wanted)
            : forStored(registry, new ClassRef(className, stored), wanted, pinned != null && !own);
    requireRunning(choice.version(), nowMs);
    return choice;
  }

  /**
   * What a request asks for: the version that it is pinned to, else the latest; null when the class
   * is unknown. A new actor runs it.
   *
   * @throws ActjsException {@code UnknownVersion}
   */
  static @Nullable ClassVersion wanted(
      ClassRegistry registry, String className, @Nullable Manifest pin) {
    Version pinned = pinned(className, pin);
    return pinned == null
        ? registry.latest(className)
        : registry.version(new ClassRef(className, pinned));
  }

  /** The version that the pin names for the class; null when it names none. */
  static @Nullable Version pinned(String className, @Nullable Manifest pin) {
    return pin == null ? null : pin.resolved().get(className);
  }

  private static VersionChoice forStored(
      ClassRegistry registry, ClassRef stored, ClassVersion wanted, boolean strict) {
    int order = wanted.ref().version().compareTo(stored.version());
    if (order < 0 && strict) {
      throw regression(stored, wanted.ref());
    }
    if (order > 0 && wanted.floating()) {
      return new Move(wanted);
    }
    return new Run(registry.version(stored));
  }

  static ActjsException regression(ClassRef stored, ClassRef wanted) {
    return new ActjsException(
        ProblemCode.ManifestRegression,
        "the actor is stored at %s, newer than %s; pin a manifest with the newer version"
            .formatted(stored, wanted),
        Map.of(
            "persistedVersion", '"' + stored.version().toString() + '"',
            "registeredVersion", '"' + wanted.version().toString() + '"'),
        null);
  }

  static ActjsException unknownClass(String name) {
    return new ActjsException(
        ProblemCode.UnknownClass, "no class \"" + name + "\" is published; publish it first");
  }

  private static void requireRunning(ClassVersion version, long nowMs) {
    var deprecation = version.deprecation();
    if (deprecation == null || !deprecation.isExpired(nowMs)) {
      return;
    }
    Long graceUntil = deprecation.graceUntil();
    throw new ActjsException(
        ProblemCode.Gone,
        "class %s is past its grace period (%s); resolve a new manifest, or migrate the actor"
            .formatted(
                version.ref(), graceUntil == null ? "over" : Instant.ofEpochMilli(graceUntil)));
  }
}
