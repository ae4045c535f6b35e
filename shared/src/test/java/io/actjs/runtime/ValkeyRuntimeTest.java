package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.storage.KeptOpen;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.valkey.ValkeyDriver;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import io.actjs.testkit.TestRuntime;
import io.actjs.testservers.TestValkey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runtimes whose actors leave memory and come back, with a real Valkey beside the store. */
class ValkeyRuntimeTest {
  private static final int ACTORS = 6;

  private final ValkeyOptions options =
      ValkeyOptions.DEFAULT
          .withPrefix(UUID.randomUUID().toString())
          .withRetryAfter(Duration.ofMillis(20));

  /** A server with a store that outlives it. */
  private record Server(ValkeyDriver driver, TestRuntime runtime) implements AutoCloseable {
    @Override
    public void close() {
      runtime.close();
    }
  }

  private Server start(MemoryDriver store, TestValkey valkey, ValkeyOptions options) {
    ValkeyDriver driver =
        ValkeyDriver.open(new KeptOpen(store), ValkeyUrl.parse(valkey.url()), options);
    return new Server(
        driver, TestRuntime.start(driver, builder -> builder.signals(driver.signals())));
  }

  private static TestRuntime withClasses(TestRuntime runtime) {
    return runtime
        .publish("Bag", "1.0.0", Sources.BAG)
        .publish("Account", "1.0.0", Sources.ACCOUNT);
  }

  /** The same work for the same seed; all that was answered. */
  private static List<String> work(TestRuntime runtime, long seed) {
    Random random = new Random(seed);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String id = "n" + random.nextInt(ACTORS);
      ActorRef bag = new ActorRef("Bag", id);
      ActorRef account = new ActorRef("Account", id);
      answers.add(runtime.call(bag, "add", "{\"item\":\"i" + i + "\"}"));
      runtime.call(account, "deposit", "{\"amount\":" + i + "}");
      answers.add(runtime.read(bag).state());
      answers.add(runtime.read(account).state());
    }
    return answers;
  }

  @Test
  void anActorThatComesBackBeginsFromItsCopyAndIsTheSameAsWithout() {
    MemoryDriver cached = new MemoryDriver();
    MemoryDriver plain = new MemoryDriver();
    for (int round = 0; round < 4; round++) {
      List<String> expected;
      try (TestRuntime runtime = TestRuntime.start(new KeptOpen(plain))) {
        expected = work(round == 0 ? withClasses(runtime) : runtime, round);
      }
      try (Server server =
          start(
              cached,
              TestValkey.shared(),
              options.withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE))) {
        TestRuntime runtime = server.runtime();
        assertEquals(expected, work(round == 0 ? withClasses(runtime) : runtime, round));
        var stats = server.driver().valkeyStats();
        assertEquals(0, stats.stale(), stats::toString);
        assertTrue(round == 0 || stats.hits() >= ACTORS, stats::toString);
      }
    }
  }

  @Test
  void nothingIsWrongWhenValkeyIsFrozenKilledOrForgets() {
    MemoryDriver cached = new MemoryDriver();
    MemoryDriver plain = new MemoryDriver();
    try (TestValkey valkey = TestValkey.start()) {
      List<Runnable> fates =
          List.of(
              () -> {}, valkey::freeze, valkey::thaw, valkey::kill, valkey::restart, valkey::flush);
      for (int round = 0; round < fates.size(); round++) {
        List<String> expected;
        try (TestRuntime runtime = TestRuntime.start(new KeptOpen(plain))) {
          expected = work(round == 0 ? withClasses(runtime) : runtime, round);
        }
        try (Server server = start(cached, valkey, options)) {
          TestRuntime runtime = server.runtime();
          if (round == 0) {
            withClasses(runtime);
          }
          fates.get(round).run();
          assertEquals(expected, work(runtime, round));
        }
      }
    }
  }

  @Test
  void serversOnOneStoreAndOneValkeyTakeActorsFromEachOther() {
    MemoryDriver store = new MemoryDriver();
    ActorRef bag = new ActorRef("Bag", "x");
    try (Server first =
            start(
                store,
                TestValkey.shared(),
                options.withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE));
        Server second =
            start(
                store,
                TestValkey.shared(),
                options.withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE))) {
      withClasses(first.runtime());
      Await.until(
          "the second to hear of the class",
          () -> second.runtime().runtime().registry().latest("Bag") != null);
      // The first hears the second when an actor that the second activates leaves it.
      List<ActorRef> probes = new ArrayList<>();
      Await.until(
          "the first to hear the second",
          () -> {
            ActorRef probe = new ActorRef("Bag", "probe" + probes.size());
            probes.add(probe);
            first.runtime().call(probe, "add", "{\"item\":\"p\"}");
            second.runtime().call(probe, "add", "{\"item\":\"p\"}");
            return probes.stream()
                .anyMatch(each -> !first.runtime().runtime().inspect(each).active());
          });
      assertEquals("1", first.runtime().call(bag, "add", "{\"item\":\"a\"}"));
      assertEquals("2", second.runtime().call(bag, "add", "{\"item\":\"b\"}"));
      Await.until(
          "the former owner to let go", () -> !first.runtime().runtime().inspect(bag).active());
      assertEquals("[\"a\",\"b\"]", first.runtime().call(bag, "items", "{}"));
    }
    assertFalse(store.readJournal(bag, 1, 10).isEmpty());
  }
}
