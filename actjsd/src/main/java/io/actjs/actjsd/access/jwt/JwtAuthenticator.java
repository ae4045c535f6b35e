package io.actjs.actjsd.access.jwt;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.VerifiedTokens;
import io.actjs.model.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Knows users by JSON Web Tokens. A token that was verified is known by its hash for a while, so
 * that its next request needs no signature.
 */
final class JwtAuthenticator implements Authenticator {
  /** A token that is at hand has to be so a moment later. */
  private static final long MARGIN_MS = 1000;

  private final TokenVerifier verifier;
  private final Clock clock;
  private final VerifiedTokens verified;

  JwtAuthenticator(TokenVerifier verifier, Clock clock) {
    this.verifier = verifier;
    this.clock = clock;
    this.verified = new VerifiedTokens(clock);
  }

  @Override
  public boolean isAtHand(Credentials presented) {
    String token = tokenOf(presented);
    return token == null
        || token.length() > TokenVerifier.LONGEST
        || verified.of(presented.sha256(token), MARGIN_MS) != null;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    String token = tokenOf(presented);
    if (token == null) {
      return null;
    }
    Identity known =
        token.length() > TokenVerifier.LONGEST ? null : verified.of(presented.sha256(token), 0);
    return known == null ? verify(token, presented) : known;
  }

  /** Tokens of other kinds have no dots, which part the header of this kind from its claims. */
  private static @Nullable String tokenOf(Credentials presented) {
    String bearer = presented.authorization(Credentials.BEARER);
    return bearer == null || bearer.indexOf('.') < 0 ? null : bearer;
  }

  private Identity verify(String token, Credentials presented) {
    long now = clock.nowMs();
    Identity identity = verifier.verify(token, now);
    // Its key may have been withdrawn then.
    verified.keep(presented.sha256(token), identity, now + IssuerKeys.FRESH_MS);
    return identity;
  }
}
