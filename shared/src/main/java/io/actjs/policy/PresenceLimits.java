package io.actjs.policy;

/**
 * Bounds of what subscribers tell about themselves.
 *
 * @param dataBytes of what one tells ({@code PayloadTooLarge})
 * @param intervalMs changes within that time are told together
 * @param graceMs how long a subscriber may be cut off that says who it is, without having left
 */
public record PresenceLimits(long dataBytes, long intervalMs, long graceMs) {
  public static final PresenceLimits DEFAULT = of(Limits.DEFAULT);

  public static PresenceLimits of(Limits limits) {
    return new PresenceLimits(
        limits.get(Limit.PRESENCE_DATA),
        limits.get(Limit.PRESENCE_INTERVAL),
        limits.get(Limit.PRESENCE_GRACE));
  }
}
