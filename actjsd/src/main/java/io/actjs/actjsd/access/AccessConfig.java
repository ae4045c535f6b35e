package io.actjs.actjsd.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a daemon.
 *
 * @param adminToken what its administrator presents
 * @param users how it tells users apart, in the order in which they are asked; when there is
 *     neither this nor a token, everybody is an administrator
 * @param admitsAnonymous whether a request may present nothing
 */
public record AccessConfig(
    @Nullable AdminToken adminToken, List<AuthenticatorProvider> users, boolean admitsAnonymous) {
  /** Everybody may do everything: for a loopback address. */
  public static final AccessConfig OPEN = new AccessConfig(null, List.of(), true);

  public AccessConfig {
    users = List.copyOf(users);
  }

  public AccessConfig withAdminToken(AdminToken token) {
    return new AccessConfig(token, users, admitsAnonymous);
  }

  /** With one more way of telling users apart. */
  public AccessConfig withUsers(AuthenticatorProvider provider) {
    List<AuthenticatorProvider> more = new ArrayList<>(users);
    more.add(provider);
    return new AccessConfig(adminToken, more, admitsAnonymous);
  }

  /** Whether it can tell users apart, beside the administrator. */
  public boolean hasUsers() {
    return !users.isEmpty();
  }
}
