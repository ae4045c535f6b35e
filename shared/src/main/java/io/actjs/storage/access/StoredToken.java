package io.actjs.storage.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A static token, and whom its bearer is. The secret itself is stored nowhere.
 *
 * @param id names it to people; printable ASCII
 * @param hash SHA-256 of the secret, 32 bytes
 * @param claims a JSON object
 * @param note what it is for, for people
 * @param createdAt milliseconds since 1970
 * @param expiresAt milliseconds since 1970; {@link #NEVER} for a token that does not
 * @param revokedAt milliseconds since 1970; 0 while it is not
 */
public record StoredToken(
    String id,
    Bytes hash,
    String sub,
    List<String> roles,
    @Nullable String tenant,
    String claims,
    String note,
    long createdAt,
    long expiresAt,
    long revokedAt) {
  /** The {@code expiresAt} of a token that does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int HASH_BYTES = 32;
  private static final int MAX_ROLES = 64;
  private static final int MAX_CLAIMS = 1 << 16;

  /**
   * @throws IllegalArgumentException when something is too long, or no token can have it
   */
  public StoredToken {
    roles = List.copyOf(roles);
    Bounds.requireName("the id of a token", id);
    if (hash.size() != HASH_BYTES) {
      throw new IllegalArgumentException("the hash of a token must have " + HASH_BYTES + " bytes");
    }
    if (sub.isEmpty()) {
      throw new IllegalArgumentException("the sub of a token must not be empty");
    }
    Bounds.requireAtMost("the sub of a token", sub.length(), Bounds.TEXT);
    Bounds.requireAtMost("the list of roles of a token", roles.size(), MAX_ROLES);
    roles.forEach(StoredToken::requireRole);
    if (tenant != null) {
      Bounds.requireAtMost("the tenant of a token", tenant.length(), Bounds.TEXT);
    }
    Bounds.requireAtMost("the text of the claims of a token", claims.length(), MAX_CLAIMS);
    Bounds.requireAtMost("the note of a token", note.length(), Bounds.TEXT);
  }

  private static void requireRole(String role) {
    if (role.isEmpty() || role.length() > Bounds.NAME || role.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "a role must have 1 to " + Bounds.NAME + " characters, and no line feed");
    }
  }

  public boolean isLive(long nowMs) {
    return revokedAt == 0 && nowMs < expiresAt;
  }

  public StoredToken revoked(long at) {
    return new StoredToken(id, hash, sub, roles, tenant, claims, note, createdAt, expiresAt, at);
  }
}
