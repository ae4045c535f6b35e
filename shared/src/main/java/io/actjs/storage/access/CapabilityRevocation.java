package io.actjs.storage.access;

/**
 * A capability that is void before it expires.
 *
 * @param jti its id; printable ASCII
 * @param until milliseconds since 1970 from which the capability has expired anyway, so that nobody
 *     needs this any more
 */
public record CapabilityRevocation(String jti, long until) {
  /**
   * @throws IllegalArgumentException when no capability can have the id
   */
  public CapabilityRevocation {
    Bounds.requireName("the id of a capability", jti);
  }
}
