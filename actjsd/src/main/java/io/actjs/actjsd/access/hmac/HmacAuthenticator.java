package io.actjs.actjsd.access.hmac;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.UserPrincipal;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Believes a service that says, and signs, for whom it sends a request. Each signature holds once:
 * its nonce is remembered as long as its timestamp would be accepted.
 *
 * <p>The nonces that a former process has seen are gone. So what can have been accepted by it,
 * which is all that was signed until {@link #MOST_AHEAD_MS} after this one started, is refused.
 */
final class HmacAuthenticator implements Authenticator {
  /** Milliseconds for which a signature holds. */
  static final long WINDOW_MS = 5 * 60_000L;

  /** Milliseconds that the clock of the service may be ahead. */
  static final long MOST_AHEAD_MS = 5_000;

  /** Nonces that are remembered: 16 MiB, for 3,400 requests a second. */
  static final int MOST_NONCES = 1 << 20;

  private final List<byte[]> secrets;
  private final Clock clock;
  private final long startedMs;
  private final UsedNonces nonces;

  HmacAuthenticator(List<byte[]> secrets, Clock clock, long startedMs) {
    this(secrets, clock, startedMs, MOST_NONCES);
  }

  HmacAuthenticator(List<byte[]> secrets, Clock clock, long startedMs, int mostNonces) {
    this.secrets = List.copyOf(secrets);
    this.clock = clock;
    this.startedMs = startedMs;
    this.nonces = new UsedNonces(startedMs + MOST_AHEAD_MS, WINDOW_MS, mostNonces);
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    SignedRequest request = SignedRequest.of(presented);
    if (request == null) {
      return null;
    }
    if (presented.isAny()) {
      throw Door.unauthorized(
          "the request presents a token and a signature: one of them is enough");
    }
    if (!request.isSignedBy(secrets)) {
      throw Door.unauthorized("the signature of this request does not verify");
    }
    Identity identity = Identity.lasting(UserPrincipal.read(json(request.principal())));
    requireFirst(request);
    return identity;
  }

  private void requireFirst(SignedRequest request) {
    long now = clock.nowMs();
    long ahead = request.timestamp() - now;
    if (ahead > MOST_AHEAD_MS) {
      throw Door.unauthorized(
          "the request is signed " + ahead + " ms ahead of this server's clock: set the clocks");
    }
    switch (nonces.use(hash(request.nonce()), request.timestamp(), now)) {
      case FIRST -> {}
      case REPEATED -> throw Door.unauthorized("the nonce of this signature has been used");
      case NO_ROOM ->
          throw new ActjsException(
              ProblemCode.CapacityExhausted,
              "the server remembers as many signatures as it can; sign the request again later");
      case TOO_OLD -> throw tooOld(now);
    }
  }

  private ActjsException tooOld(long nowMs) {
    if (nowMs <= startedMs + MOST_AHEAD_MS) {
      return new ActjsException(
          ProblemCode.CapacityExhausted,
          "the server has just started and cannot tell yet whether a signature was used; sign the"
              + " request again in "
              + MOST_AHEAD_MS / 1000
              + " s");
    }
    return Door.unauthorized(
        "the request was signed more than "
            + WINDOW_MS / 60_000
            + " minutes ago, or before the server started: sign it again");
  }

  private static byte[] json(String principal) {
    try {
      return Base64.getDecoder().decode(principal);
    } catch (IllegalArgumentException e) {
      throw Door.unauthorized(SignedRequest.PRINCIPAL + " must be JSON in base64", e);
    }
  }

  private static long hash(String nonce) {
    return ByteBuffer.wrap(Sha256.digest().digest(nonce.getBytes(StandardCharsets.US_ASCII)))
        .getLong();
  }
}
