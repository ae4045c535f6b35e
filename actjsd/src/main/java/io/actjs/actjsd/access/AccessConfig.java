package io.actjs.actjsd.access;

import org.jspecify.annotations.Nullable;

/**
 * Who may use a daemon.
 *
 * @param adminToken what its administrator presents; null makes everybody one
 * @param admitsAnonymous whether a request may present nothing
 * @param defaultPolicy for classes without a policy; null for {@link DefaultPolicy#of}
 */
public record AccessConfig(
    @Nullable AdminToken adminToken,
    boolean admitsAnonymous,
    @Nullable DefaultPolicy defaultPolicy) {
  /** Everybody may do everything: for a loopback address. */
  public static final AccessConfig OPEN = new AccessConfig(null, true, null);

  public AccessConfig withAdminToken(AdminToken token) {
    return new AccessConfig(token, admitsAnonymous, defaultPolicy);
  }

  public AccessConfig withDefaultPolicy(DefaultPolicy policy) {
    return new AccessConfig(adminToken, admitsAnonymous, policy);
  }

  /** Whether it can tell users apart, beside the administrator. */
  public boolean hasUsers() {
    return false;
  }
}
