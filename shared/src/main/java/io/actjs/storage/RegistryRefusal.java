package io.actjs.storage;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;

/**
 * The reasons why a {@link RegistryStore} refuses a change, in the same words from every driver.
 */
public final class RegistryRefusal {
  private RegistryRefusal() {}

  /** {@code VersionAlreadyPublished}. */
  public static ActjsException alreadyPublished(ClassRef ref) {
    return new ActjsException(
        ProblemCode.VersionAlreadyPublished,
        ref + " is already published: publish the change as a new version");
  }

  /** {@code UnknownVersion}. */
  public static ActjsException unknownVersion(ClassRef ref) {
    return new ActjsException(
        ProblemCode.UnknownVersion, ref + " is not published: publish it, or choose another");
  }

  /** {@code SigningKeyExists}. */
  public static ActjsException keyExists(String kid) {
    return new ActjsException(
        ProblemCode.SigningKeyExists,
        "a key with the id \"" + kid + "\" is already registered: choose another id");
  }

  /** {@code SigningKeyNotFound}. */
  public static ActjsException unknownKey(String kid) {
    return new ActjsException(
        ProblemCode.SigningKeyNotFound,
        "no key with the id \"" + kid + "\" is registered: register it, or list the keys");
  }
}
