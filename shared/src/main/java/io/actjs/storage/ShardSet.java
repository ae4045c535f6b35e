package io.actjs.storage;

import io.actjs.model.ActorRef;
import java.util.BitSet;
import java.util.stream.IntStream;

/** A set of {@link ActorShard shards}, such as those owned by one of several servers. */
public final class ShardSet {
  public static final ShardSet ALL = new ShardSet(allBits());

  /** Must not be changed. */
  private final BitSet shards;

  private ShardSet(BitSet shards) {
    this.shards = shards;
  }

  private static BitSet allBits() {
    BitSet bits = new BitSet(ActorShard.COUNT);
    bits.set(0, ActorShard.COUNT);
    return bits;
  }

  /**
   * @throws IllegalArgumentException when one of them is not a shard
   */
  public static ShardSet of(int... shards) {
    BitSet bits = new BitSet(ActorShard.COUNT);
    for (int shard : shards) {
      if (shard < 0 || shard >= ActorShard.COUNT) {
        throw new IllegalArgumentException(shard + " is no shard");
      }
      bits.set(shard);
    }
    return new ShardSet(bits);
  }

  public boolean contains(int shard) {
    return shards.get(shard);
  }

  public boolean contains(ActorRef ref) {
    return isAll() || shards.get(ActorShard.of(ref));
  }

  public boolean isAll() {
    return shards.cardinality() == ActorShard.COUNT;
  }

  /** Ascending. */
  public IntStream stream() {
    return shards.stream();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardSet set && shards.equals(set.shards);
  }

  @Override
  public int hashCode() {
    return shards.hashCode();
  }

  @Override
  public String toString() {
    return isAll() ? "all shards" : "shards " + shards;
  }
}
