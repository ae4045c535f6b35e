package io.actjs.actjsd.access;

import io.actjs.actjsd.token.Tokens;
import io.actjs.policy.capability.CapabilityRules;
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
 * @param defaultPolicy for classes without a policy; null for {@link DefaultPolicy#of}
 * @param capabilities which capabilities it mints and accepts; how long they last is a limit's
 */
public record AccessConfig(
    @Nullable AdminToken adminToken,
    boolean isOpen,
    List<AuthenticatorProvider> users,
    boolean admitsAnonymous,
    @Nullable DefaultPolicy defaultPolicy,
    CapabilityRules capabilities) {
  /** Everybody may do everything: for a loopback address. */
  public static final AccessConfig OPEN =
      new AccessConfig(null, true, List.of(), true, null, CapabilityRules.DEFAULT);

  /** Administrators have a static token; whoever has another one is a user. */
  public static final AccessConfig LOCKED =
      new AccessConfig(null, false, List.of(), false, null, CapabilityRules.DEFAULT);

  public AccessConfig {
    users = List.copyOf(users);
  }

  public AccessConfig withAdminToken(AdminToken token) {
    return new AccessConfig(token, false, users, admitsAnonymous, defaultPolicy, capabilities);
  }

  /** With what classes without a policy let people do. */
  public AccessConfig withDefaultPolicy(DefaultPolicy policy) {
    return new AccessConfig(adminToken, isOpen, users, admitsAnonymous, policy, capabilities);
  }

  /** With one more way of telling users apart. */
  public AccessConfig withUsers(AuthenticatorProvider provider) {
    List<AuthenticatorProvider> more = new ArrayList<>(users);
    more.add(provider);
    return new AccessConfig(adminToken, false, more, admitsAnonymous, defaultPolicy, capabilities);
  }

  /** With what it says of capabilities. */
  public AccessConfig withCapabilities(CapabilityRules rules) {
    return new AccessConfig(adminToken, isOpen, users, admitsAnonymous, defaultPolicy, rules);
  }

  public AccessConfig admittingAnonymous() {
    return new AccessConfig(adminToken, isOpen, users, true, defaultPolicy, capabilities);
  }

  /** Whether it tells users apart, whatever tokens the store has. */
  public boolean hasUsers() {
    return !users.isEmpty();
  }

  /** Whether it tells users apart, by its own means or by tokens of the store. */
  public boolean hasUsers(Tokens tokens) {
    return hasUsers() || (!isOpen && tokens.haveUsers());
  }
}
