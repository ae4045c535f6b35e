package io.actjs.agent;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many producers and one consumer see one queue. */
@Param(name = "item", gen = IntGen.class, conf = "0:7")
public class WorkQueueLincheckTest {
  private final WorkQueue<Integer> queue = new WorkQueue<>();

  @Operation(params = "item")
  public void offer(int item) {
    queue.offer(item);
  }

  @Operation(nonParallelGroup = "consumer")
  public @Nullable Integer poll() {
    return queue.poll();
  }

  @Operation(nonParallelGroup = "consumer")
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** What the queue promises, for one thread. */
  public static final class Promise {
    private final ArrayDeque<Integer> items = new ArrayDeque<>();

    public void offer(int item) {
      items.add(item);
    }

    public @Nullable Integer poll() {
      return items.poll();
    }

    public boolean isEmpty() {
      return items.isEmpty();
    }
  }

  @Test
  void isLinearizable() {
    Interleavings.check(WorkQueueLincheckTest.class, Promise.class, 3);
  }
}
