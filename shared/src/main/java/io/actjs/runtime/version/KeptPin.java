package io.actjs.runtime.version;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pin is kept: the one case in which it is not is an actor that is stored at an older
 * version and does not move, because the pinned one is not floating.
 */
public final class KeptPin {
  private KeptPin() {}

  /**
   * The version that the pin names, when the actor runs an older one; null when the pin is kept or
   * does not name the class.
   */
  public static @Nullable Version missed(@Nullable Manifest pin, ClassRef running) {
    Version pinned = VersionChoice.pinned(running.name(), pin);
    return pinned == null || pinned.compareTo(running.version()) <= 0 ? null : pinned;
  }

  /**
   * @throws ActjsException {@code ManifestAhead} when the pin is not kept
   */
  public static void require(@Nullable Manifest pin, ClassRef running) {
    Version pinned = missed(pin, running);
    if (pinned != null) {
      throw ahead(running, pinned);
    }
  }

  /** The refusal of a request whose pin must be kept. */
  public static ActjsException ahead(ClassRef running, Version pinned) {
    return new ActjsException(
        ProblemCode.ManifestAhead,
        "the actor is stored at %s, older than %s, which is strictly pinned; move the actor with actctl actor migrate, or call without the strict pin"
            .formatted(running, new ClassRef(running.name(), pinned)),
        Map.of(
            "persistedVersion", '"' + running.version().toString() + '"',
            "pinnedVersion", '"' + pinned.toString() + '"'),
        null);
  }
}
