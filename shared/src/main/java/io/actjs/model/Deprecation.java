package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * That a class version is not to be used any more: nothing new resolves to it. With a grace window
 * it still runs for those who pinned it or whose actors are at it, until the window ends.
 *
 * @param at milliseconds since 1970
 * @param graceUntil milliseconds since 1970 from which on the version does not run; null for never
 * @param reason for people
 */
public record Deprecation(long at, @Nullable Long graceUntil, @Nullable String reason) {
  public boolean isExpired(long nowMs) {
    return graceUntil != null && graceUntil <= nowMs;
  }
}
