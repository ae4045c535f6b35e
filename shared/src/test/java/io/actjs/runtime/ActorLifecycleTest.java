package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.EngineLimits;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How actors come into memory, leave it, change version and survive failures around them. */
class ActorLifecycleTest {
  private static final ActorRef ANN = new ActorRef("Bag", "ann");
  private static final long IDLE_MS = 300_000;

  private static final String NOISY =
      """
      import { Actor, handler } from 'actjs';
      export class Noisy extends Actor<{ text: string }> {
        state = { text: '' };
        @handler('set') set(args: { size: number; mark: string }) {
          this.state.text = args.mark + 'x'.repeat(args.size);
        }
        @handler('mark') mark() { return this.state.text.slice(0, 3); }
        @handler('loop') loop() { for (;;) {} }
        @handler('hoard') hoard() { const all: object[] = []; for (;;) all.push(new Array(100_000).fill(7)); }
        @handler('odd') odd() { (this.state as any).f = () => 1; }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final ManualClock clock = new ManualClock(1_000_000);

  private TestRuntime start(RuntimeLimits limits) {
    return TestRuntime.start(disk, builder -> builder.limits(limits).clock(clock).drainMs(500));
  }

  private static RuntimeLimits limits(int activeActors) {
    return new RuntimeLimits(1024, 2, activeActors, IDLE_MS, 30_000, 3, 5, 60_000);
  }

  private static String item(String name) {
    return "{\"item\":\"" + name + "\"}";
  }

  @Test
  void s37_s39_aSubscriberSeesASnapshotThenEachChangeOnceThenTheTombstone() {
    try (TestRuntime runtime = start(limits(1000))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      runtime.call(ANN, "add", item("a"));
      Notes notes = new Notes();
      assertNotNull(TestRuntime.get(runtime.runtime().subscribe(ANN, notes, CallOptions.DEFAULT)));
      runtime.call(ANN, "add", item("b"));
      runtime.call(ANN, "items", "{}");
      assertThrows(ActjsException.class, () -> runtime.call(ANN, "fail", item("c")));
      runtime.delete(ANN);
      Await.until("the tombstone", () -> notes.lines.size() == 3);
      assertEquals("snapshot 2 {\"items\":[\"a\"],\"inits\":1}", notes.lines.get(0));
      assertEquals(
          "patch 3 [{\"op\":\"add\",\"path\":\"/items/1\",\"value\":\"b\"}]", notes.lines.get(1));
      assertEquals("tombstone 4", notes.lines.get(2));
    }
  }

  @Test
  void w113_aStateThatCannotBeStoredFailsItsTurnWhoeverWatches() {
    ActorRef odd = new ActorRef("Noisy", "odd");
    try (TestRuntime runtime = start(limits(1000))) {
      runtime.publish("Noisy", "1.0.0", NOISY);
      runtime.call(odd, "set", "{\"size\":1,\"mark\":\"one\"}");
      Notes notes = new Notes();
      assertNotNull(TestRuntime.get(runtime.runtime().subscribe(odd, notes, CallOptions.DEFAULT)));
      ActjsException refused =
          assertThrows(ActjsException.class, () -> runtime.call(odd, "odd", "{}"));
      assertEquals(ProblemCode.StateNotSerializable, refused.code());
      assertTrue(refused.detail().contains("state.f"), refused.detail());
      runtime.call(odd, "set", "{\"size\":1,\"mark\":\"two\"}");
      Await.until("the patch", () -> notes.lines.size() == 2);
      assertEquals("snapshot 2 {\"text\":\"onex\"}", notes.lines.get(0));
    }
  }

  @Test
  void s43_theSubscriberLimitIsAnErrorAndAClosedSubscriptionFreesItsPlace() {
    try (TestRuntime runtime = start(limits(1000))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      Subscription first =
          TestRuntime.get(runtime.runtime().subscribe(ANN, new Notes(), CallOptions.DEFAULT));
      assertNotNull(
          TestRuntime.get(runtime.runtime().subscribe(ANN, new Notes(), CallOptions.DEFAULT)));
      ActjsException refused =
          assertThrows(
              ActjsException.class,
              () ->
                  TestRuntime.get(
                      runtime.runtime().subscribe(ANN, new Notes(), CallOptions.DEFAULT)));
      assertEquals(ProblemCode.SubscriberLimit, refused.code());
      first.close();
      assertNotNull(
          TestRuntime.get(runtime.runtime().subscribe(ANN, new Notes(), CallOptions.DEFAULT)));
    }
  }

  @Test
  void s45_s62_anIdleActorLeavesMemoryButNotWhileSomebodyWatches() {
    ActorRef watched = new ActorRef("Bag", "watched");
    try (TestRuntime runtime = start(limits(1000))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      runtime.call(ANN, "add", item("a"));
      runtime.call(watched, "add", item("a"));
      Notes notes = new Notes();
      Subscription subscription =
          TestRuntime.get(runtime.runtime().subscribe(watched, notes, CallOptions.DEFAULT));
      clock.advance(IDLE_MS);
      Await.until("the idle actor leaves", () -> !runtime.runtime().inspect(ANN).active());
      assertTrue(runtime.runtime().inspect(watched).active());
      runtime.call(watched, "add", item("b"));
      Await.until("the patch", () -> notes.lines.size() == 2);
      assertEquals("[\"a\"]", runtime.call(ANN, "items", "{}"));
      subscription.close();
      clock.advance(IDLE_MS);
      Await.until("it leaves now", () -> !runtime.runtime().inspect(watched).active());
    }
  }

  /** Lets a little time pass: who is to leave is looked for now and then. */
  private boolean hasRoom(TestRuntime runtime, int limit) {
    clock.advance(20);
    return runtime.runtime().stats().active() <= limit;
  }

  @Test
  void aboveTheLimitTheLeastRecentlyUsedActorsLeave() {
    int limit = 20;
    try (TestRuntime runtime = start(limits(limit))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      for (int i = 0; i < 3 * limit; i++) {
        ActorRef ref = new ActorRef("Bag", "b" + i);
        Await.until("there is room", () -> hasRoom(runtime, limit));
        assertEquals("1", runtime.call(ref, "add", item("x")));
      }
      Await.until("the limit holds", () -> hasRoom(runtime, limit));
      assertFalse(runtime.runtime().inspect(new ActorRef("Bag", "b0")).active());
      assertEquals("2", runtime.call(new ActorRef("Bag", "b0"), "add", item("y")));
    }
  }

  @Test
  void aSnapshotIsTakenInTheBackgroundAndRecoveryGoesOnFromIt() {
    ActorRef ref = new ActorRef("Noisy", "1");
    TestRuntime crashed = start(limits(1000));
    crashed.publish("Noisy", "1.0.0", NOISY);
    for (int i = 0; i < 20; i++) {
      crashed.call(ref, "set", "{\"size\":8000,\"mark\":\"m" + (10 + i) + "\"}");
    }
    Await.until("a snapshot", () -> disk.activate(ref).snapshot() != null);
    try (TestRuntime runtime = start(limits(1000))) {
      assertEquals("\"m29\"", runtime.call(ref, "mark", "{}"));
    }
    crashed.close();
  }

  @Test
  void adoptedCodeRunsForActorsInMemoryAndStoredAndTheirStateStays() {
    ActorRef stored = new ActorRef("Bag", "stored");
    try (TestRuntime runtime = start(limits(1000))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      runtime.call(stored, "add", item("old"));
      clock.advance(IDLE_MS);
      Await.until("it leaves", () -> !runtime.runtime().inspect(stored).active());
      runtime.call(ANN, "add", item("old"));
      Notes notes = new Notes();
      assertNotNull(TestRuntime.get(runtime.runtime().subscribe(ANN, notes, CallOptions.DEFAULT)));
      runtime.publish(
          "Bag", "1.0.1", Sources.BAG.replace("push(args.item)", "push('new ' + args.item)"));
      assertEquals("2", runtime.call(ANN, "add", item("x")), "published alone changes nobody");
      runtime.runtime().adopt(new ClassRef("Bag", Version.parse("1.0.1")));
      runtime.call(ANN, "add", item("y"));
      runtime.call(stored, "add", item("y"));
      assertEquals("[\"old\",\"x\",\"new y\"]", runtime.call(ANN, "items", "{}"));
      assertEquals("[\"old\",\"new y\"]", runtime.call(stored, "items", "{}"));
      assertEquals("1.0.1", runtime.runtime().inspect(stored).head().version().toString());
      Await.until("the subscriber came along", () -> notes.lines.size() == 3);
    }
  }

  @Test
  void whoeverLooksAtAnActorAfterAnAdoptionMovesItForNobodyWhoIsPinned() {
    try (TestRuntime runtime = start(limits(1000))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      Manifest older = Manifest.of(Map.of("Bag", Version.parse("1.0.0")));
      CallOptions pinned = CallOptions.pinned(older);
      TestRuntime.get(runtime.runtime().call(ANN, "add", item("old"), pinned));
      runtime.publish(
          "Bag", "1.0.1", Sources.BAG.replace("push(args.item)", "push('new ' + args.item)"));
      runtime.runtime().adopt(new ClassRef("Bag", Version.parse("1.0.1")));
      assertEquals("[\"old\"]", runtime.call(ANN, "items", "{}"));
      TestRuntime.get(runtime.runtime().call(ANN, "add", item("x"), pinned));
      assertEquals("[\"old\",\"x\"]", runtime.call(ANN, "items", "{}"));
      assertEquals("1.0.0", runtime.runtime().inspect(ANN).head().version().toString());
    }
  }

  @Test
  void aHandlerThatLoopsOrFillsTheHeapHarmsItsOwnCallOnly() {
    ActorRef bad = new ActorRef("Noisy", "bad");
    ActorRef good = new ActorRef("Noisy", "good");
    EngineLimits tight = EngineLimits.DEFAULT.withHandlerCpuMs(1_500).withHeapBytes(64L << 20);
    try (TestRuntime runtime =
        TestRuntime.start(disk, builder -> builder.engineLimits(tight).drainMs(500))) {
      runtime.publish("Noisy", "1.0.0", NOISY);
      runtime.call(bad, "set", "{\"size\":10,\"mark\":\"bad\"}");
      runtime.call(good, "set", "{\"size\":10,\"mark\":\"god\"}");
      for (String method : List.of("loop", "hoard", "loop")) {
        ProblemCode expected =
            method.equals("loop") ? ProblemCode.HandlerTimeout : ProblemCode.HeapExhausted;
        assertEquals(
            expected,
            assertThrows(ActjsException.class, () -> runtime.call(bad, method, "{}")).code());
        assertEquals("\"god\"", runtime.call(good, "mark", "{}"));
        assertEquals("\"bad\"", runtime.call(bad, "mark", "{}"));
      }
    }
  }

  @Test
  void whileTheDiskIsFullCallsFailAndAfterwardsNothingIsMissing() {
    AtomicBoolean full = new AtomicBoolean();
    FaultyDriver faulty =
        new FaultyDriver(
            disk,
            (operation, call) ->
                full.get() && operation.equals("commit") ? Fault.FAIL_BEFORE : Fault.NONE);
    try (TestRuntime runtime = TestRuntime.start(faulty, builder -> builder.drainMs(500))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      runtime.call(ANN, "add", item("a"));
      full.set(true);
      for (int i = 0; i < 5; i++) {
        ActjsException failed =
            assertThrows(ActjsException.class, () -> runtime.call(ANN, "add", item("lost")));
        assertEquals(ProblemCode.StorageUnavailable, failed.code());
      }
      assertEquals("[\"a\"]", runtime.call(ANN, "items", "{}"), "reads go on");
      full.set(false);
      assertEquals("2", runtime.call(ANN, "add", item("b")));
      assertEquals("[\"a\",\"b\"]", runtime.call(ANN, "items", "{}"));
    }
  }

  @Test
  void aTurnBehindOneThatWasNotStoredFailsForTheSameReason() throws Exception {
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    AtomicBoolean hold = new AtomicBoolean();
    // A worker waits for a local disk that is quick.
    StorageDriver distant =
        new ForwardingDriver(disk) {
          @Override
          public boolean isLocal() {
            return false;
          }
        };
    FaultyDriver faulty =
        new FaultyDriver(
            distant,
            (operation, call) -> {
              if (!operation.equals("commit") || !hold.compareAndSet(true, false)) {
                return Fault.NONE;
              }
              committing.countDown();
              await(refused);
              return Fault.FAIL_BEFORE;
            });
    try (TestRuntime runtime = TestRuntime.start(faulty, builder -> builder.drainMs(500))) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      runtime.call(ANN, "add", item("a"));
      hold.set(true);
      var first = runtime.runtime().call(ANN, "add", item("lost"), CallOptions.DEFAULT);
      await(committing);
      var second = runtime.runtime().call(ANN, "add", item("behind"), CallOptions.DEFAULT);
      Await.until("the second turn", () -> runtime.runtime().stats().turns() == 4);
      refused.countDown();
      for (var call : List.of(first, second)) {
        ActjsException failed = assertThrows(ActjsException.class, () -> TestRuntime.get(call));
        assertEquals(ProblemCode.StorageUnavailable, failed.code());
      }
      assertEquals("[\"a\"]", runtime.call(ANN, "items", "{}"));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
