package io.actjs.actjsd.access.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Identity;
import io.actjs.model.Clock;
import io.actjs.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Knows users by JSON Web Tokens. A token that was verified is known by its hash for a while, so
 * that its next request needs no signature.
 */
final class JwtAuthenticator implements Authenticator {
  /** Characters of all principals that are kept. */
  private static final long MOST_KEPT = 16L << 20;

  /** Characters that one takes besides. */
  private static final int OVERHEAD = 200;

  /** A token that is at hand has to be so a moment later. */
  private static final long MARGIN_MS = 1000;

  private final TokenVerifier verifier;
  private final Clock clock;
  private final Cache<Hash, Kept> verified =
      Caffeine.newBuilder()
          .maximumWeight(MOST_KEPT)
          .weigher((Hash hash, Kept kept) -> kept.identity.principal().weight() + OVERHEAD)
          .build();

  JwtAuthenticator(TokenVerifier verifier, Clock clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * Who a token is of.
   *
   * @param until when it has to be verified again, because its key may have been withdrawn
   */
  private record Kept(Identity identity, long until) {}

  /** SHA-256 of a token: nobody can make two with the same, and none is kept. */
  private record Hash(long a, long b, long c, long d) {
    static Hash of(String token) {
      ByteBuffer bytes =
          ByteBuffer.wrap(Sha256.digest().digest(token.getBytes(StandardCharsets.ISO_8859_1)));
      return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    @Override
    public int hashCode() {
      return (int) a;
    }
  }

  @Override
  public boolean isAtHand(Credentials presented) {
    String token = tokenOf(presented);
    return token == null
        || token.length() > TokenVerifier.LONGEST
        || known(token, MARGIN_MS) != null;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    String token = tokenOf(presented);
    if (token == null) {
      return null;
    }
    Identity known = token.length() > TokenVerifier.LONGEST ? null : known(token, 0);
    return known == null ? verify(token) : known;
  }

  /** Tokens of other kinds have no dots, which part the header of this kind from its claims. */
  private static @Nullable String tokenOf(Credentials presented) {
    String bearer = presented.authorization(Credentials.BEARER);
    return bearer == null || bearer.indexOf('.') < 0 ? null : bearer;
  }

  /**
   * @param marginMs how long it has to be known still
   */
  private @Nullable Identity known(String token, long marginMs) {
    Kept kept = verified.getIfPresent(Hash.of(token));
    return kept == null || clock.nowMs() + marginMs >= kept.until ? null : kept.identity;
  }

  private Identity verify(String token) {
    long now = clock.nowMs();
    Identity identity = verifier.verify(token, now);
    long until = Math.min(identity.expiresAt(), now + IssuerKeys.FRESH_MS);
    verified.put(Hash.of(token), new Kept(identity, until));
    return identity;
  }
}
