package io.actjs.actjsd.access.jwt;

import io.actjs.actjsd.access.Identity;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Tokens, both as they come and with claims that somebody has signed: known, or refused. */
public final class TokenFuzz {
  private static final long NOW = 1_800_000_000_000L;
  private static final String SIGNED = Issuer.header("HS256", "oct");
  private static final TokenVerifier VERIFIER = verifier();

  private TokenFuzz() {}

  private static TokenVerifier verifier() {
    try {
      Path keys = Files.createTempFile("keys", ".json");
      Files.writeString(keys, Issuer.keySet(List.of(Issuer.octKey())));
      JwtConfig config =
          JwtConfig.of(keys.toString(), Issuer.AUDIENCE).withAlgorithms(Set.of(JwtAlgorithm.HS256));
      IssuerKeys issuer = new IssuerKeys(config.keys(), Clock.SYSTEM);
      issuer.begin();
      Files.delete(keys);
      return new TokenVerifier(config, issuer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param data a token; or, behind a brace, claims that are signed; or, behind a blank, a header
   *     and claims, with a line break between them, both signed
   */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    if (text.startsWith("{")) {
      verify(signed(SIGNED, text));
    } else if (text.startsWith(" ") && text.indexOf('\n') > 0) {
      int end = text.indexOf('\n');
      verify(signed(text.substring(1, end), text.substring(end + 1)));
    } else {
      verify(text);
    }
  }

  private static String signed(String header, String claims) {
    return Issuer.hs256(Issuer.octKey().toByteArray(), header, claims);
  }

  private static void verify(String token) {
    try {
      Identity identity = VERIFIER.verify(token, NOW);
      String sub = identity.principal().sub();
      if (Principal.isReserved(sub)
          || sub.isEmpty()
          || sub.length() > Principal.LONGEST_SUB
          || identity.principal().roles().contains("system")
          || identity.expiresAt() <= NOW) {
        throw new AssertionError("not refused: " + sub);
      }
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.Unauthorized) {
        throw new AssertionError("refused as " + e.code(), e);
      }
    }
  }
}
