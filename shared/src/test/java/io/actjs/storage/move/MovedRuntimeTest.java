package io.actjs.storage.move;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server goes on with a moved store as it would have with the one that it was moved from. */
class MovedRuntimeTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef ANN = new ActorRef("Cart", "ann");
  private static final ActorRef BOB = new ActorRef("Cart", "bob");
  private static final ActorRef GONE = new ActorRef("Cart", "gone");

  @TempDir Path dir;
  private final ManualClock clock = new ManualClock(NOW);

  private static String cart(String label) {
    return """
        import { Actor, handler } from 'actjs';
        export class Cart extends Actor<any> {
          state: any = { items: 0, ticks: 0 };
          @handler('add') add() { this.state.items++; return '%s ' + this.state.items; }
          @handler('tick') tick() { this.state.ticks++; }
          @handler('later') later() { this.actjs.scheduleAt(this.actjs.now() + 60_000, 'tick', {}); }
          @handler('version') version() { return this.actjs.self.version; }
        }
        """
        .formatted(label);
  }

  private TestRuntime start(StorageDriver store) {
    return TestRuntime.start(store, builder -> builder.clock(clock));
  }

  /** Two versions, actors with turns, one deleted, a reminder and a message that wait. */
  private MemoryDriver source() {
    MemoryDriver store = new MemoryDriver();
    try (TestRuntime runtime = start(store)) {
      runtime.publish("Cart", "1.0.0", cart("one"));
      runtime.call(ANN, "add", "{}");
      runtime.call(ANN, "later", "{}");
      runtime.publish("Cart", "2.0.0", cart("two"));
      runtime.call(GONE, "add", "{}");
      runtime.delete(GONE);
    }
    InboxMessage waiting =
        new InboxMessage(
            "018bcfe5-0000-7000-8000-000000000001",
            BOB,
            "add",
            "{}",
            "external",
            NOW,
            Headers.NONE);
    var unused = store.commit(List.of(new InboxEntry.Accepted(waiting)));
    store.registry().saveManifest(pin(), NOW);
    return store;
  }

  private static Manifest pin() {
    return Manifest.of(Map.of("Cart", Version.parse("1.0.0")));
  }

  @Test
  void onSqlite() throws Exception {
    goesOn(() -> SqliteDriver.open(dir.resolve("data"), SqliteOptions.DEFAULT));
  }

  @Test
  void onPostgres() throws Exception {
    PostgresUrl url = TestServer.newDatabase();
    goesOn(() -> PostgresDriver.open(url, PostgresOptions.DEFAULT));
  }

  private void goesOn(Supplier<StorageDriver> open) throws Exception {
    MemoryDriver source = source();
    long seq = Objects.requireNonNull(source.head(ANN)).seq();
    Path file = Exports.write(source, "e", dir.resolve("export"));
    try (StorageDriver store = open.get()) {
      var unused = StoreImport.run(file, store.contents(), bytes -> {});
    }
    try (TestRuntime runtime = start(open.get())) {
      assertEquals("\"one 2\"", runtime.call(ANN, "add", "{}"));
      assertEquals(seq + 1, runtime.read(ANN).seq());
      var pinned = CallOptions.pinned(pin());
      ActorRef fresh = new ActorRef("Cart", "fresh");
      assertEquals(
          "\"1.0.0\"", TestRuntime.get(runtime.runtime().call(fresh, "version", "{}", pinned)));
      assertEquals("\"2.0.0\"", runtime.call(new ActorRef("Cart", "newest"), "version", "{}"));
      ActjsException gone =
          assertThrows(ActjsException.class, () -> runtime.call(GONE, "add", "{}"));
      assertEquals(ProblemCode.Gone, gone.code());
      awaitState(runtime, BOB, "\"items\":1");
    }
    clock.advance(Duration.ofMinutes(2).toMillis());
    try (TestRuntime later = start(open.get())) {
      awaitState(later, ANN, "\"ticks\":1");
    }
    clock.advance(Duration.ofMinutes(2).toMillis());
    try (TestRuntime again = start(open.get())) {
      assertEquals("\"one 3\"", again.call(ANN, "add", "{}"));
      assertTrue(again.read(ANN).state().contains("\"ticks\":1"), again.read(ANN).state());
      assertEquals("\"two 2\"", again.call(BOB, "add", "{}"));
    }
  }

  private static void awaitState(TestRuntime runtime, ActorRef ref, String part) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String state = "";
    while (!state.contains(part)) {
      assertTrue(System.nanoTime() < deadline, state);
      state = stateOf(runtime, ref);
      Thread.onSpinWait();
    }
  }

  private static String stateOf(TestRuntime runtime, ActorRef ref) {
    try {
      return runtime.read(ref).state();
    } catch (ActjsException e) {
      assertEquals(ProblemCode.ActorNotFound, e.code());
      return "";
    }
  }
}
