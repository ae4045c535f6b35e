package io.actjs.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private static final int PRODUCERS = 3;
  private static final int ITEMS = 20_000;

  private record Item(int producer, int number) {}

  private final WorkQueue<Item> queue = new WorkQueue<>();

  @Test
  void givesFirstWhatCameFirst() {
    assertTrue(queue.isEmpty());
    queue.offer(new Item(0, 0));
    queue.offer(new Item(0, 1));
    assertFalse(queue.isEmpty());
    queue.await();
    assertEquals(new Item(0, 0), queue.poll());
    assertEquals(new Item(0, 1), queue.poll());
    assertNull(queue.poll());
  }

  /** A wake-up that gets lost leaves the consumer parked for good. */
  @Test
  void aConsumerThatParksMissesNothingAndKeepsTheOrderOfEachProducer() {
    for (int producer = 0; producer < PRODUCERS; producer++) {
      int self = producer;
      var unused =
          Thread.ofPlatform()
              .daemon()
              .start(() -> IntStream.range(0, ITEMS).forEach(i -> queue.offer(new Item(self, i))));
    }
    int[] next = new int[PRODUCERS];
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int taken = 0; taken < PRODUCERS * ITEMS; taken++) {
            Item item = queue.poll();
            while (item == null) {
              queue.await();
              item = queue.poll();
            }
            assertEquals(next[item.producer()]++, item.number());
          }
        });
    assertTrue(queue.isEmpty());
  }
}
