package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import io.actjs.runtime.due.DueClock;
import io.actjs.storage.KeptOpen;
import io.actjs.storage.Signals;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several runtimes on one store, as servers on one database are. */
class SharedStoreTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef BELL = new ActorRef("Bell", "b");
  private static final ActorRef BAG = new ActorRef("Bag", "b");

  private static final String BELL_SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Bell extends Actor<{ rung: string[] }> {
        state: { rung: string[] } = { rung: [] };
        @handler('at') at({ at }: any) { this.actjs.scheduleAt(at, 'ring', 'x'); }
        @handler('ring') ring(text: string) { this.state.rung.push(text); }
      }
      """;

  private final MemoryDriver store = new MemoryDriver();
  private final ManualClock clock = new ManualClock(NOW);
  private final LocalSignals signals = new LocalSignals();
  private final List<TestRuntime> runtimes = new ArrayList<>();

  /** Hints that come at once. */
  private static final class LocalSignals {
    private final List<Consumer<Signals.Signal>> listeners = new CopyOnWriteArrayList<>();

    Signals forOne() {
      return new Signals() {
        private Consumer<Signal> own = signal -> {};

        @Override
        public void send(Signal signal) {
          listeners.stream()
              .filter(other -> !other.equals(own))
              .forEach(other -> other.accept(signal));
        }

        @Override
        public void listen(Consumer<Signal> listener) {
          own = listener;
          listeners.add(listener);
        }
      };
    }
  }

  private TestRuntime alone() {
    return add(Signals.NONE);
  }

  private TestRuntime hinted() {
    return add(signals.forOne());
  }

  private TestRuntime add(Signals hints) {
    TestRuntime runtime =
        TestRuntime.start(
            new KeptOpen(store), builder -> builder.clock(clock).signals(hints).drainMs(0));
    runtimes.add(runtime);
    return runtime;
  }

  @AfterEach
  void close() {
    runtimes.forEach(TestRuntime::close);
  }

  private static void setReminder(TestRuntime runtime, long at) {
    runtime.call(BELL, "at", "{\"at\":%d}".formatted(at));
  }

  private void awaitRung(TestRuntime runtime) {
    Await.until("the bell to ring", () -> runtime.read(BELL).state().equals("{\"rung\":[\"x\"]}"));
  }

  @Test
  void aReminderOfAServerThatIsGoneFiresOnAnother() {
    TestRuntime first = alone().publish("Bell", "1.0.0", BELL_SOURCE);
    TestRuntime second = alone();
    // The second one has looked and knows of nothing.
    clock.advance(DueClock.LOOK_MS);
    Await.until("a look", () -> second.runtime().registry().latest("Bell") != null);
    setReminder(first, clock.nowMs() + 500);
    first.close();
    assertEquals(1, store.later(BELL, 10).size());
    clock.advance(DueClock.LOOK_MS);
    awaitRung(second);
    assertEquals(List.of(), store.later(BELL, 10));
  }

  @Test
  void aHintSavesTheWaitForTheNextLook() {
    TestRuntime first = hinted().publish("Bell", "1.0.0", BELL_SOURCE);
    TestRuntime second = hinted();
    clock.advance(DueClock.LOOK_MS);
    Await.until("both know the class", () -> second.runtime().registry().latest("Bell") != null);
    setReminder(first, clock.nowMs() + 500);
    first.close();
    clock.advance(500);
    awaitRung(second);
  }

  @Test
  void whatAnotherServerPublishesAndDeprecatesIsKnownAfterTheNextLook() {
    TestRuntime first = alone();
    TestRuntime second = alone();
    first.publish("Bag", "1.0.0", Sources.BAG).publish("Bag", "1.1.0", Sources.BAG);
    assertNull(second.runtime().registry().latest("Bag"));
    clock.advance(RegistryWatch.EVERY_MS);
    Await.until("the class", () -> second.runtime().registry().latest("Bag") != null);
    assertEquals("1", second.call(BAG, "add", "{\"item\":\"x\"}"));
    deprecate(first, "1.1.0");
    clock.advance(RegistryWatch.EVERY_MS);
    Await.until("the deprecation", () -> latest(second).equals("1.0.0"));
    assertEquals(2, second.runtime().registry().versions("Bag").size());
  }

  private static void deprecate(TestRuntime runtime, String version) {
    var unused =
        runtime
            .runtime()
            .registry()
            .deprecate(new ClassRef("Bag", Version.parse(version)), null, "broken", "test");
  }

  private static String latest(TestRuntime runtime) {
    return Objects.requireNonNull(runtime.runtime().registry().latest("Bag"))
        .ref()
        .version()
        .toString();
  }

  @Test
  void aHintMakesChangesKnownAtOnce() {
    TestRuntime first = hinted();
    TestRuntime second = hinted();
    first.publish("Bag", "1.0.0", Sources.BAG).publish("Bag", "1.1.0", Sources.BAG);
    Await.until("1.1.0", () -> runtimeKnows(second) && latest(second).equals("1.1.0"));
    deprecate(first, "1.1.0");
    Await.until("the deprecation", () -> latest(second).equals("1.0.0"));
    second.publish("Bag", "2.0.0", Sources.BAG);
    Await.until("2.0.0", () -> latest(first).equals("2.0.0"));
    assertEquals(NOW, clock.nowMs(), "nobody had to wait");
  }

  private static boolean runtimeKnows(TestRuntime runtime) {
    return runtime.runtime().registry().latest("Bag") != null;
  }

  @Test
  void theFormerOwnerOfAnActorLetsItGoWhenItHearsOfTheNewOne() {
    TestRuntime first = hinted().publish("Bag", "1.0.0", Sources.BAG);
    TestRuntime second = hinted();
    Await.until("the class", () -> runtimeKnows(second));
    assertEquals("1", first.call(BAG, "add", "{\"item\":\"a\"}"));
    assertNotNull(first.runtime().inspect(BAG));
    assertEquals("2", second.call(BAG, "add", "{\"item\":\"b\"}"));
    Await.until("the first to let go", () -> !first.runtime().inspect(BAG).active());
    // It reads what is stored, not what it remembers; and now it is the owner.
    assertEquals("[\"a\",\"b\"]", first.call(BAG, "items", "{}"));
    Await.until("the second to let go", () -> !second.runtime().inspect(BAG).active());
    assertEquals("3", second.call(BAG, "add", "{\"item\":\"c\"}"));
  }
}
