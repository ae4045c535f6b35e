package io.actjs.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Sha256;
import java.util.stream.IntStream;

/**
 * The shard of an actor: the first byte of the SHA-256 of {@code class/id}. It must never change:
 * stored rows name it, and databases compute it, too.
 */
public final class ActorShard {
  public static final int COUNT = 256;

  /** The number of shards in earlier versions; a shard's number then was its low six bits. */
  private static final int FORMER_COUNT = 64;

  private ActorShard() {}

  /** From 0 to {@link #COUNT} - 1. */
  public static int of(ActorRef ref) {
    byte[] key = (ref.className() + "/" + ref.id()).getBytes(UTF_8);
    return Byte.toUnsignedInt(Sha256.digest().digest(key)[0]);
  }

  /**
   * The shards that one of the {@value #FORMER_COUNT} shards of earlier versions has become. A
   * position that a reader reached in it is valid in each of them.
   */
  public static ShardSet successorsOf(int former) {
    return ShardSet.of(
        IntStream.range(0, COUNT).filter(shard -> shard % FORMER_COUNT == former).toArray());
  }

  /**
   * Refuses a store whose rows name other shards.
   *
   * @param stored the number of shards in the store
   * @param store the store's name for messages
   * @throws ActjsException {@code StorageUnavailable}
   */
  public static void requireCount(int stored, String store) {
    if (stored != COUNT) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          store
              + " divides its actors into "
              + stored
              + " shards, and this version of actjs into "
              + COUNT
              + ": start the version that created it, or export it with that version and import the"
              + " export into a new store");
    }
  }
}
