package io.actjs.storage.access;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;

/** The reasons why an {@link AccessStore} refuses a change, in the same words from every driver. */
public final class AccessRefusal {
  private AccessRefusal() {}

  /** {@code TokenExists}. */
  public static ActjsException tokenExists(String id) {
    return new ActjsException(
        ProblemCode.TokenExists,
        "a token with the id \"" + id + "\" or with its secret exists: create another one");
  }

  /** {@code TokenNotFound}. */
  public static ActjsException unknownToken(String id) {
    return new ActjsException(
        ProblemCode.TokenNotFound, "no token has the id \"" + id + "\": list the tokens");
  }

  /** {@code SigningKeyExists}. */
  public static ActjsException keyExists(String kid) {
    return new ActjsException(
        ProblemCode.SigningKeyExists,
        "a capability key with the id \"" + kid + "\" exists: choose another id");
  }

  /** {@code SigningKeyNotFound}. */
  public static ActjsException unknownKey(String kid) {
    return new ActjsException(
        ProblemCode.SigningKeyNotFound,
        "no capability key has the id \"" + kid + "\": list the keys");
  }
}
