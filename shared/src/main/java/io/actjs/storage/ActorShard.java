package io.actjs.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.model.ActorRef;
import io.actjs.model.Sha256;

/**
 * The part of all actors that an actor belongs to. It never changes: stored rows name it, and where
 * a database has to compute it too, both take the low bits of the first byte of the SHA-256 of
 * {@code class/id}.
 */
public final class ActorShard {
  /** A power of two. */
  public static final int COUNT = 64;

  private ActorShard() {}

  /** From 0 to {@link #COUNT} - 1. */
  public static int of(ActorRef ref) {
    byte[] key = (ref.className() + "/" + ref.id()).getBytes(UTF_8);
    return Sha256.digest().digest(key)[0] & (COUNT - 1);
  }
}
