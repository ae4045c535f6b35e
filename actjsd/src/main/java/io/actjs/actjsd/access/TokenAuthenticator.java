package io.actjs.actjsd.access;

import io.actjs.actjsd.token.Bearer;
import io.actjs.actjsd.token.TokenText;
import io.actjs.actjsd.token.Tokens;
import io.actjs.model.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Knows the bearers of static tokens. A token is looked up by its SHA-256: how long that takes says
 * something of the hash, of which nobody finds the token.
 */
final class TokenAuthenticator implements Authenticator {
  private static final String CREDENTIAL = "token:";

  private final Tokens tokens;
  private final Clock clock;

  TokenAuthenticator(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    String text = presented.authorization(Credentials.BEARER);
    if (text == null || !TokenText.isOne(text)) {
      return null;
    }
    if (!TokenText.isWhole(text)) {
      throw Door.unauthorized("the token is cut off or mistyped: its checksum does not fit");
    }
    Bearer bearer = tokens.find(presented.sha256(text));
    if (bearer == null) {
      throw Door.unauthorized("the token is none of this server's");
    }
    if (bearer.token().revokedAt() != 0) {
      throw Door.unauthorized("the token has been revoked");
    }
    if (!bearer.token().isLive(clock.nowMs())) {
      throw Door.unauthorized("the token has expired");
    }
    return new Identity(
        bearer.principal(), CREDENTIAL + bearer.token().id(), bearer.token().expiresAt());
  }

  @Override
  public boolean holds(Identity given) {
    String credential = given.credential();
    return credential == null
        || !credential.startsWith(CREDENTIAL)
        || tokens.isLive(credential.substring(CREDENTIAL.length()));
  }
}
