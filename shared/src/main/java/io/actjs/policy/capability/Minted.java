package io.actjs.policy.capability;

/**
 * A capability that was minted.
 *
 * @param token a compact JWS
 * @param expiresAt milliseconds since 1970
 */
public record Minted(String token, String jti, String kid, long expiresAt) {
  @Override
  public String toString() {
    return "Minted[" + jti + "]";
  }
}
