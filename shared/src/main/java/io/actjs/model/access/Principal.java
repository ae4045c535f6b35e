package io.actjs.model.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who acts. Whoever finds out who sends a request makes one; it stays with all that the request
 * causes: calls between actors, messages and reminders, also after a restart.
 *
 * @param sub names it among all principals; not empty
 * @param roles what it is, such as {@value #ADMIN_ROLE}
 * @param tenant whom it belongs to, or null
 * @param capabilities what a capability lets it do, such as {@code call:read}
 * @param claims what else is known of it: a JSON object, raw
 */
public record Principal(
    String sub,
    List<String> roles,
    @Nullable String tenant,
    List<String> capabilities,
    String claims) {
  /** The role of those who may administer the server. */
  public static final String ADMIN_ROLE = "admin";

  /** Characters that a {@code sub} has at most. */
  public static final int LONGEST_SUB = 255;

  private static final String NO_CLAIMS = "{}";
  private static final String CAPABILITY_PREFIX = "cap:";

  /** Whose requests nothing is known of. In headers nobody at all stands for it. */
  public static final Principal ANONYMOUS = of("anonymous", List.of());

  /** The server itself. */
  public static final Principal SYSTEM = of("system", List.of("system"));

  public Principal {
    if (sub.isEmpty()) {
      throw new IllegalArgumentException("a principal has a sub");
    }
    roles = List.copyOf(roles);
    capabilities = List.copyOf(capabilities);
  }

  public static Principal of(String sub, List<String> roles) {
    return new Principal(sub, roles, null, List.of(), NO_CLAIMS);
  }

  public boolean isAdmin() {
    return roles.contains(ADMIN_ROLE);
  }

  public boolean hasClaims() {
    return !claims.equals(NO_CLAIMS);
  }

  /** Whether only the server itself gives the name: nobody who presents it is believed. */
  public static boolean isReserved(String sub) {
    return sub.equals(SYSTEM.sub) || sub.equals(ANONYMOUS.sub) || sub.startsWith(CAPABILITY_PREFIX);
  }

  /** Whether it is the bearer of a capability, and nothing else is known of it. */
  public boolean isCapability() {
    return sub.startsWith(CAPABILITY_PREFIX);
  }

  /** The {@code sub} of bearers of capabilities for an actor. */
  public static String capabilitySub(String className, String id) {
    return CAPABILITY_PREFIX + className + ':' + id;
  }

  /** Characters that it has, roughly. */
  public int weight() {
    int weight = sub.length() + claims.length() + (tenant == null ? 0 : tenant.length());
    for (String role : roles) {
      weight += role.length();
    }
    for (String capability : capabilities) {
      weight += capability.length();
    }
    return weight;
  }

  @Override
  public String toString() {
    return sub;
  }
}
