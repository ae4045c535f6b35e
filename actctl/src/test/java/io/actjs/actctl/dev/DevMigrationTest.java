package io.actjs.actctl.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.dev.DevEvent.Migrated;
import io.actjs.actctl.dev.DevEvent.Published;
import io.actjs.actctl.dev.DevEvent.Ready;
import io.actjs.actctl.dev.DevEvent.ShapeChanged;
import io.actjs.actctl.dev.DevEvent.TypeErrors;
import io.actjs.actctl.dev.DevEvent.Unchanged;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActorRef;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.CallOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What saving a file does to actors whose state has another shape. */
class DevMigrationTest {
  @TempDir private Path dir;
  private final BlockingQueue<DevEvent> events = new LinkedBlockingQueue<>();
  private Daemon daemon;
  private Thread loop;

  @BeforeEach
  void startDaemon() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (loop != null) {
      loop.interrupt();
      loop.join();
    }
    daemon.close();
  }

  private static String money(String state, String more) {
    return """
        import { Actor, handler } from 'actjs';
        export class Money extends Actor<any> {
          state: any = %s;
          %s
          @handler('get') get() { return this.state; }
          @handler('add') add() { this.state.amount++; return this.state; }
        }
        """
        .formatted(state, more);
  }

  private static final String OLD = money("{ eur: 5 }", "");

  private static String times(String factor) {
    return money(
        "{ amount: 0 }", "migrate(old: any) { return { amount: old.eur * " + factor + " }; }");
  }

  private void run() {
    loop =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new DevLoop(
                            List.of(dir),
                            null,
                            daemon.runtime(),
                            TypeScriptCompiler.open(),
                            events::add)
                        .run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
  }

  private <T extends DevEvent> T next(Class<T> type) throws InterruptedException {
    return assertInstanceOf(type, events.poll(60, TimeUnit.SECONDS));
  }

  private Published save(String text) throws IOException, InterruptedException {
    Files.writeString(dir.resolve("Money.ts"), text);
    return next(Published.class);
  }

  private String call(String id, String method) {
    return daemon
        .runtime()
        .call(new ActorRef("Money", id), method, "{}", CallOptions.DEFAULT)
        .join();
  }

  private String get(String id) {
    return call(id, "get");
  }

  private void begin(String... ids) throws IOException, InterruptedException {
    Files.writeString(dir.resolve("Money.ts"), OLD);
    run();
    next(Published.class);
    next(Ready.class);
    for (String id : ids) {
      store(id);
    }
  }

  /** A call that changes nothing stores no actor; a message does. */
  private void store(String id) throws InterruptedException {
    ActorRef ref = new ActorRef("Money", id);
    var unused = daemon.runtime().tell(ref, "get", "{}", CallOptions.DEFAULT).join();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (daemon.runtime().actors("Money", null, 100).stream()
        .noneMatch(head -> head.ref().equals(ref))) {
      assertTrue(System.nanoTime() < end, "not stored: " + ref);
      Thread.sleep(5);
    }
    assertEquals("{\"eur\":5}", get(id));
  }

  @Test
  void fault16_aSavedMigrateRunsForAllActorsOfTheOldShape() throws Exception {
    begin("a", "b");
    save(times("100"));
    Migrated migrated = next(Migrated.class);
    assertEquals(2, migrated.old());
    assertEquals(0, migrated.again());
    assertEquals(0, migrated.failures());
    assertEquals("{\"amount\":500}", get("a"));
    assertEquals("{\"amount\":500}", get("b"));
    assertEquals("{\"amount\":0}", get("new"));
  }

  @Test
  void fault16_anEditedMigrateRunsFromTheStateBeforeIt() throws Exception {
    begin("a", "b");
    save(times("10"));
    next(Migrated.class);
    assertEquals("{\"amount\":51}", call("a", "add"));
    assertEquals("{\"amount\":1}", call("new", "add"));
    save(times("1000"));
    Migrated again = next(Migrated.class);
    assertEquals(0, again.old());
    assertEquals(2, again.again());
    assertEquals(1, again.droppedTurns());
    assertEquals("{\"amount\":5000}", get("a"));
    assertEquals("{\"amount\":5000}", get("b"));
    assertEquals("{\"amount\":1}", get("new"), "it was created in the new shape");
    save(times("100"));
    assertEquals(2, next(Migrated.class).again());
    assertEquals("{\"amount\":500}", get("a"));
  }

  @Test
  void fault16_aSaveThatLeavesMigrateAsItIsMovesNobodyTwice() throws Exception {
    begin("a");
    save(times("100"));
    next(Migrated.class);
    assertEquals("{\"amount\":501}", call("a", "add"));
    assertEquals("Money@1.0.2", save(times("100") + "// nothing more\n").ref().toString());
    save(times("100").replace("amount++", "amount += 2"));
    assertEquals("{\"amount\":503}", call("a", "add"));
    assertNull(events.poll());
    // Without it what it has made stays, and the next one begins there.
    save(money("{ amount: 0 }", ""));
    assertEquals("{\"amount\":503}", get("a"));
    save(money("{ cents: 0 }", "migrate(old: any) { return { cents: old.amount }; }"));
    Migrated next = next(Migrated.class);
    assertEquals(1, next.old());
    assertEquals(0, next.again());
    assertEquals("{\"cents\":503}", get("a"));
  }

  @Test
  void fault16_aMigrateThatThrowsIsSaidAndItsActorsWaitForABetterOne() throws Exception {
    begin("a", "b");
    save(money("{ amount: 0 }", "migrate(old: any) { return old.usd.amount; }"));
    Migrated failed = next(Migrated.class);
    assertEquals(2, failed.old());
    assertEquals(2, failed.failures());
    assertTrue(failed.failed().getFirst().startsWith("Money/a: "), failed.failed()::toString);
    save(times("100"));
    assertEquals(2, next(Migrated.class).old());
    assertEquals("{\"amount\":500}", get("a"));
  }

  @Test
  void fault16_actorsOfAnEarlierRunGoThroughTheMigrationToo() throws Exception {
    var registry = daemon.runtime().registry();
    var unused = registry.publish(PublishRequest.of("Money", "1.0.0", OLD).unchecked(), "test");
    store("a");
    unused =
        registry.publish(PublishRequest.of("Money", "2.0.0", times("100")).unchecked(), "test");
    assertEquals("{\"eur\":5}", get("a"), "it is sticky");
    Files.writeString(dir.resolve("Money.ts"), times("100"));
    run();
    next(Unchanged.class);
    assertEquals(1, next(Migrated.class).old());
    assertEquals("{\"amount\":500}", get("a"));
  }

  @Test
  void fault16_aChangedShapeWithoutMigrateIsSaid() throws Exception {
    begin("a");
    String typed =
        """
        import { Actor, handler } from 'actjs';
        export class Money extends Actor<{ eur: string; limits: { day: number }; note?: string }> {
          state: { eur: string; limits: { day: number }; note?: string } = { eur: '5', limits: { day: 1 } };
          @handler('get') get() { return this.state; }
        }
        """;
    save(typed);
    ShapeChanged changed = next(ShapeChanged.class);
    assertEquals(List.of("limits"), changed.added());
    assertEquals(List.of(), changed.removed());
    assertEquals(List.of("eur"), changed.retyped());
    assertEquals(1, changed.actors());
    save(typed.replace("limits: { day: 1 }", "limits: { day: 1, week: 5 }"));
    DevEvent said = next(ShapeChanged.class);
    assertEquals(List.of("limits.week"), ((ShapeChanged) said).added());
    next(TypeErrors.class);
  }
}
