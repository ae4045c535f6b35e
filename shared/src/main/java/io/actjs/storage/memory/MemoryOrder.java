package io.actjs.storage.memory;

import io.actjs.model.ActorRef;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorShard;
import io.actjs.storage.OrderStore;
import io.actjs.storage.OrderedTurn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of turns, kept while there are cursors. Guarded by the driver's monitor. */
final class MemoryOrder implements OrderStore {
  private final Object monitor;
  private final Map<String, long[]> cursors = new HashMap<>();
  private final List<List<OrderedTurn>> shards = new ArrayList<>();
  private long lastPos;

  MemoryOrder(Object monitor) {
    this.monitor = monitor;
    for (int shard = 0; shard < ActorShard.COUNT; shard++) {
      shards.add(new ArrayList<>());
    }
  }

  /** The caller holds the monitor, here and in {@link #lastFree}. */
  void append(TurnRecord turn) {
    lastPos++;
    if (!cursors.isEmpty()) {
      shards.get(ActorShard.of(turn.ref())).add(new OrderedTurn(lastPos, turn));
    }
  }

  /** The last of the actor's oldest turns that every cursor has passed. */
  long lastFree(ActorRef ref) {
    return shards.get(ActorShard.of(ref)).stream()
        .map(OrderedTurn::turn)
        .filter(turn -> turn.ref().equals(ref))
        .mapToLong(turn -> turn.seq() - 1)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public List<OrderedTurn> readOrder(int shard, long afterPos, int limit) {
    synchronized (monitor) {
      return shards.get(shard).stream().filter(turn -> turn.pos() > afterPos).limit(limit).toList();
    }
  }

  @Override
  public void openCursor(String name) {
    OrderStore.requireName(name);
    synchronized (monitor) {
      cursors.computeIfAbsent(
          name,
          key -> {
            long[] positions = new long[ActorShard.COUNT];
            Arrays.fill(positions, lastPos);
            return positions;
          });
    }
  }

  @Override
  public @Nullable Long cursor(String name, int shard) {
    synchronized (monitor) {
      long[] positions = cursors.get(name);
      return positions == null ? null : positions[shard];
    }
  }

  @Override
  public boolean advanceCursor(String name, int shard, long pos) {
    synchronized (monitor) {
      long[] positions = cursors.get(name);
      if (positions == null) {
        return false;
      }
      positions[shard] = Math.max(positions[shard], pos);
      forgetPassed(shard);
      return true;
    }
  }

  @Override
  public void dropCursor(String name) {
    synchronized (monitor) {
      cursors.remove(name);
      for (int shard = 0; shard < ActorShard.COUNT; shard++) {
        forgetPassed(shard);
      }
    }
  }

  private void forgetPassed(int shard) {
    long slowest =
        cursors.values().stream()
            .mapToLong(positions -> positions[shard])
            .min()
            .orElse(Long.MAX_VALUE);
    shards.get(shard).removeIf(turn -> turn.pos() <= slowest);
  }
}
