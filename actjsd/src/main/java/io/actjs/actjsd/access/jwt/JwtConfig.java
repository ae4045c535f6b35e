package io.actjs.actjsd.access.jwt;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON Web Tokens are believed.
 *
 * @param keys where the keys of the issuer are
 * @param issuer what {@code iss} has to be; null for anything
 * @param audience one of these has to be in {@code aud}; empty for any audience
 * @param algorithms how tokens may be signed
 * @param rolesClaim the claim that holds the roles; null for {@code roles}, else {@code scope}
 * @param tenantClaim the claim that holds the tenant
 */
public record JwtConfig(
    JwksSource keys,
    @Nullable String issuer,
    Set<String> audience,
    Set<JwtAlgorithm> algorithms,
    @Nullable String rolesClaim,
    String tenantClaim)
    implements AuthenticatorProvider {
  static final String TENANT = "tenant";

  public JwtConfig {
    audience = Set.copyOf(audience);
    algorithms = Set.copyOf(algorithms);
  }

  /** Tokens for one audience, with the usual claims and algorithms. */
  public static JwtConfig of(String keys, String audience) {
    return new JwtConfig(source(keys), null, Set.of(audience), JwtAlgorithm.DEFAULT, null, TENANT);
  }

  /**
   * Where keys are.
   *
   * @param urlOrFile an address with https, or with http on this machine; or a file
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static JwksSource source(String urlOrFile) {
    String lower = urlOrFile.toLowerCase(Locale.ROOT);
    try {
      return lower.startsWith("https:") || lower.startsWith("http:")
          ? JwksUrl.of(URI.create(urlOrFile))
          : new JwksFile(Path.of(urlOrFile));
    } catch (InvalidPathException e) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "no file can have this name", e);
    } catch (IllegalArgumentException e) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "this is no URL", e);
    }
  }

  public JwtConfig withIssuer(String value) {
    return new JwtConfig(keys, value, audience, algorithms, rolesClaim, tenantClaim);
  }

  public JwtConfig withAnyAudience() {
    return new JwtConfig(keys, issuer, Set.of(), algorithms, rolesClaim, tenantClaim);
  }

  public JwtConfig withAlgorithms(Set<JwtAlgorithm> value) {
    return new JwtConfig(keys, issuer, audience, value, rolesClaim, tenantClaim);
  }

  public JwtConfig withClaims(@Nullable String roles, String tenant) {
    return new JwtConfig(keys, issuer, audience, algorithms, roles, tenant);
  }

  @Override
  public String name() {
    return "jwt";
  }

  @Override
  public Authenticator open() {
    IssuerKeys issuerKeys = new IssuerKeys(keys, Clock.SYSTEM);
    issuerKeys.begin();
    return new JwtAuthenticator(new TokenVerifier(this, issuerKeys), Clock.SYSTEM);
  }
}
