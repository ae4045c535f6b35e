package io.actjs.actjsd.access;

import org.jspecify.annotations.Nullable;

/**
 * Who may use a daemon.
 *
 * @param adminToken what its administrator presents, beside the static tokens of administrators
 * @param isOpen whether everybody is an administrator, and no credential is looked at
 * @param admitsAnonymous whether a request may present nothing although there are users; while
 *     there are none, it may anyway
 */
public record AccessConfig(
    @Nullable AdminToken adminToken, boolean isOpen, boolean admitsAnonymous) {
  /** Everybody may do everything: for a loopback address. */
  public static final AccessConfig OPEN = new AccessConfig(null, true, true);

  /** Administrators have a static token; whoever has another one is a user. */
  public static final AccessConfig LOCKED = new AccessConfig(null, false, false);

  public AccessConfig withAdminToken(AdminToken token) {
    return new AccessConfig(token, false, admitsAnonymous);
  }

  public AccessConfig admittingAnonymous() {
    return new AccessConfig(adminToken, isOpen, true);
  }

  /** Whether it tells users apart, whatever tokens the store has. */
  public boolean hasUsers() {
    return false;
  }
}
