package io.actjs.actjsd.access.capability;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.VerifiedTokens;
import io.actjs.model.Clock;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.MintingKey;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Knows the bearers of capabilities. It is asked before all others: whoever presents a capability
 * has what it grants, whatever else the request presents.
 */
public final class CapabilityAuthenticator implements Authenticator {
  private static final String SCHEME = "Capability";

  /** A {@link Identity#credential}: this, the id of the capability, {@code @}, that of its key. */
  private static final String CREDENTIAL = "cap:";

  /** A capability that is at hand has to be so a moment later. */
  private static final long MARGIN_MS = 1000;

  private final CapabilityVerifier verifier;
  private final VerifiedTokens verified;
  private final Clock clock;

  public CapabilityAuthenticator(Capabilities capabilities, Clock clock) {
    this.verifier = new CapabilityVerifier(capabilities);
    this.verified = new VerifiedTokens(clock);
    this.clock = clock;
    capabilities.whenChanged(verified::forget);
  }

  @Override
  public boolean isAtHand(Credentials presented) {
    String token = tokenOf(presented);
    return token == null || known(token, presented, MARGIN_MS) != null;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    String token = tokenOf(presented);
    if (token == null) {
      return null;
    }
    Identity known = known(token, presented, 0);
    return known == null ? verify(token, presented) : known;
  }

  /**
   * A browser sends it in the address, where tokens of other kinds come, too: a capability is known
   * there by its header.
   */
  private static @Nullable String tokenOf(Credentials presented) {
    String token = presented.authorization(SCHEME);
    if (token != null) {
      return token;
    }
    if (presented.header(HttpHeader.AUTHORIZATION.asString()) != null) {
      return null;
    }
    String inAddress = presented.authorization(Credentials.BEARER);
    String kid = inAddress == null ? null : CapabilityVerifier.keyOf(inAddress);
    boolean isOurs = kid != null && (kid.isEmpty() || kid.startsWith(MintingKey.KID_PREFIX));
    return isOurs ? inAddress : null;
  }

  private @Nullable Identity known(String token, Credentials presented, long marginMs) {
    if (token.length() > Capabilities.LONGEST) {
      return null;
    }
    Identity known = verified.of(presented.sha256(token), marginMs);
    // It may have been taken back just when it was kept.
    return known != null && holds(known) ? known : null;
  }

  private Identity verify(String token, Credentials presented) {
    CapabilityVerifier.Verified found = verifier.verify(token, clock.nowMs());
    Identity identity =
        new Identity(
            found.principal(), CREDENTIAL + found.jti() + '@' + found.kid(), found.expiresAt());
    verified.keep(presented.sha256(token), identity, found.expiresAt());
    return identity;
  }

  @Override
  public boolean holds(Identity given) {
    String credential = given.credential();
    if (credential == null || !credential.startsWith(CREDENTIAL)) {
      return true;
    }
    int at = credential.lastIndexOf('@');
    return verifier.holds(
        credential.substring(at + 1), credential.substring(CREDENTIAL.length(), at));
  }
}
