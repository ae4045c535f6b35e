package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.loading.MigrationPreview;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef CART = new ActorRef("Cart", "ann");
  private static final Version V1 = Version.parse("1.0.0");
  private static final Version V2 = Version.parse("2.0.0");
  private static final Version V3 = Version.parse("3.0.0");

  private final MemoryDriver disk = new MemoryDriver();
  private final ManualClock clock = new ManualClock(NOW);
  private TestRuntime runtime;

  @BeforeEach
  void start() {
    runtime = TestRuntime.start(disk, builder -> builder.clock(clock));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private void restart() {
    runtime.close();
    start();
  }

  /** A cart that says which version of it runs, and counts. */
  private static String cart(String label, String more) {
    return """
        import { Actor, handler } from 'actjs';
        export class Cart extends Actor<any> {
          state: any = { items: 0 };
          @handler('add') add() { this.state.items++; return '%s ' + this.state.items; }
          @handler('get') get() { return this.state; }
          @handler('version') version() { return this.actjs.self.version; }
          @handler('ask') async ask(to: string) {
            return await this.actjs.call({ class: 'Shop', id: to }, 'version');
          }
          @handler('send') send(to: string) { this.actjs.tell({ class: 'Shop', id: to }, 'touch'); }
          %s
        }
        """
        .formatted(label, more);
  }

  private static final String SHOP =
      """
      import { Actor, handler } from 'actjs';
      export class Shop extends Actor<any> {
        state: any = { touched: '' };
        @handler('version') version() { return this.actjs.self.version; }
        @handler('touch') touch() { this.state.touched = this.actjs.self.version; }
      }
      """;

  private void publish(String name, String version, String source) {
    runtime.publish(name, version, source);
  }

  private void publishFloating(String version, String source) {
    var unused =
        runtime
            .runtime()
            .registry()
            .publish(PublishRequest.of("Cart", version, source).floats().unchecked(), "test");
  }

  private String call(ActorRef ref, String method, Manifest pin) {
    return TestRuntime.get(runtime.runtime().call(ref, method, "\"x\"", CallOptions.pinned(pin)));
  }

  private ProblemCode refused(ActorRef ref, String method, Manifest pin) {
    return assertThrows(ActjsException.class, () -> call(ref, method, pin)).code();
  }

  private Manifest pin(String version) {
    Manifest manifest = Manifest.of(Map.of("Cart", Version.parse(version)));
    disk.registry().saveManifest(manifest, NOW);
    return manifest;
  }

  private Version stored(ActorRef ref) {
    ActorHead head = disk.head(ref);
    return head == null ? null : head.version();
  }

  @Test
  void scenario26AndScenario70ThePinnedVersionIsTheOneThatRuns() {
    publish("Cart", "1.0.0", cart("one", ""));
    publish("Cart", "2.0.0", cart("two", ""));
    ActorRef pinned = new ActorRef("Cart", "pinned");

    assertEquals("\"one 1\"", call(pinned, "add", pin("1.0.0")));
    assertEquals("\"two 1\"", call(CART, "add", null));
    assertEquals("\"two 1\"", call(new ActorRef("Cart", "other"), "add", pin("2.0.0")));
    restart();
    assertEquals("\"one 2\"", call(pinned, "add", pin("1.0.0")));
    assertEquals("\"two 2\"", call(CART, "add", null));
  }

  @Test
  void whoeverLooksAtAnActorThatDoesNotExistYetDecidesItsVersionForNobody() {
    publish("Cart", "1.0.0", cart("one", ""));
    publish("Cart", "2.0.0", cart("two", ""));
    Notes notes = new Notes();
    TestRuntime.get(runtime.runtime().subscribe(CART, notes, CallOptions.DEFAULT));
    assertEquals("\"one 1\"", call(CART, "add", pin("1.0.0")));
    assertEquals(V1, stored(CART));
    Await.until("the subscriber came along", () -> notes.lines.toString().contains("\"items\":1"));
    assertEquals("\"one 2\"", call(CART, "add", null));
  }

  @Test
  void aManifestWithoutTheClassAsksForTheLatest() {
    publish("Cart", "1.0.0", cart("one", ""));
    publish("Cart", "2.0.0", cart("two", ""));
    assertEquals("\"two 1\"", call(CART, "add", Manifest.of(Map.of("Shop", V1))));
  }

  @Test
  void scenario68AStickyActorStaysAtItsVersion() {
    publish("Cart", "1.0.0", cart("one", ""));
    assertEquals("\"one 1\"", call(CART, "add", null));
    publish("Cart", "2.0.0", cart("two", "migrate() { throw new Error('never'); }"));

    assertEquals("\"one 2\"", call(CART, "add", null));
    assertEquals("\"one 3\"", call(CART, "add", pin("2.0.0")));
    restart();
    assertEquals("\"one 4\"", call(CART, "add", pin("2.0.0")));
    assertEquals(V1, stored(CART));
  }

  @Test
  void scenario68OlderCodeNeverRunsOnNewerState() {
    publish("Cart", "1.0.0", cart("one", ""));
    publish("Cart", "2.0.0", cart("two", ""));
    assertEquals("\"two 1\"", call(CART, "add", null));

    assertEquals(ProblemCode.ManifestRegression, refused(CART, "add", pin("1.0.0")));
    assertEquals(
        ProblemCode.ManifestRegression,
        assertThrows(
                ActjsException.class,
                () ->
                    TestRuntime.get(runtime.runtime().read(CART, CallOptions.pinned(pin("1.0.0")))))
            .code());
    restart();
    assertEquals(ProblemCode.ManifestRegression, refused(CART, "add", pin("1.0.0")));
    assertEquals("\"two 2\"", call(CART, "add", null));
  }

  @Test
  void scenario67AFloatingActorMigratesWithItsState() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    String migrate =
        "migrate(prev: any, version: string) { return { items: prev.items + 6, was: version }; }";
    publishFloating("2.0.0", cart("two", migrate));

    assertEquals("{\"items\":1}", call(CART, "get", pin("1.0.0")), "who is pinned moves nobody");
    assertEquals("{\"items\":7,\"was\":\"1.0.0\"}", call(CART, "get", null));
    assertEquals("\"two 8\"", call(CART, "add", null));
    assertEquals(V2, stored(CART));
    assertEquals("{\"items\":1}", disk.retained(CART).state());
    assertEquals(ProblemCode.ManifestRegression, refused(CART, "get", pin("1.0.0")));
    restart();
    assertEquals("\"two 9\"", call(CART, "add", null));
    assertTrue(
        disk.registry().auditLog(10).stream()
            .anyMatch(e -> e.action().equals("actor.migrated") && e.principal().equals("system")));
  }

  @Test
  void stateWalksThroughThePublishedChain() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    String log =
        "migrate(s: any, v: string) { return { items: s.items, log: [...(s.log ?? []), '%s ' + v] }; }";
    publishFloating("2.0.0", cart("two", log.formatted("2")));
    publishFloating("2.5.0-rc.1", cart("rc", log.formatted("rc")));
    publishFloating("3.0.0", cart("three", log.formatted("3")));

    assertEquals("{\"items\":1,\"log\":[\"2 1.0.0\",\"3 2.0.0\"]}", call(CART, "get", null));
    assertEquals(V3, stored(CART));
  }

  @Test
  void scenario66EventsOfAnOlderVersionAreMigratedAndThoseOfTheNewOneAreNot() {
    String account =
        """
        import { EventSourced, handler } from 'actjs';
        export class Account extends EventSourced<any, any> {
          initialState() { return { total: 0 }; }
          reduce(state: any, event: any) { state.total += event.%1$s; }
          @handler('put') put(by: number) { return { events: [{ type: 'Put', %1$s: by }], result: null }; }
          @handler('total') total() { return { events: [], result: this.state.total }; }
          %2$s
        }
        """;
    publish("Account", "1.0.0", account.formatted("by", ""));
    ActorRef ref = new ActorRef("Account", "a");
    put(ref, 10);
    put(ref, 25);
    runtime.close();
    start();
    assertEquals("35", call(ref, "total", null));
    put(ref, 5);
    String migrateEvent =
        "migrateEvent(e: any, v: string) { return { type: e.type, cents: e.by * 100, was: v }; }"
            + " migrate(s: any) { return { total: s.total * 100 }; }";
    var unused =
        runtime
            .runtime()
            .registry()
            .publish(
                PublishRequest.of("Account", "2.0.0", account.formatted("cents", migrateEvent))
                    .floats()
                    .unchecked(),
                "test");
    assertEquals("4000", call(ref, "total", null));
    put(ref, 700);
    assertEquals("4700", call(ref, "total", null));
    restart();
    assertEquals("4700", call(ref, "total", null));
    assertEquals(V2, stored(ref));
    assertTrue(
        disk.readJournal(ref, 1, 100).stream()
            .anyMatch(turn -> turn.change().toString().contains("\"by\":25")),
        "the stored event stays what it was");
  }

  private void put(ActorRef ref, int amount) {
    TestRuntime.get(
        runtime.runtime().call(ref, "put", String.valueOf(amount), CallOptions.DEFAULT));
  }

  @Test
  void aSubscriberSeesTheMigratedStateAsASnapshot() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    Notes notes = new Notes();
    assertNotNull(TestRuntime.get(runtime.runtime().subscribe(CART, notes, CallOptions.DEFAULT)));
    Notes pinned = new Notes();
    assertNotNull(
        TestRuntime.get(
            runtime.runtime().subscribe(CART, pinned, CallOptions.pinned(pin("1.0.0")))));
    publishFloating("2.0.0", cart("two", "migrate() { return { items: 40 }; }"));
    assertEquals("\"two 41\"", call(CART, "add", null));
    assertEquals(
        List.of(
            "snapshot 2 {\"items\":1}",
            "snapshot 3 {\"items\":40}",
            "patch 4 [{\"op\":\"replace\",\"path\":\"/items\",\"value\":41}]"),
        notes.lines);
    assertEquals(
        List.of("snapshot 2 {\"items\":1}", "ended ManifestRegression"),
        pinned.lines,
        "who is built for the old version is not shown the new one's state");
    assertEquals(1, runtime.runtime().stats().subscriptions());
  }

  @Test
  void aMigrationThatThrowsLeavesTheActorWhereItIs() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publishFloating("2.0.0", cart("two", "migrate() { throw new Error('not like this'); }"));

    ActjsException e = assertThrows(ActjsException.class, () -> call(CART, "add", null));
    assertEquals(ProblemCode.MigrationFailed, e.code());
    assertTrue(e.detail().contains("not like this"), e.detail());
    assertEquals("\"one 2\"", call(CART, "add", pin("1.0.0")), "others go on");
    assertEquals(V1, stored(CART));
    assertNull(disk.retained(CART));
  }

  @Test
  void aMigrationThatLoopsHarmsItsCallOnly() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    runtime.close();
    runtime =
        TestRuntime.start(
            disk,
            builder ->
                builder
                    .clock(clock)
                    .engineLimits(io.actjs.engine.EngineLimits.DEFAULT.withHandlerCpuMs(300)));
    publishFloating("2.0.0", cart("two", "migrate() { for (;;) { } }"));
    assertEquals(ProblemCode.MigrationFailed, refused(CART, "add", null));
    assertEquals("\"one 2\"", call(CART, "add", pin("1.0.0")));
  }

  @Test
  void operatorsMoveAStickyActorAndTakeItBack() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publish("Cart", "2.0.0", cart("two", "migrate(s: any) { return { items: s.items * 10 }; }"));
    Maintenance maintenance = runtime.runtime().maintenance();

    assertEquals(
        V2,
        TestRuntime.get(maintenance.migrate(CART, V2, Principal.of("ops", List.of()))).version());
    assertEquals(
        V2,
        TestRuntime.get(maintenance.migrate(CART, V2, Principal.of("ops", List.of()))).version(),
        "done already");
    assertEquals("{\"items\":10}", call(CART, "get", null));
    assertEquals(
        ProblemCode.ManifestRegression,
        assertThrows(
                ActjsException.class,
                () ->
                    TestRuntime.get(maintenance.migrate(CART, V1, Principal.of("ops", List.of()))))
            .code());

    assertEquals(
        V1,
        TestRuntime.get(maintenance.rollback(CART, false, Principal.of("ops", List.of())))
            .version());
    assertEquals("\"one 2\"", call(CART, "add", null));
    assertEquals(
        ProblemCode.NothingToRollBack,
        assertThrows(
                ActjsException.class,
                () ->
                    TestRuntime.get(
                        maintenance.rollback(CART, false, Principal.of("ops", List.of()))))
            .code());
  }

  @Test
  void anActorIsMovedNoFurtherThanItWasToldTo() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publish("Cart", "2.0.0", cart("two", ""));
    publishFloating("3.0.0", cart("three", ""));
    for (Version to : List.of(V1, V2, V2)) {
      restart();
      Maintenance maintenance = runtime.runtime().maintenance();
      assertEquals(
          to,
          TestRuntime.get(maintenance.migrate(CART, to, Principal.of("ops", List.of()))).version());
      assertEquals(to, stored(CART));
    }
  }

  @Test
  void aRollbackDropsLaterTurnsOnlyWhenToldTo() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publish("Cart", "2.0.0", cart("two", ""));
    Maintenance maintenance = runtime.runtime().maintenance();
    TestRuntime.get(maintenance.migrate(CART, V2, Principal.of("ops", List.of())));
    call(CART, "add", null);
    assertEquals(
        ProblemCode.TurnsSinceMigration,
        assertThrows(
                ActjsException.class,
                () ->
                    TestRuntime.get(
                        maintenance.rollback(CART, false, Principal.of("ops", List.of()))))
            .code());
    assertEquals("{\"items\":2}", call(CART, "get", null));
    TestRuntime.get(maintenance.rollback(CART, true, Principal.of("ops", List.of())));
    assertEquals("{\"items\":1}", call(CART, "get", null));
  }

  @Test
  void aRollbackThatTheNextCallWouldUndoIsRefused() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publishFloating("2.0.0", cart("two", ""));
    call(CART, "get", null);
    Maintenance maintenance = runtime.runtime().maintenance();
    assertEquals(
        ProblemCode.VersionStillCurrent,
        assertThrows(
                ActjsException.class,
                () ->
                    TestRuntime.get(
                        maintenance.rollback(CART, false, Principal.of("ops", List.of()))))
            .code());
    var unused =
        runtime.runtime().registry().deprecate(new ClassRef("Cart", V2), null, "broken", "test");
    assertEquals(
        V1,
        TestRuntime.get(maintenance.rollback(CART, false, Principal.of("ops", List.of())))
            .version());
    assertEquals("\"one 2\"", call(CART, "add", null));
  }

  @Test
  void aDryRunTellsWhatWouldBeAndWritesNothing() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publish("Cart", "2.0.0", cart("two", "migrate(s: any) { return { items: s.items + 1 }; }"));
    publish(
        "Cart",
        "3.0.0",
        "let runs = 0;\n" + cart("three", "migrate(s: any) { return { items: ++runs }; }"));
    ActorHead before = disk.head(CART);
    Maintenance maintenance = runtime.runtime().maintenance();

    MigrationPreview preview = maintenance.preview(CART, V2);
    assertEquals("{\"items\":1}", preview.before());
    assertEquals("{\"items\":2}", preview.after());
    assertTrue(preview.pure());
    assertNull(preview.error());
    MigrationPreview impure = maintenance.preview(CART, V3);
    assertEquals("{\"items\":1}", impure.after());
    assertFalse(impure.pure());
    assertEquals(before, disk.head(CART));
    assertNull(disk.retained(CART));
    assertEquals("\"one 2\"", call(CART, "add", null), "its owner goes on");
    TestRuntime.get(maintenance.migrate(CART, V2, Principal.of("ops", List.of())));
    String error = maintenance.preview(CART, V1).error();
    assertTrue(error != null && error.startsWith("ManifestRegression"), error);
  }

  @Test
  void thePinTravelsThroughCallsAndTells() {
    publish("Shop", "1.0.0", SHOP);
    publish("Shop", "2.0.0", SHOP);
    publish("Cart", "1.0.0", cart("one", ""));
    Manifest both = Manifest.of(Map.of("Cart", V1, "Shop", V1));
    disk.registry().saveManifest(both, NOW);

    assertEquals("\"1.0.0\"", ask("s1", both));
    assertEquals("\"2.0.0\"", ask("s2", null));
    TestRuntime.get(runtime.runtime().call(CART, "send", "\"s3\"", CallOptions.pinned(both)));
    awaitTouched("s3", "1.0.0");
    TestRuntime.get(
        runtime
            .runtime()
            .tell(new ActorRef("Shop", "s4"), "touch", "{}", CallOptions.pinned(both)));
    awaitTouched("s4", "1.0.0");
  }

  private String ask(String shop, Manifest pin) {
    return TestRuntime.get(
        runtime.runtime().call(CART, "ask", '"' + shop + '"', CallOptions.pinned(pin)));
  }

  private void awaitTouched(String id, String version) {
    ActorRef ref = new ActorRef("Shop", id);
    long end = System.nanoTime() + 30_000_000_000L;
    while (stored(ref) == null) {
      assertTrue(System.nanoTime() < end, "the message never came");
      Thread.onSpinWait();
    }
    assertEquals("{\"touched\":\"" + version + "\"}", runtime.read(ref).state());
    assertEquals(Version.parse(version), stored(ref));
  }

  @Test
  void anExpiredVersionRunsNoMoreAlsoWhereItIsActive() {
    publish("Cart", "1.0.0", cart("one", ""));
    call(CART, "add", null);
    publish("Cart", "2.0.0", cart("two", ""));
    ClassRef one = new ClassRef("Cart", V1);
    var unused = runtime.runtime().registry().deprecate(one, NOW + 1_000, "old", "test");

    assertEquals("\"one 2\"", call(CART, "add", null), "in its grace window it runs");
    clock.advance(1_000);
    assertEquals(ProblemCode.Gone, refused(CART, "add", null));
    assertEquals(ProblemCode.Gone, refused(CART, "add", pin("1.0.0")));
    assertEquals(ProblemCode.Gone, refused(new ActorRef("Cart", "new"), "add", pin("1.0.0")));
    assertEquals("\"two 1\"", call(new ActorRef("Cart", "new"), "add", null));
    TestRuntime.get(
        runtime.runtime().maintenance().migrate(CART, V2, Principal.of("ops", List.of())));
    assertEquals("\"two 3\"", call(CART, "add", null));
  }
}
