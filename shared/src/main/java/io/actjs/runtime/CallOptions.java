package io.actjs.runtime;

import io.actjs.model.Headers;
import io.actjs.model.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The context of a request besides its arguments.
 *
 * @param manifest the caller's pin, which decides the class versions that run for this request and
 *     for everything it causes; null for the latest
 * @param deadlineMs time from now; 0 for the default
 * @param principal the name of the caller, or null
 * @param trace a W3C {@code traceparent}, or another name that the caller gave its request, or null
 * @param strict whether the request is refused with {@code ManifestAhead}, before anything runs,
 *     when the actor is stored at an older version than the pinned one
 */
public record CallOptions(
    @Nullable Manifest manifest,
    long deadlineMs,
    @Nullable String principal,
    @Nullable String trace,
    boolean strict) {
  public static final CallOptions DEFAULT = new CallOptions(null, 0);

  /** The options of an anonymous caller. */
  public CallOptions(@Nullable Manifest manifest, long deadlineMs) {
    this(manifest, deadlineMs, null, null, false);
  }

  public static CallOptions pinned(@Nullable Manifest manifest) {
    return new CallOptions(manifest, 0);
  }

  /** The same, with a pin that must be kept. */
  public CallOptions strictly() {
    return new CallOptions(manifest, deadlineMs, principal, trace, true);
  }

  /** The same, in a trace; null for none. */
  public CallOptions traced(@Nullable String name) {
    return name == null ? this : new CallOptions(manifest, deadlineMs, principal, name, strict);
  }

  /** As they travel; {@code waitMs} when the options name no deadline. */
  Headers headers(long waitMs) {
    return new Headers(
        principal,
        manifest == null ? null : manifest.sha(),
        trace,
        null,
        null,
        deadlineMs > 0 ? deadlineMs : waitMs,
        Headers.HOPS);
  }
}
