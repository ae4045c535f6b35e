package io.actjs.actjsd.access.mtls;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.model.Clock;

/**
 * Believes the certificates that the server's TLS has verified.
 *
 * @param subject where the user's name stands
 * @param rolesFromUnits whether each organizational unit of the subject is a role
 */
public record MtlsConfig(Name subject, boolean rolesFromUnits) implements AuthenticatorProvider {
  /** Where the name of a user stands in a certificate. */
  public enum Name {
    /** The common name of the subject. */
    CN,
    /** The only URI among its alternative names, such as that of a SPIFFE id. */
    SAN_URI
  }

  @Override
  public String name() {
    return "mtls";
  }

  @Override
  public Authenticator open() {
    return new MtlsAuthenticator(this, Clock.SYSTEM);
  }
}
