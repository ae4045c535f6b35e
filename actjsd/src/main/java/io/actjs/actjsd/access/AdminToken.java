package io.actjs.actjsd.access;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.Bytes;

/** The secret that administrators of a server must present. It is never printed. */
public final class AdminToken {
  private static final int MIN_LENGTH = 8;

  private final Bytes hash;

  private AdminToken(Bytes hash) {
    this.hash = hash;
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
    return new AdminToken(Bytes.sha256(text));
  }

  /** Compares in a time that does not tell how much of it is right. */
  public boolean matches(String presented) {
    return matches(Bytes.sha256(presented));
  }

  /** The same, by the SHA-256 of what was presented. */
  boolean matches(Bytes presented) {
    return hash.equals(presented);
  }

  @Override
  public String toString() {
    return "AdminToken[hidden]";
  }
}
