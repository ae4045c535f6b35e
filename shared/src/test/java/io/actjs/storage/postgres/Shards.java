package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.storage.ActorShard;
import java.util.stream.IntStream;

/** Actors that share a shard, or do not. */
final class Shards {
  private Shards() {}

  static ActorRef sharing(ActorRef with, String className) {
    return actor(className, ActorShard.of(with), true);
  }

  static ActorRef besides(ActorRef with, String className) {
    return actor(className, ActorShard.of(with), false);
  }

  private static ActorRef actor(String className, int shard, boolean same) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> new ActorRef(className, "s" + i))
        .filter(ref -> (ActorShard.of(ref) == shard) == same)
        .findFirst()
        .orElseThrow();
  }
}
