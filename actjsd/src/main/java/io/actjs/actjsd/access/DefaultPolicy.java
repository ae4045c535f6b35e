package io.actjs.actjsd.access;

/** What classes without a policy let people do. */
public enum DefaultPolicy {
  /** Everybody may do everything. */
  ALLOW,

  /** Administrators may do everything, and nobody else anything. */
  DENY;

  /**
   * The default of a server that was not told one: a server that tells users apart, or that others
   * than those it is meant for can reach, lets in nobody who is not let in by a policy.
   *
   * @param hasUsers whether it tells users apart when it starts
   * @param isPrivate whether only programs of its machine reach it, or it is open on purpose
   */
  public static DefaultPolicy of(boolean hasUsers, boolean isPrivate) {
    return hasUsers || !isPrivate ? DENY : ALLOW;
  }
}
