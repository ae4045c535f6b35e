package io.actjs.actjsd.access.hmac;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Believes what is signed with a secret.
 *
 * @param secretFile the secret, a line; others on further lines hold as well, so that it can be
 *     replaced
 */
public record HmacConfig(Path secretFile) implements AuthenticatorProvider {
  /** Bytes of a secret: as many as a signature has. */
  private static final int SHORTEST = 32;

  private static final int LARGEST_FILE = 16 << 10;
  private static final int MOST_SECRETS = 4;

  @Override
  public String name() {
    return "hmac";
  }

  @Override
  public Authenticator open() {
    return new HmacAuthenticator(secrets(), Clock.SYSTEM, Clock.SYSTEM.nowMs());
  }

  private List<byte[]> secrets() {
    List<byte[]> secrets = new ArrayList<>();
    for (String line : text().lines().toList()) {
      byte[] secret = line.getBytes(StandardCharsets.UTF_8);
      if (secret.length < SHORTEST) {
        throw invalid("each of its lines is a secret and has " + SHORTEST + " or more bytes");
      }
      secrets.add(secret);
    }
    if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
      throw invalid("it has 1 to " + MOST_SECRETS + " lines");
    }
    return secrets;
  }

  private String text() {
    try (InputStream in = Files.newInputStream(secretFile)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw invalid("it is larger than " + (LARGEST_FILE >> 10) + " KiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "cannot read --hmac-secret-file " + secretFile, e);
    }
  }

  private ActjsException invalid(String why) {
    return new ActjsException(
        ProblemCode.SchemaInvalid, "--hmac-secret-file " + secretFile + ": " + why);
  }
}
