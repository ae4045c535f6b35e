package io.actjs.storage;

import static io.actjs.storage.Records.actor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Sha256;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShardSetTest {
  private static int formerShardOf(ActorRef ref) {
    return Sha256.digest().digest(ref.toString().getBytes(UTF_8))[0] & 63;
  }

  @Test
  void aShardOfThe64HasBecomeFourOfThe256() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      ActorRef ref = actor("a" + i);
      int shard = ActorShard.of(ref);
      assertEquals(formerShardOf(ref), shard % 64);
      assertTrue(ActorShard.successorsOf(formerShardOf(ref)).contains(ref));
      seen.add(shard);
    }
    assertEquals(256, seen.size());
    assertArrayEquals(new int[] {5, 69, 133, 197}, ActorShard.successorsOf(5).stream().toArray());
  }

  @Test
  void aSetHasTheShardsThatItWasMadeOf() {
    ActorRef ref = actor("a");
    int shard = ActorShard.of(ref);
    ShardSet own = ShardSet.of(shard, shard);
    assertTrue(own.contains(ref));
    assertFalse(own.isAll());
    assertFalse(ShardSet.of((shard + 1) % 256).contains(ref));
    assertEquals(ShardSet.of(shard), own);
    assertNotEquals(ShardSet.ALL, own);
    assertTrue(ShardSet.ALL.isAll() && ShardSet.ALL.contains(ref));
    assertThrows(IllegalArgumentException.class, () -> ShardSet.of(256));
    assertThrows(IllegalArgumentException.class, () -> ShardSet.of(-1));
  }

  @Test
  void aStoreWithOtherShardsIsRefusedWithWhatToDo() {
    ActorShard.requireCount(256, "the store");
    String detail =
        assertThrows(ActjsException.class, () -> ActorShard.requireCount(64, "the store")).detail();
    assertTrue(detail.contains("64 shards") && detail.contains("import"), detail);
  }
}
