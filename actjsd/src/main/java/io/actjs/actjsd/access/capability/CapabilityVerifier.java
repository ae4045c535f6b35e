package io.actjs.actjsd.access.capability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.access.StrictJson;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityTerms;
import io.actjs.policy.capability.MintingKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a capability holds, and what it says. Its header is one of two texts: with the id
 * of its key, or without one, and then the store must have a single live key. So there is nothing
 * in a header that could be read in two ways, and nothing by which a token chooses how it is
 * verified.
 */
public final class CapabilityVerifier {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\"alg\":\"EdDSA\",\"typ\":\"JWT\"(?:,\"kid\":\"([A-Za-z0-9_-]{1,64})\")?\\}");
  private static final int SIGNATURE_BYTES = 64;
  private static final int LONGEST_HEADER = 200;
  private static final int LONGEST_NAME = 255;

  /** The end of the year 9999, in seconds: what is later is no time. */
  private static final long LAST_TIME_S = 253_402_300_799L;

  private final Capabilities capabilities;

  public CapabilityVerifier(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /**
   * What a capability says that holds.
   *
   * @param expiresAt milliseconds since 1970
   */
  public record Verified(Principal principal, String kid, String jti, long expiresAt) {}

  /** A token that this server has signed, whether it holds or not. */
  record Signed(ObjectNode claims, MintingKey key) {
    String jti() {
      return name(claims.path("jti"), "jti");
    }

    /** Milliseconds since 1970. */
    long expiresAt() {
      return time(claims.path("exp"), "exp") * 1000;
    }
  }

  /** The key that a text names as a capability does; empty for none, null for no capability. */
  static @Nullable String keyOf(String token) {
    int end = token.indexOf('.');
    if (end < 0 || end > LONGEST_HEADER) {
      return null;
    }
    byte[] decoded = decoded(token.substring(0, end));
    if (decoded == null) {
      return null;
    }
    Matcher header = HEADER.matcher(new String(decoded, StandardCharsets.ISO_8859_1));
    if (!header.matches()) {
      return null;
    }
    String kid = header.group(1);
    return kid == null ? "" : kid;
  }

  /**
   * What the token says.
   *
   * @throws ActjsException {@code InvalidCapability}, {@code CapabilityExpired}, {@code
   *     CapabilityNotYetValid}, {@code CapabilityRevoked}; nothing of the token is told
   */
  public Verified verify(String token, long nowMs) {
    return held(signed(token), nowMs);
  }

  /** The token, if this server has signed it; else null. */
  @Nullable Signed signedOrNull(String token) {
    try {
      Signed signed = signed(token);
      // Both are read here, so that nobody has to expect that they are missing.
      return signed.jti().isEmpty() || signed.expiresAt() < 0 ? null : signed;
    } catch (ActjsException e) {
      return null;
    }
  }

  private Signed signed(String token) {
    if (token.length() > Capabilities.LONGEST) {
      throw invalid("it is longer than " + (Capabilities.LONGEST >> 10) + " KiB");
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw invalid("it is no compact JWS");
    }
    String kid = keyOf(token);
    byte[] payload = decoded(parts[1]);
    byte[] signature = decoded(parts[2]);
    if (kid == null || payload == null || signature == null) {
      throw invalid("its header or its encoding is none that this server writes");
    }
    MintingKey key = kid.isEmpty() ? capabilities.onlyKey() : capabilities.key(kid);
    if (key == null) {
      throw invalid(
          kid.isEmpty()
              ? "it does not name its key, and there is not exactly one that it could be"
              : "its key is none of this server's");
    }
    int signed = parts[0].length() + 1 + parts[1].length();
    byte[] message = token.substring(0, signed).getBytes(StandardCharsets.US_ASCII);
    if (signature.length != SIGNATURE_BYTES || !key.verifies(message, signature)) {
      throw invalid("its signature does not verify");
    }
    return new Signed(claims(payload), key);
  }

  private Verified held(Signed token, long nowMs) {
    ObjectNode claims = token.claims();
    String jti = token.jti();
    String issuer = name(claims.path("iss"), "iss");
    if (!issuer.equals(capabilities.rules().issuer())) {
      throw invalid("it is of another issuer (iss)");
    }
    requireAudience(claims.path("aud"));
    long expiresAt = token.expiresAt();
    if (nowMs >= expiresAt) {
      throw refused(ProblemCode.CapabilityExpired, "the capability has expired");
    }
    if (claims.has("nbf") && time(claims.path("nbf"), "nbf") * 1000 > nowMs) {
      throw refused(ProblemCode.CapabilityNotYetValid, "the capability does not hold yet (nbf)");
    }
    Principal principal = principal(claims, issuer, jti);
    if (!token.key().isLive()) {
      throw refused(
          ProblemCode.CapabilityRevoked, "the key that signed the capability has been retired");
    }
    if (capabilities.isRevoked(jti)) {
      throw refused(ProblemCode.CapabilityRevoked, "the capability has been revoked");
    }
    return new Verified(principal, token.key().kid(), jti, expiresAt);
  }

  /** Whether what was verified has not been taken back since. */
  boolean holds(String kid, String jti) {
    MintingKey key = capabilities.key(kid);
    return key != null && key.isLive() && !capabilities.isRevoked(jti);
  }

  private static ObjectNode claims(byte[] payload) {
    try {
      return StrictJson.object(payload);
    } catch (ActjsException e) {
      throw new ActjsException(
          ProblemCode.InvalidCapability, "the capability's claims are not a JSON object", e);
    }
  }

  private void requireAudience(JsonNode aud) {
    if (aud.isMissingNode()) {
      return;
    }
    List<String> named = aud.isArray() ? names(aud, "aud") : List.of(name(aud, "aud"));
    if (named.stream().noneMatch(capabilities.rules().audience()::contains)) {
      throw invalid("it is for another audience (aud)");
    }
  }

  private static Principal principal(ObjectNode claims, String issuer, String jti) {
    ActorRef actor = actor(claims.path("sub"));
    List<String> may = new ArrayList<>();
    for (String method : names(claims.path("mth"), "mth")) {
      may.add(method.startsWith(CapabilityTerms.CALL) ? method : CapabilityTerms.CALL + method);
    }
    if (claims.has("grt")) {
      List<String> grants = names(claims.path("grt"), "grt");
      if (!CapabilityTerms.GRANTS.containsAll(grants)) {
        throw invalid("it grants what nobody can be granted (grt)");
      }
      may.addAll(grants);
    }
    ObjectNode told = claims.objectNode().put("iss", issuer).put("jti", jti);
    told.set("exp", claims.path("exp"));
    if (claims.has("aud")) {
      told.set("aud", claims.path("aud"));
    }
    return new Principal(
        Principal.capabilitySub(actor.className(), actor.id()),
        List.of(),
        null,
        may.stream().distinct().toList(),
        told.toString());
  }

  private static ActorRef actor(JsonNode sub) {
    String text = sub.isTextual() ? sub.textValue() : "";
    int colon = text.indexOf(':');
    try {
      if (colon > 0) {
        return new ActorRef(text.substring(0, colon), text.substring(colon + 1));
      }
    } catch (ActjsException e) {
      throw new ActjsException(
          ProblemCode.InvalidCapability, "the capability's sub names no actor", e);
    }
    throw invalid("its sub names no actor");
  }

  private static List<String> names(JsonNode array, String claim) {
    if (!array.isArray() || array.size() > CapabilityTerms.MOST) {
      throw invalid(claim + " is an array of " + CapabilityTerms.MOST + " names at most");
    }
    List<String> names = new ArrayList<>(array.size());
    array.forEach(each -> names.add(name(each, claim)));
    return names;
  }

  private static String name(JsonNode value, String claim) {
    String text = value.isTextual() ? value.textValue() : "";
    if (text.isEmpty() || text.length() > CapabilityTerms.CALL.length() + LONGEST_NAME) {
      throw invalid(claim + " is not there, or not of 1 to " + LONGEST_NAME + " characters");
    }
    return text;
  }

  /** Seconds since 1970. */
  private static long time(JsonNode value, String claim) {
    long seconds = value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : -1;
    if (seconds < 0 || seconds > LAST_TIME_S) {
      throw invalid(claim + " is not there, or no time in whole seconds");
    }
    return seconds;
  }

  /** The bytes of a text in base64url as it is written, of which there is one for given bytes. */
  private static byte @Nullable [] decoded(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return again.equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static ActjsException invalid(String why) {
    return refused(ProblemCode.InvalidCapability, "the capability is not accepted: " + why);
  }

  private static ActjsException refused(ProblemCode code, String why) {
    return new ActjsException(code, why + "; ask for a new one");
  }
}
