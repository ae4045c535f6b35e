package io.actjs.actjsd.access.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.StrictJson;
import io.actjs.actjsd.access.UserPrincipal;
import io.actjs.model.ActjsException;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a JSON Web Token holds, and whose it is. The key is the one that the token names,
 * among those that the server was given, and no other; whatever a token says of keys elsewhere is
 * not looked at.
 */
final class TokenVerifier {
  /** Characters of a token. */
  static final int LONGEST = 16 << 10;

  /** Seconds that the clocks of issuer and server may differ. */
  static final long SKEW_S = 60;

  private static final int LONGEST_KID = 255;

  /** The end of the year 9999: what is later is no time. */
  private static final double LAST_TIME_S = 253_402_300_799.0;

  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final JwtConfig config;
  private final IssuerKeys keys;

  TokenVerifier(JwtConfig config, IssuerKeys keys) {
    this.config = config;
    this.keys = keys;
  }

  /**
   * Whose the token is.
   *
   * @throws ActjsException {@code Unauthorized}; {@code CapacityExhausted} as {@link IssuerKeys#of}
   */
  Identity verify(String token, long nowMs) {
    if (token.length() > LONGEST) {
      throw Door.unauthorized("the token is longer than " + (LONGEST >> 10) + " KiB");
    }
    if (!COMPACT.matcher(token).matches()) {
      throw Door.unauthorized("the token is no JSON Web Token");
    }
    JWSObject jws = parse(token);
    requireSignature(jws);
    ObjectNode claims = StrictJson.object(jws.getPayload().toBytes());
    requireAddressee(claims);
    return new Identity(
        UserPrincipal.of(
            UserPrincipal.text(claims.path("sub"), "sub"),
            roles(claims),
            UserPrincipal.text(at(claims, config.tenantClaim()), "the tenant"),
            claims.toString()),
        null,
        endOf(claims, nowMs));
  }

  private static JWSObject parse(String token) {
    try {
      JWSObject jws = JWSObject.parse(token);
      // The library takes the last of two members with the same name.
      StrictJson.object(jws.getHeader().toBase64URL().decode());
      return jws;
    } catch (ParseException | IllegalArgumentException e) {
      // Also of a token whose algorithm is none.
      throw Door.unauthorized("the token is not a signed JSON Web Token", e);
    }
  }

  private void requireSignature(JWSObject jws) {
    JWSHeader header = jws.getHeader();
    JwtAlgorithm algorithm = JwtAlgorithm.of(header.getAlgorithm());
    if (algorithm == null || !config.algorithms().contains(algorithm)) {
      throw Door.unauthorized("the token is signed in a way that this server does not accept");
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw Door.unauthorized("the token's header asks for what this server does not do (crit)");
    }
    String type = header.getType() == null ? "jwt" : header.getType().getType();
    if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw Door.unauthorized("the token is of another kind (typ)");
    }
    String kid = header.getKeyID();
    if (kid == null || kid.isEmpty() || kid.length() > LONGEST_KID) {
      throw Door.unauthorized("the token does not name its key (kid)");
    }
    List<JWK> fitting = keys.of(kid).stream().filter(algorithm::fits).toList();
    if (fitting.size() != 1) {
      throw Door.unauthorized("the token's key is not among those of the issuer");
    }
    if (!isSigned(jws, algorithm, fitting.getFirst())) {
      throw Door.unauthorized("the token's signature does not verify");
    }
  }

  private static boolean isSigned(JWSObject jws, JwtAlgorithm algorithm, JWK key) {
    try {
      return jws.verify(algorithm.verifier(key));
    } catch (JOSEException e) {
      throw Door.unauthorized("the token's signature cannot be verified", e);
    }
  }

  private void requireAddressee(ObjectNode claims) {
    if (config.issuer() != null && !config.issuer().equals(claims.path("iss").textValue())) {
      throw Door.unauthorized("the token is of another issuer (iss)");
    }
    JsonNode aud = claims.path("aud");
    List<String> audience =
        aud.isTextual() ? List.of(aud.textValue()) : UserPrincipal.texts(aud, "aud");
    if (!config.audience().isEmpty() && audience.stream().noneMatch(config.audience()::contains)) {
      throw Door.unauthorized("the token is for another audience (aud)");
    }
  }

  /** When the token ends, in milliseconds since 1970. */
  private static long endOf(ObjectNode claims, long nowMs) {
    Long exp = time(claims, "exp");
    if (exp == null) {
      throw Door.unauthorized("the token does not say when it expires (exp)");
    }
    long end = exp + SKEW_S * 1000;
    if (nowMs >= end) {
      throw Door.unauthorized("the token has expired");
    }
    for (String claim : List.of("nbf", "iat")) {
      Long from = time(claims, claim);
      if (from != null && from > nowMs + SKEW_S * 1000) {
        throw Door.unauthorized("the token does not hold yet (" + claim + ")");
      }
    }
    return end;
  }

  /** Milliseconds since 1970, of seconds. */
  private static @Nullable Long time(ObjectNode claims, String claim) {
    JsonNode value = claims.path(claim);
    if (value.isMissingNode()) {
      return null;
    }
    double seconds = value.isNumber() ? value.doubleValue() : -1;
    if (!(seconds >= 0 && seconds <= LAST_TIME_S)) {
      throw Door.unauthorized(claim + " of the token is no time");
    }
    return (long) (seconds * 1000);
  }

  private List<String> roles(ObjectNode claims) {
    if (config.rolesClaim() != null) {
      return words(at(claims, config.rolesClaim()), "the claim of the roles");
    }
    JsonNode roles = claims.path("roles");
    return roles.isMissingNode() || roles.isNull()
        ? words(claims.path("scope"), "scope")
        : UserPrincipal.texts(roles, "roles");
  }

  /** An array of texts, or a text of words. */
  private static List<String> words(JsonNode value, String name) {
    return value.isTextual()
        ? Pattern.compile(" ").splitAsStream(value.textValue()).filter(w -> !w.isEmpty()).toList()
        : UserPrincipal.texts(value, name);
  }

  /** The member of that name, else the one to which its parts lead, such as realm_access.roles. */
  private static JsonNode at(ObjectNode claims, String name) {
    JsonNode value = claims.path(name);
    if (value.isMissingNode() && name.indexOf('.') > 0) {
      value = claims;
      for (String part : name.split("\\.", -1)) {
        value = value.path(part);
      }
    }
    return value;
  }
}
