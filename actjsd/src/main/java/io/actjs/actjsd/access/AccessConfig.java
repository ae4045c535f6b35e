package io.actjs.actjsd.access;

import org.jspecify.annotations.Nullable;

/**
 * Who may use a daemon.
 *
 * @param adminToken what its administrator presents; null makes everybody one
 * @param admitsAnonymous whether a request may present nothing
 */
public record AccessConfig(@Nullable AdminToken adminToken, boolean admitsAnonymous) {
  /** Everybody may do everything: for a loopback address. */
  public static final AccessConfig OPEN = new AccessConfig(null, true);

  public AccessConfig withAdminToken(AdminToken token) {
    return new AccessConfig(token, admitsAnonymous);
  }

  /** Whether it can tell users apart, beside the administrator. */
  public boolean hasUsers() {
    return false;
  }
}
