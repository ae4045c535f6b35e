package io.actjs.actjsd.access;

import io.actjs.model.access.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, and until when that holds.
 *
 * @param credential what it is known by, so that it can be taken back: {@code token:<id>}, {@code
 *     cap:<jti>@<kid>}; null for what cannot
 * @param expiresAt milliseconds since 1970; {@link Long#MAX_VALUE} for never
 */
public record Identity(Principal principal, @Nullable String credential, long expiresAt) {
  /** Of a request that presents nothing. */
  public static final Identity ANONYMOUS = lasting(Principal.ANONYMOUS);

  /** One that holds until the server ends. */
  public static Identity lasting(Principal principal) {
    return new Identity(principal, null, Long.MAX_VALUE);
  }

  /** Who calls, as actors are told; null when nothing is known. */
  public @Nullable Principal caller() {
    return principal.equals(Principal.ANONYMOUS) ? null : principal;
  }

  /** Whether it may end while a connection is open. */
  public boolean mayEnd() {
    return credential != null || expiresAt != Long.MAX_VALUE;
  }
}
