package io.actjs.actjsd.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.model.Clock;
import io.actjs.storage.access.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Whose the tokens are that were verified, for a while: so their next requests need no signature.
 * Thread-safe.
 */
public final class VerifiedTokens {
  /** Characters of all principals that are kept. */
  private static final long MOST_KEPT = 16L << 20;

  /** Characters that one takes besides. */
  private static final int OVERHEAD = 200;

  private final Clock clock;
  private final Cache<Bytes, Kept> kept =
      Caffeine.newBuilder()
          .maximumWeight(MOST_KEPT)
          .weigher((Bytes hash, Kept of) -> of.identity.principal().weight() + OVERHEAD)
          .build();

  public VerifiedTokens(Clock clock) {
    this.clock = clock;
  }

  /**
   * Who a token is of.
   *
   * @param until when it has to be verified again
   */
  private record Kept(Identity identity, long until) {}

  /**
   * Whose the token is; null when that is not known any more.
   *
   * @param hash the token's SHA-256: nobody can make two with the same, and no token is kept
   * @param marginMs how long it has to be known still
   */
  public @Nullable Identity of(Bytes hash, long marginMs) {
    Kept known = kept.getIfPresent(hash);
    return known == null || clock.nowMs() + marginMs >= known.until ? null : known.identity;
  }

  /**
   * Keeps whose a token is.
   *
   * @param until milliseconds since 1970; not longer than the identity holds
   */
  public void keep(Bytes hash, Identity identity, long until) {
    kept.put(hash, new Kept(identity, Math.min(until, identity.expiresAt())));
  }

  /** Forgets all. */
  public void forget() {
    kept.invalidateAll();
  }
}
