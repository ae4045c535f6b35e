package io.actjs.actjsd.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a daemon.
 *
 * @param adminToken what its administrator presents, beside the static tokens of administrators
 * @param isOpen whether everybody is an administrator, and no credential is looked at
 * @param users how it tells users apart beside static tokens, in the order in which they are asked
 * @param admitsAnonymous whether a request may present nothing although there are users; while
 *     there are none, it may anyway
 */
public record AccessConfig(
    @Nullable AdminToken adminToken,
    boolean isOpen,
    List<AuthenticatorProvider> users,
    boolean admitsAnonymous) {
  /** Everybody may do everything: for a loopback address. */
  public static final AccessConfig OPEN = new AccessConfig(null, true, List.of(), true);

  /** Administrators have a static token; whoever has another one is a user. */
  public static final AccessConfig LOCKED = new AccessConfig(null, false, List.of(), false);

  public AccessConfig {
    users = List.copyOf(users);
  }

  public AccessConfig withAdminToken(AdminToken token) {
    return new AccessConfig(token, false, users, admitsAnonymous);
  }

  /** With one more way of telling users apart. */
  public AccessConfig withUsers(AuthenticatorProvider provider) {
    List<AuthenticatorProvider> more = new ArrayList<>(users);
    more.add(provider);
    return new AccessConfig(adminToken, false, more, admitsAnonymous);
  }

  public AccessConfig admittingAnonymous() {
    return new AccessConfig(adminToken, isOpen, users, true);
  }

  /** Whether it tells users apart, whatever tokens the store has. */
  public boolean hasUsers() {
    return !users.isEmpty();
  }
}
