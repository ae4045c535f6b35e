package io.actjs.actjsd.access;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The secret that administrators of a server must present. It is never printed. */
public final class AdminToken {
  private static final int MIN_LENGTH = 8;

  private final byte[] secret;

  private AdminToken(byte[] secret) {
    this.secret = secret;
  }

  /**
   * @param text 8 or more printable ASCII characters without blanks, as an HTTP header can carry
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static AdminToken of(String text) {
    if (text.length() < MIN_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the admin token needs "
              + MIN_LENGTH
              + " or more printable ASCII characters and no spaces");
    }
    return new AdminToken(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Compares in a time that does not tell how much of it is right. */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AdminToken[hidden]";
  }
}
