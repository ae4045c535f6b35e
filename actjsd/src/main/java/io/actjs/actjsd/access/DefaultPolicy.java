package io.actjs.actjsd.access;

/** What classes without a policy let people do. */
public enum DefaultPolicy {
  /** Everybody may do everything. */
  ALLOW,

  /** Administrators may do everything, and nobody else anything. */
  DENY;

  /**
   * The default of a server that was not told one: a server that tells users apart, or that others
   * than the programs of its machine can reach, lets in nobody who is not let in by a policy.
   */
  public static DefaultPolicy of(AccessConfig access, boolean isLoopback) {
    return access.hasUsers() || !isLoopback ? DENY : ALLOW;
  }
}
