package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.Node;
import io.actjs.storage.NodeStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The nodes of a real PostgreSQL. */
class PostgresNodesTest {
  private static final long LONG = 60_000;

  private static Node node(int number) {
    return new Node("node-" + number, "machine-" + number, 4711, 1_700_000_000_000L);
  }

  @Test
  void oneNodeAtATimeHoldsTheLease() {
    try (PostgresDriver driver =
        PostgresDriver.open(TestServer.newDatabase(), PostgresOptions.DEFAULT)) {
      NodeStore nodes = driver.nodes();
      assertNull(nodes.claim(node(1), LONG, null));
      NodeStore.Held held = nodes.claim(node(2), LONG, null);
      assertNotNull(held);
      assertEquals(node(1), held.holder());
      assertTrue(held.leftMs() > 0 && held.leftMs() <= LONG, held.toString());
      assertTrue(nodes.renew(node(1), LONG));
      NodeStore.Held renewed = nodes.claim(node(2), LONG, null);
      assertNotNull(renewed);
      assertTrue(renewed.renewals() > held.renewals(), renewed.toString());
      assertFalse(nodes.renew(node(2), LONG));
      nodes.release(node(1));
      assertNull(nodes.claim(node(2), LONG, null));
      assertFalse(nodes.renew(node(1), LONG));
    }
  }

  @Test
  void aLeaseThatHasEndedIsTakenAndOneThatNobodyTookGoesOn() {
    try (PostgresDriver driver =
        PostgresDriver.open(TestServer.newDatabase(), PostgresOptions.DEFAULT)) {
      NodeStore nodes = driver.nodes();
      assertNull(nodes.claim(node(1), 0, null));
      assertTrue(nodes.renew(node(1), 0), "nobody has taken it");
      assertNull(nodes.claim(node(2), LONG, null));
      assertFalse(nodes.renew(node(1), LONG));
    }
  }

  @Test
  void theLeaseOfADeadNodeCountsNoMore() {
    try (PostgresDriver driver =
        PostgresDriver.open(TestServer.newDatabase(), PostgresOptions.DEFAULT)) {
      NodeStore nodes = driver.nodes();
      assertNull(nodes.claim(node(1), LONG, null));
      assertNotNull(nodes.claim(node(2), LONG, "node-3"));
      assertNull(nodes.claim(node(2), LONG, "node-1"));
    }
  }

  @Test
  void ofManyThatClaimAtOnceOneGetsIt() throws Exception {
    try (PostgresDriver driver =
            PostgresDriver.open(TestServer.newDatabase(), PostgresOptions.DEFAULT);
        ExecutorService claimants = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> claims =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  number -> () -> driver.nodes().claim(node(number), LONG, null) == null)
              .toList();
      int granted = 0;
      for (Future<Boolean> claim : claimants.invokeAll(claims)) {
        granted += claim.get() ? 1 : 0;
      }
      assertEquals(1, granted);
    }
  }
}
