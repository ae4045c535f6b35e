package io.actjs.storage.access;

/**
 * A key that signs capabilities, or has signed them.
 *
 * @param kid printable ASCII
 * @param sealedPrivateKey as it was given: whoever stores it has encrypted it
 * @param createdAt milliseconds since 1970
 * @param retiredAt milliseconds since 1970 from which nothing that it has signed holds; 0 while it
 *     does
 */
public record CapabilityKey(
    String kid, Bytes publicKey, Bytes sealedPrivateKey, long createdAt, long retiredAt) {
  private static final int MAX_BYTES = 1 << 14;

  /**
   * @throws IllegalArgumentException when something is too long, or no key can have it
   */
  public CapabilityKey {
    Bounds.requireName("the id of a key", kid);
    Bounds.requireAtMost("a public key", publicKey.size(), MAX_BYTES);
    Bounds.requireAtMost("a sealed private key", sealedPrivateKey.size(), MAX_BYTES);
  }

  public CapabilityKey retired(long at) {
    return new CapabilityKey(kid, publicKey, sealedPrivateKey, createdAt, at);
  }

  public CapabilityKey sealed(Bytes anew) {
    return new CapabilityKey(kid, publicKey, anew, createdAt, retiredAt);
  }
}
