package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests learn that another version ran than the one that they are pinned to. */
class KeptPinTest {
  private static final Version V1 = Version.parse("1.0.0");
  private static final Version V2 = Version.parse("2.0.0");
  private static final ActorRef OLD = new ActorRef("Cart", "old");
  private static final ActorRef NEW = new ActorRef("Cart", "new");

  private static final String CART =
      """
      import { Actor, handler } from 'actjs';
      export class Cart extends Actor<any> {
        state: any = { starts: 0, items: 0 };
        onActivate() { this.state.starts++; }
        @handler('add') add() { return ++this.state.items; }
        @handler('fail') fail() { throw new Error('no'); }
        @handler('ask') async ask(to: string) {
          this.state.items++;
          return await this.actjs.call({ class: 'Cart', id: to }, 'add');
        }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final Manifest pin = Manifest.of(Map.of("Cart", V2));
  private TestRuntime runtime;

  @BeforeEach
  void start() {
    runtime = TestRuntime.start(disk);
    disk.registry().saveManifest(pin, 0);
    runtime.publish("Cart", "1.0.0", CART);
    var unused = ask(OLD, "add", CallOptions.DEFAULT);
    runtime.publish("Cart", "2.0.0", CART);
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private void restart() {
    runtime.close();
    runtime = TestRuntime.start(disk);
  }

  private Answer.Result ask(ActorRef ref, String method, CallOptions options) {
    return TestRuntime.get(runtime.runtime().ask(ref, method, "\"old\"", options));
  }

  private ActjsException refused(Runnable request) {
    return assertThrows(ActjsException.class, request::run);
  }

  private CallOptions strictly() {
    return CallOptions.pinned(pin).strictly();
  }

  private long missed() {
    return runtime.runtime().missedPins().getOrDefault("Cart", 0L);
  }

  @Test
  void fault17_theVersionThatRanIsSaidAndAMissedPinIsCounted() {
    assertEquals(V1, ask(OLD, "add", CallOptions.pinned(pin)).ran().version());
    assertEquals(1, missed());
    assertEquals(V2, ask(NEW, "add", CallOptions.pinned(pin)).ran().version());
    assertEquals(V1, ask(OLD, "add", CallOptions.DEFAULT).ran().version());
    assertEquals(
        V1,
        ask(OLD, "add", CallOptions.pinned(Manifest.of(Map.of("Other", V2)))).ran().version(),
        "a class that the manifest does not name is not pinned");
    assertEquals(1, missed());
    var unused = ask(NEW, "ask", CallOptions.pinned(pin));
    assertEquals(2, missed(), "the call from actor to actor");
  }

  @Test
  void fault17_aFailureNamesTheVersionWhoseCodeFailed() {
    ActjsException failure = refused(() -> ask(OLD, "fail", CallOptions.pinned(pin)));
    assertEquals(ProblemCode.HandlerError, failure.code());
    assertEquals("\"1.0.0\"", failure.members().get("version"));
  }

  @Test
  void fault17_aStrictPinRunsNothingOfAnOlderActor() {
    ActjsException e = refused(() -> ask(OLD, "add", strictly()));
    assertEquals(ProblemCode.ManifestAhead, e.code());
    assertEquals("\"1.0.0\"", e.members().get("persistedVersion"));
    assertEquals("\"2.0.0\"", e.members().get("pinnedVersion"));
    restart();
    String stored = disk.snapshot(OLD) + " " + disk.head(OLD).seq();
    assertEquals(ProblemCode.ManifestAhead, refused(() -> ask(OLD, "add", strictly())).code());
    assertEquals(stored, disk.snapshot(OLD) + " " + disk.head(OLD).seq(), "no hook ran");
    assertEquals(0, missed());
    assertEquals(V2, ask(NEW, "add", strictly()).ran().version());
    assertEquals(
        V1,
        ask(OLD, "add", CallOptions.pinned(Manifest.of(Map.of("Other", V2))).strictly())
            .ran()
            .version());
  }

  @Test
  void fault17_aStrictPinHoldsForEveryKindOfRequest() {
    ActorRuntime server = runtime.runtime();
    Notes notes = new Notes();
    for (Runnable request :
        new Runnable[] {
          () -> TestRuntime.get(server.read(OLD, strictly())),
          () -> TestRuntime.get(server.tell(OLD, "add", "{}", strictly())),
          () -> TestRuntime.get(server.subscribe(OLD, notes, strictly())),
        }) {
      assertEquals(ProblemCode.ManifestAhead, refused(request).code());
    }
    assertEquals(0, notes.lines.size());
    assertFalse(TestRuntime.get(server.tell(NEW, "add", "{}", strictly())).isEmpty());
  }

  @Test
  void fault17_aCallBetweenActorsIsRefusedUnderAStrictPinAndItsTurnUndone() {
    assertEquals("1", ask(NEW, "add", strictly()).json());
    ActjsException e = refused(() -> ask(NEW, "ask", strictly()));
    assertEquals(ProblemCode.ManifestAhead, e.code());
    assertTrue(runtime.read(NEW).state().contains("\"items\":1"), runtime.read(NEW).state());
  }

  @Test
  void fault17_aFloatingActorMovesSoItsPinIsKept() {
    var unused =
        runtime
            .runtime()
            .registry()
            .publish(PublishRequest.of("Cart", "3.0.0", CART).floats().unchecked(), "test");
    Manifest third = Manifest.of(Map.of("Cart", Version.parse("3.0.0")));
    disk.registry().saveManifest(third, 0);
    assertEquals(
        "3.0.0", ask(OLD, "add", CallOptions.pinned(third).strictly()).ran().version().toString());
  }

  @Test
  void fault17_aStrictWatcherIsNotShownTheStateOfAnOlderVersion() {
    ActorRuntime server = runtime.runtime();
    TestRuntime.get(server.maintenance().migrate(OLD, V2, Principal.of("ops", List.of())));
    Notes notes = new Notes();
    Notes lenient = new Notes();
    var strict = TestRuntime.get(server.subscribe(OLD, notes, strictly()));
    assertEquals(V2, strict.version());
    var unused = TestRuntime.get(server.subscribe(OLD, lenient, CallOptions.pinned(pin)));
    TestRuntime.get(server.maintenance().rollback(OLD, true, Principal.of("ops", List.of())));
    assertEquals("ended ManifestAhead", notes.lines.getLast());
    assertTrue(lenient.lines.getLast().startsWith("snapshot"), lenient.lines::toString);
  }
}
