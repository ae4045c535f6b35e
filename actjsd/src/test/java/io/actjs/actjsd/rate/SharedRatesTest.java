package io.actjs.actjsd.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import io.actjs.testservers.TestValkey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two servers beside one Valkey have their rates together. */
class SharedRatesTest {
  private static final ValkeyOptions OPTIONS =
      ValkeyOptions.DEFAULT.withRetryAfter(Duration.ofMillis(20));

  private static DaemonFixture server(TestValkey valkey, String prefix, String... rates) {
    return DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withValkey(
                    ValkeyUrl.parse(valkey.url()),
                    OPTIONS
                        .withPrefix(prefix)
                        .withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE))
                .withRates(RateRules.parse(List.of(rates))))
        .with("Counter", Sources.COUNTER);
  }

  private static Answer call(DaemonFixture server) {
    return server.post("/v1/actors/Counter/a/inc");
  }

  /** How many of so many calls are let through; the others are refused for the rate. */
  private static int passed(DaemonFixture server, int calls) {
    int passed = 0;
    for (int i = 0; i < calls; i++) {
      Answer answer = call(server);
      if (answer.status() == 200) {
        passed++;
      } else {
        answer.assertProblem(ProblemCode.RateLimited);
        assertEquals("0", answer.header("RateLimit-Remaining"));
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
      }
    }
    return passed;
  }

  @Test
  void oneRateHoldsOverBothServers() {
    try (TestValkey valkey = TestValkey.start();
        DaemonFixture one = server(valkey, "one-rate", "class:Counter=40/h");
        DaemonFixture two = server(valkey, "one-rate", "class:Counter=40/h")) {
      int passed = 0;
      for (int round = 0; round < 10; round++) {
        passed += passed(one, 5) + passed(two, 5);
      }
      long slice = Lease.sliceOf(Rate.parse("40/h"));
      int all = passed;
      assertTrue(all <= 40, () -> all + " passed");
      assertTrue(all >= 40 - 2 * slice, () -> all + " passed, a slice is " + slice);
    }
  }

  @Test
  void framesOfSocketsAreCountedWithTheRequests() {
    try (TestValkey valkey = TestValkey.start();
        DaemonFixture one = server(valkey, "frames", "class:Counter=10/h");
        DaemonFixture two = server(valkey, "frames", "class:Counter=10/h")) {
      assertEquals(6, passed(one, 6));
      RpcClient socket = two.socket();
      int passed = 0;
      for (int i = 1; i <= 8; i++) {
        socket.send(
            RpcClient.frame(
                i, "actor.call", "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"inc\"}"));
        passed += socket.next().has("result") ? 1 : 0;
      }
      assertEquals(4, passed);
    }
  }

  @Test
  void aServerGoesOnWithItsOwnBucketsWhileValkeyIsAway() {
    try (TestValkey valkey = TestValkey.start();
        DaemonFixture one = server(valkey, "away", "class:Counter=20/h");
        DaemonFixture two = server(valkey, "away", "class:Counter=20/h")) {
      assertEquals(8, passed(one, 8));
      assertEquals(8, passed(two, 8));
      valkey.kill();
      // What each has let through before counts for it: neither passes more than the rate.
      assertEquals(12, passed(one, 30));
      assertEquals(12, passed(two, 30));
      assertEquals(false, Objects.requireNonNull(one.daemon.valkeyStats()).up());
    }
  }

  @Test
  void aValueThatIsNoBucketIsNotInTheWay() {
    try (TestValkey valkey = TestValkey.start();
        DaemonFixture one = server(valkey, "odd", "class:Counter=5/h")) {
      String key =
          new Subject(Subject.Kind.ANONYMOUS, "127.0.0.1", "Counter", Rate.parse("5/h")).key();
      try (var client = new redis.clients.jedis.Jedis("127.0.0.1", valkey.port())) {
        client.set("odd:rate:" + key, "x");
      }
      assertEquals(5, passed(one, 10));
    }
  }

  @Test
  void w99BucketsInValkeyExpire() {
    try (TestValkey valkey = TestValkey.start();
        DaemonFixture one = server(valkey, "expire", "class:Counter=5/s")) {
      assertEquals(3, passed(one, 3));
      try (var client = new redis.clients.jedis.Jedis("127.0.0.1", valkey.port())) {
        var keys = client.keys("expire:rate:*");
        assertEquals(1, keys.size(), keys::toString);
        long left = client.pttl(keys.iterator().next());
        assertTrue(left > 0 && left <= 12_000, () -> left + " ms");
      }
    }
  }
}
