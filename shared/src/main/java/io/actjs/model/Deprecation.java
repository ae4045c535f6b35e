package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * The deprecation of a class version: nothing new resolves to it. With a grace period it still runs
 * for clients that pinned it and for actors stored at it, until the period ends.
 *
 * @param at milliseconds since 1970
 * @param graceUntil milliseconds since 1970 from which the version no longer runs; null for never
 * @param reason shown to users
 */
public record Deprecation(long at, @Nullable Long graceUntil, @Nullable String reason) {
  public boolean isExpired(long nowMs) {
    return graceUntil != null && graceUntil <= nowMs;
  }
}
