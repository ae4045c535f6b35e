package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.Version;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.version.KeptPin;
import org.jspecify.annotations.Nullable;

/**
 * The pin of a request.
 *
 * @param manifest null when it is not pinned
 * @param warning names the versions of the manifest that are deprecated; null when none is
 * @param strict whether it is refused rather than served by an older version than the pinned one
 */
public record Pin(@Nullable Manifest manifest, @Nullable String warning, boolean strict) {
  static final Pin NONE = new Pin(null, null, false);

  public CallOptions options() {
    return options(0);
  }

  /**
   * @param deadlineMs 0 for the default
   */
  public CallOptions options(long deadlineMs) {
    if (manifest == null && deadlineMs == 0) {
      return CallOptions.DEFAULT;
    }
    CallOptions options = new CallOptions(manifest, deadlineMs);
    return strict ? options.strictly() : options;
  }

  /** Appends the member {@code manifest} to an object that has members already. */
  public StringBuilder echo(StringBuilder json) {
    return manifest == null
        ? json
        : json.append(",\"manifest\":\"").append(manifest.sha()).append('"');
  }

  /** Says that another version ran than the pinned one; null when the pin was kept. */
  public @Nullable String missed(ClassRef ran) {
    Version pinned = KeptPin.missed(manifest, ran);
    return pinned == null ? null : "PinNotKept %s ran, %s is pinned".formatted(ran, pinned);
  }

  /** Both warnings in one text, or null. */
  public @Nullable String warnings(ClassRef ran) {
    String missed = missed(ran);
    if (missed == null) {
      return warning;
    }
    return warning == null ? missed : warning + "; " + missed;
  }

  /** The version whose code failed, when it was an actor's code that did. */
  public static @Nullable ClassRef ranBefore(String className, ActjsException failure) {
    String version = failure.members().get("version");
    return version == null
        ? null
        : new ClassRef(className, Version.parse(version.substring(1, version.length() - 1)));
  }
}
