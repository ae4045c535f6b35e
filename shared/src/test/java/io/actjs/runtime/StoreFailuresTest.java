package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.TestRuntime;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A driver that throws what no driver should: the one caller is told, and the actor answers the
 * next call.
 */
class StoreFailuresTest {
  private static final ActorRef ONE = new ActorRef("Cart", "one");
  private static final Version V2 = Version.parse("2.0.0");

  private final MemoryDriver disk = new MemoryDriver();
  private volatile String broken = "";
  private TestRuntime runtime;

  private static String cart(String more) {
    return """
      import { Actor, handler } from 'actjs';
      export class Cart extends Actor<{ items: number }> {
        state = { items: 0 };
        @handler('add') add() { return ++this.state.items; }
        @handler('list') async list() { return (await this.actjs.reminders()).length; }
        %s
      }
      """
        .formatted(more);
  }

  @BeforeEach
  void start() {
    runtime =
        TestRuntime.start(
            new FaultyDriver(
                disk,
                (operation, call) -> {
                  if (operation.equals(broken)) {
                    throw new IllegalStateException("no driver throws this");
                  }
                  return FaultyDriver.Fault.NONE;
                }));
    runtime.publish("Cart", "1.0.0", cart(""));
    assertEquals("1", runtime.call(ONE, "add", "{}"));
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  /** The work is refused while the operation is broken, and then the actor goes on. */
  private void failsAlone(String operation, Runnable work) {
    broken = operation;
    ActjsException failure = assertThrows(ActjsException.class, work::run);
    assertEquals(ProblemCode.InternalError, failure.code(), failure::detail);
    broken = "";
    assertEquals("2", runtime.call(ONE, "add", "{}"));
    work.run();
  }

  private void migrate() {
    TestRuntime.get(
        runtime.runtime().maintenance().migrate(ONE, V2, Principal.of("me", List.of())));
  }

  @Test
  void fault23_aMigrationThatTheStoreFailsLeavesTheActorAnswering() {
    runtime.publish("Cart", "2.0.0", cart("migrate(s: any) { return s; }"));
    failsAlone("retain", this::migrate);
  }

  @Test
  void fault23_aRollbackThatTheStoreFailsLeavesTheActorAnswering() {
    runtime.publish("Cart", "2.0.0", cart("migrate(s: any) { return s; }"));
    migrate();
    failsAlone(
        "retained",
        () ->
            TestRuntime.get(
                runtime
                    .runtime()
                    .maintenance()
                    .rollback(ONE, true, Principal.of("me", List.of()))));
  }

  @Test
  void fault23_aLookAtRemindersThatTheStoreFailsEndsTheTurn() {
    broken = "later";
    assertThrows(ActjsException.class, () -> runtime.call(ONE, "list", "{}"));
    broken = "";
    assertEquals("0", runtime.call(ONE, "list", "{}"));
  }

  @Test
  void fault23_anActivationThatTheStoreFailsIsToldToItsCaller() {
    ActorRef other = new ActorRef("Cart", "other");
    broken = "activate";
    assertEquals(
        ProblemCode.InternalError,
        assertThrows(ActjsException.class, () -> runtime.call(other, "add", "{}")).code());
    broken = "";
    assertEquals("1", runtime.call(other, "add", "{}"));
  }

  @Test
  void fault23_aWorkerDoesNotReadClassesFromTheStore() {
    runtime.close();
    List<String> readers = new CopyOnWriteArrayList<>();
    runtime = TestRuntime.start(new Watched(disk, readers));
    assertEquals("2", runtime.call(ONE, "add", "{}"));
    assertFalse(readers.isEmpty(), "the class comes from the store");
    assertTrue(
        readers.stream().allMatch(name -> name.startsWith("actjs-storage")), readers::toString);
    readers.clear();
    runtime.publish("Cart", "2.0.0", cart("migrate(s: any) { return { items: 10 }; }"));
    migrate();
    assertEquals("11", runtime.call(ONE, "add", "{}"));
    assertTrue(readers.stream().noneMatch(name -> name.contains("worker")), readers::toString);
  }

  /** Notes which threads read the records of classes. */
  private static final class Watched extends ForwardingDriver {
    private final RegistryStore registry;

    Watched(MemoryDriver disk, List<String> readers) {
      super(disk);
      RegistryStore behind = disk.registry();
      registry =
          (RegistryStore)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {RegistryStore.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("loadClass")) {
                      readers.add(Thread.currentThread().getName());
                    }
                    return method.invoke(behind, arguments);
                  });
    }

    @Override
    public RegistryStore registry() {
      return registry;
    }

    @Override
    public void close() {}
  }
}
