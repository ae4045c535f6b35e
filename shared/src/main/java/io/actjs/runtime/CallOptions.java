package io.actjs.runtime;

import io.actjs.model.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a request besides its arguments.
 *
 * @param manifest the caller's pin, which decides the class versions that run for it, here and in
 *     all that this request sets off; null for the latest
 * @param deadlineMs time from now; 0 for the default
 */
public record CallOptions(@Nullable Manifest manifest, long deadlineMs) {
  public static final CallOptions DEFAULT = new CallOptions(null, 0);

  public static CallOptions pinned(@Nullable Manifest manifest) {
    return new CallOptions(manifest, 0);
  }
}
