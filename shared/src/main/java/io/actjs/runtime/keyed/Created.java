package io.actjs.runtime.keyed;

import io.actjs.model.ActorRef;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What is told of a new actor; its state is not, so it is not kept.
 *
 * @param repeated whether a request with the same key created it before
 */
public record Created(ActorRef ref, Version version, boolean repeated) {
  /**
   * The actor that a creation under a key is for: the same for every repetition. Its id is a UUID
   * of version 8.
   *
   * @param asker the principal, or nobody's empty name
   * @param generation 0, or higher when the key has been used before and has expired
   */
  public static ActorRef refOf(String className, String asker, String key, int generation) {
    String name = asker + '\0' + className + '\0' + key + '\0' + generation;
    ByteBuffer digest =
        ByteBuffer.wrap(Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (digest.getLong() & ~0xf000L) | 0x8000L;
    long low = (digest.getLong() & ~(3L << 62)) | (2L << 62);
    return new ActorRef(className, new UUID(high, low).toString());
  }
}
