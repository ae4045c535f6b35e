package io.actjs.actjsd.access.mtls;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.UserPrincipal;
import io.actjs.model.Clock;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Knows users by the certificate of the connection. A request that presents a token as well is the
 * token's: a browser may have a certificate without knowing.
 */
final class MtlsAuthenticator implements Authenticator {
  private static final String COMMON_NAME = "CN";
  private static final String UNIT = "OU";

  /** The kind of a URI among alternative names (RFC 5280). */
  private static final int URI = 6;

  private final MtlsConfig config;
  private final Clock clock;

  MtlsAuthenticator(MtlsConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    X509Certificate certificate = presented.certificate();
    if (certificate == null || presented.isAny()) {
      return null;
    }
    long end = certificate.getNotAfter().toInstant().toEpochMilli();
    if (clock.nowMs() >= end) {
      // It was verified when the connection began.
      throw Door.unauthorized("the client's certificate has expired");
    }
    LdapName subject = subject(certificate);
    String name =
        switch (config.subject()) {
          case CN -> only(values(subject, COMMON_NAME), "common name (CN)");
          case SAN_URI -> only(uris(certificate), "URI among its alternative names");
        };
    List<String> roles = config.rolesFromUnits() ? values(subject, UNIT) : List.of();
    return new Identity(UserPrincipal.of(name, roles, null, "{}"), null, end);
  }

  private static LdapName subject(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName());
    } catch (InvalidNameException e) {
      throw Door.unauthorized("the client's certificate has no subject that can be read", e);
    }
  }

  /** One of several could be another user's name. */
  private static String only(List<String> names, String what) {
    if (names.size() != 1) {
      throw Door.unauthorized(
          "the client's certificate must have one " + what + ", and has " + names.size());
    }
    return names.getFirst();
  }

  private static List<String> values(LdapName subject, String type) {
    List<String> values = new ArrayList<>();
    for (Rdn rdn : subject.getRdns()) {
      try {
        var attribute = rdn.toAttributes().get(type);
        for (int i = 0; attribute != null && i < attribute.size(); i++) {
          if (attribute.get(i) instanceof String text) {
            values.add(text);
          }
        }
      } catch (javax.naming.NamingException e) {
        throw Door.unauthorized("the client's certificate has no subject that can be read", e);
      }
    }
    return List.copyOf(values);
  }

  private static List<String> uris(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(0).equals(URI))
              .map(name -> name.get(1).toString())
              .toList();
    } catch (CertificateParsingException e) {
      throw Door.unauthorized("the client's certificate has names that cannot be read", e);
    }
  }
}
