package io.actjs.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names a request across its repetitions: an idempotency key, together with all that makes it the
 * key of this request and no other. Of a key of any length it keeps digests only.
 *
 * @param scope who asked for what under which key: 32 hex digits
 * @param fingerprint of the body: 32 hex digits
 * @param text the key as its client wrote it; null when it comes out of the store. It says nothing
 *     that the scope does not
 */
public record RequestKey(String scope, String fingerprint, @Nullable String text) {
  /** Characters that a key may have. */
  public static final int LONGEST = 255;

  private static final int BYTES = 16;

  /**
   * @param asker the principal, or the address of the actor that calls
   * @param what the kind of the request and the name of the handler, or of the class
   * @param key as {@link #requireKey} takes it
   * @param body raw JSON, null for none
   */
  public static RequestKey of(String asker, String what, String key, @Nullable String body) {
    return new RequestKey(
        digest(asker, what, requireKey(key)), digest(body == null ? "" : body), key);
  }

  /**
   * Returns the key, which a client has chosen.
   *
   * @throws ActjsException {@code SchemaInvalid} when it does not have 1 to {@value #LONGEST}
   *     characters
   */
  public static String requireKey(String key) {
    if (key.isEmpty() || key.length() > LONGEST) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "an idempotency key has 1 to " + LONGEST + " characters");
    }
    return key;
  }

  /** The parts are divided by a character that none of them has. */
  private static String digest(String... parts) {
    MessageDigest sha = Sha256.digest();
    for (String part : parts) {
      sha.update(part.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
    }
    return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
  }

  /** A key that was stored. */
  public RequestKey(String scope, String fingerprint) {
    this(scope, fingerprint, null);
  }

  /** The key that {@link #toString} wrote. */
  public static RequestKey parse(String text) {
    if (text.length() != 4 * BYTES) {
      throw new IllegalArgumentException("not a request key: " + text);
    }
    return new RequestKey(text.substring(0, 2 * BYTES), text.substring(2 * BYTES));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestKey key
        && scope.equals(key.scope)
        && fingerprint.equals(key.fingerprint);
  }

  @Override
  public int hashCode() {
    return scope.hashCode();
  }

  @Override
  public String toString() {
    return scope + fingerprint;
  }
}
