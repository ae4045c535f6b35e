package io.actjs.actctl.command.server;

import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AuthenticatorProvider;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;

/** How a daemon tells users apart. */
final class UserOptions {
  @Mixin private JwtOptions jwt;
  @Mixin private HmacOptions hmac;
  @Mixin private AuthOptions auth;
  @Mixin private MtlsOptions mtls;

  AccessConfig applyTo(AccessConfig access, Isolation isolation) {
    List<AuthenticatorProvider> providers = new ArrayList<>(jwt.providers());
    providers.addAll(hmac.providers());
    providers.addAll(auth.providers(isolation));
    providers.addAll(mtls.providers());
    AccessConfig all = access;
    for (AuthenticatorProvider provider : providers) {
      all = all.withUsers(provider);
    }
    return all;
  }
}
