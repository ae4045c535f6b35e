package io.actjs.policy.capability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of a capability: a compact JWS over its claims. */
final class CapabilityJws {
  private CapabilityJws() {}

  /** The claims of a new one, in the order in which they are signed. */
  static String claims(CapabilityTerms terms, String issuer, long expS, String jti) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("iss", issuer);
    claims.put("sub", terms.actor().className() + ':' + terms.actor().id());
    if (terms.audience() != null) {
      claims.put("aud", terms.audience());
    }
    ArrayNode methods = claims.putArray("mth");
    terms.methods().forEach(method -> methods.add(CapabilityTerms.CALL + method));
    if (!terms.grants().isEmpty()) {
      ArrayNode grants = claims.putArray("grt");
      terms.grants().forEach(grants::add);
    }
    claims.put("exp", expS);
    claims.put("jti", jti);
    return claims.toString();
  }

  /**
   * Signs claims.
   *
   * @param claims JSON
   */
  static String sign(MintingKey key, String claims) {
    String header = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"" + key.kid() + "\"}";
    String signed =
        base64(header.getBytes(StandardCharsets.US_ASCII))
            + '.'
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + base64(signature);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
