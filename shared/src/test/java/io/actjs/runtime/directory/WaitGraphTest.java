package io.actjs.runtime.directory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaitGraphTest {
  private final WaitGraph graph = new WaitGraph();

  private static ActorRef actor(int number) {
    return new ActorRef("Ping", Integer.toString(number));
  }

  @Test
  void fault21_theCallThatClosesACircleIsRefusedWithTheWholeCircle() {
    graph.begin(actor(1), actor(2));
    graph.begin(actor(2), actor(3));
    ActjsException refused =
        assertThrows(ActjsException.class, () -> graph.begin(actor(3), actor(1)));
    assertEquals(ProblemCode.CallCycle, refused.code());
    assertTrue(refused.detail().contains("Ping/3 → Ping/1 → Ping/2 → Ping/3"), refused.detail());
  }

  @Test
  void aRefusedCallLeavesNothing() {
    graph.begin(actor(1), actor(2));
    assertThrows(ActjsException.class, () -> graph.begin(actor(2), actor(1)));
    graph.end(actor(1), actor(2));
    assertEquals(0, graph.size());
  }

  @Test
  void anActorMayWaitForSeveralAndForOneTwice() {
    graph.begin(actor(1), actor(2));
    graph.begin(actor(1), actor(2));
    graph.begin(actor(1), actor(3));
    graph.end(actor(1), actor(2));
    assertThrows(ActjsException.class, () -> graph.begin(actor(2), actor(1)));
    graph.endAll(actor(1));
    assertDoesNotThrow(() -> graph.begin(actor(2), actor(1)));
  }

  @Property(tries = 300)
  void whatIsAcceptedNeverContainsACircle(
      @ForAll @Size(max = 60) java.util.List<@IntRange(max = 35) Integer> calls) {
    WaitGraph fresh = new WaitGraph();
    boolean[][] waits = new boolean[6][6];
    for (int call : calls) {
      int from = call / 6;
      int to = call % 6;
      if (from == to || waits[from][to]) {
        continue;
      }
      boolean closes = reaches(waits, to, from, new boolean[6]);
      try {
        fresh.begin(actor(from), actor(to));
        assertTrue(!closes);
        waits[from][to] = true;
      } catch (ActjsException e) {
        assertTrue(closes);
      }
    }
  }

  private static boolean reaches(boolean[][] waits, int from, int goal, boolean[] seen) {
    if (from == goal) {
      return true;
    }
    seen[from] = true;
    for (int next = 0; next < 6; next++) {
      if (waits[from][next] && !seen[next] && reaches(waits, next, goal, seen)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void fault21_ofTwoCallsThatCloseACircleTogetherExactlyOneIsRefused() throws Exception {
    for (int round = 0; round < 500; round++) {
      WaitGraph fresh = new WaitGraph();
      AtomicInteger refused = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      Thread[] callers = new Thread[2];
      for (int i = 0; i < 2; i++) {
        int self = i;
        callers[i] =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        start.await();
                        fresh.begin(actor(self), actor(1 - self));
                      } catch (ActjsException e) {
                        refused.incrementAndGet();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    });
      }
      start.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(1, refused.get());
    }
  }
}
