package io.actjs.actjsd.http;

import io.actjs.model.Manifest;
import io.actjs.runtime.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * The pin of a request.
 *
 * @param manifest null when it is not pinned
 * @param warning names the versions of the manifest that are deprecated; null when none is
 */
public record Pin(@Nullable Manifest manifest, @Nullable String warning) {
  static final Pin NONE = new Pin(null, null);

  public CallOptions options() {
    return options(0);
  }

  /**
   * @param deadlineMs 0 for the default
   */
  public CallOptions options(long deadlineMs) {
    return manifest == null && deadlineMs == 0
        ? CallOptions.DEFAULT
        : new CallOptions(manifest, deadlineMs);
  }

  /** Appends the member {@code manifest} to an object that has members already. */
  public StringBuilder echo(StringBuilder json) {
    return manifest == null
        ? json
        : json.append(",\"manifest\":\"").append(manifest.sha()).append('"');
  }
}
