package io.actjs.actjsd.access;

import io.actjs.model.access.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows the administrator by the token that the server was started with. */
final class AdminAuthenticator implements Authenticator {
  private static final Identity ADMIN =
      Identity.lasting(Principal.of("admin", List.of(Principal.ADMIN_ROLE)));

  private final AdminToken token;

  AdminAuthenticator(AdminToken token) {
    this.token = token;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    String bearer = presented.authorization(Credentials.BEARER);
    return bearer != null && token.matches(presented.sha256(bearer)) ? ADMIN : null;
  }
}
