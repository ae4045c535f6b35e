package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Turns that would wait for ever, in the real engine. */
class StuckTurnsTest {
  private static final String HANG =
      """
      import { Actor, handler } from 'actjs';
      export class Hang extends Actor<{ n: number }> {
        static deadlineMs = 200;
        static retry = { attempts: 2, maxDelayMs: 100 };
        state = { n: 0 };
        @handler('never') never() { return new Promise(() => {}); }
        @handler('inc') inc() { return ++this.state.n; }
      }
      """;
  private static final String BOARD =
      """
      import { Replica, handler } from 'actjs';
      export class Board extends Replica<{ n: number }> {
        state = { n: 0 };
        @handler('never') never() { return new Promise(() => {}); }
        @handler('inc') inc() { return ++this.state.n; }
      }
      """;
  private static final String HANG_AT_START =
      """
      import { Actor, handler } from 'actjs';
      export class Slow extends Actor<{ n: number }> {
        static deadlineMs = 200;
        state = { n: 0 };
        onActivate(): any { if (this.actjs.self.id !== 'good') return new Promise(() => {}); }
        @handler('inc') inc() { return ++this.state.n; }
      }
      """;
  private static final String PING =
      """
      import { Actor, handler } from 'actjs';
      export class Ping extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('go') async go({ to }: any) { return await this.actjs.call({ class: 'Ping', id: to }, 'pong'); }
        @handler('both') async both() {
          return await Promise.all(['x', 'y'].map(id => this.actjs.call({ class: 'Ping', id }, 'pong')));
        }
        @handler('pong') pong() { return 'pong'; }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();

  private TestRuntime start() {
    return TestRuntime.start(
        disk, builder -> builder.limits(RuntimeLimits.DEFAULT).workers(2).drainMs(100));
  }

  private static ActorRef ref(String className, String id) {
    return new ActorRef(className, id);
  }

  @Test
  void fault19_aTellWhosePromiseNeverSettlesIsGivenUpAndItsActorAnswers() {
    try (TestRuntime runtime = start()) {
      runtime.publish("Hang", "1.0.0", HANG);
      ActorRef hang = ref("Hang", "a");
      runtime.tell(hang, "never", "{}");
      assertEquals("1", runtime.call(hang, "inc", "{}"));
      Await.until("the dead letter", () -> runtime.runtime().stats().messages().deadLetters() == 1);
      assertEquals("2", runtime.call(hang, "inc", "{}"));
      runtime.delete(hang);
    }
  }

  @Test
  void fault19_anActorThatNeverStartsFailsItsCallersInTimeAndCanBeDeleted() {
    try (TestRuntime runtime = start()) {
      runtime.publish("Slow", "1.0.0", HANG_AT_START);
      assertEquals("1", runtime.call(ref("Slow", "good"), "inc", "{}"));
      ActorRef slow = ref("Slow", "bad");
      ActjsException failure =
          assertThrows(ActjsException.class, () -> runtime.call(slow, "inc", "{}"));
      assertEquals(ProblemCode.TurnTimeout, failure.code());
      assertTrue(failure.detail().contains("onActivate of Slow/bad"), failure.detail());
    }
  }

  @Test
  void fault21_twoActorsThatCallEachOtherAreToldAtOnce() throws Exception {
    try (TestRuntime runtime = start()) {
      runtime.publish("Ping", "1.0.0", PING);
      int refused = 0;
      for (int round = 0; round < 50; round++) {
        CompletableFuture<String> one = go(runtime, "a", "b");
        CompletableFuture<String> other = go(runtime, "b", "a");
        refused += outcome(one) + outcome(other);
      }
      // How often they met is chance; each time one of them was answered, within the deadline.
      assertTrue(refused > 0, "they never met");
      assertEquals("[\"pong\",\"pong\"]", runtime.call(ref("Ping", "a"), "both", "{}"));
    }
  }

  private static CompletableFuture<String> go(TestRuntime runtime, String from, String to) {
    return runtime
        .runtime()
        .call(ref("Ping", from), "go", "{\"to\":\"" + to + "\"}", CallOptions.DEFAULT);
  }

  /** 1 when the call was refused as a circle. */
  private static int outcome(CompletableFuture<String> call) throws Exception {
    try {
      assertEquals("\"pong\"", call.get(10, TimeUnit.SECONDS));
      return 0;
    } catch (java.util.concurrent.ExecutionException e) {
      assertEquals(ProblemCode.CallCycle, ((ActjsException) e.getCause()).code());
      assertTrue(e.getCause().getMessage().contains("Ping/"), e.getCause().getMessage());
      return 1;
    }
  }

  @Test
  void fault12_whoWatchesAReplicaThatIsLostIsShownTheStateThatItBeginsWith() {
    try (TestRuntime runtime = start()) {
      runtime.publish("Board", "1.0.0", BOARD);
      ActorRef board = ref("Board", "a");
      Notes notes = new Notes();
      var unused = TestRuntime.get(runtime.runtime().subscribe(board, notes, CallOptions.DEFAULT));
      runtime.call(board, "inc", "{}");
      long before = runtime.read(board).seq();
      var call = runtime.runtime().call(board, "never", "{}", new CallOptions(null, 50));
      assertThrows(ActjsException.class, () -> TestRuntime.get(call));
      Await.until("it is shown again", () -> notes.lines.getLast().endsWith(" {\"n\":0}"));
      assertEquals("1", runtime.call(board, "inc", "{}"));
      long after = runtime.read(board).seq();
      assertTrue(after > before + 1, after + " after " + before);
      Await.until("all is shown", () -> notes.lines.size() == 4);
      assertTrue(notes.lines.get(2).startsWith("snapshot " + (after - 1)), notes.lines::toString);
      assertTrue(notes.lines.get(3).startsWith("patch " + after), notes.lines::toString);
    }
  }

  @Test
  void aClockThatIsSetBackDelaysNoDeadline() {
    ManualClock clock = new ManualClock(1_700_000_000_000L);
    try (TestRuntime runtime =
        TestRuntime.start(disk, builder -> builder.clock(clock).workers(1).drainMs(100))) {
      runtime.publish("Hang", "1.0.0", HANG);
      ActorRef hang = ref("Hang", "a");
      assertEquals("1", runtime.call(hang, "inc", "{}"));
      var call = runtime.runtime().call(hang, "never", "{}", new CallOptions(null, 60_000));
      clock.set(-3_600_000);
      clock.advance(59_000);
      assertFalse(call.isDone());
      clock.advance(1_100);
      assertEquals(
          ProblemCode.CallTimeout,
          assertThrows(ActjsException.class, () -> TestRuntime.get(call)).code());
    }
  }

  @Test
  void aClockThatIsSetBackDelaysNoDeadlineOfATurnThatNobodyWaitsFor() {
    ManualClock clock = new ManualClock(1_700_000_000_000L);
    try (TestRuntime runtime =
        TestRuntime.start(disk, builder -> builder.clock(clock).workers(1).drainMs(100))) {
      runtime.publish("Hang", "1.0.0", HANG);
      ActorRef hang = ref("Hang", "a");
      runtime.tell(hang, "never", "{}");
      clock.set(-3_600_000);
      var call = runtime.runtime().call(hang, "inc", "{}", new CallOptions(null, 60_000));
      Await.until(
          "the turn is abandoned",
          () -> {
            clock.advance(100);
            return call.isDone();
          });
      assertEquals("1", TestRuntime.get(call));
    }
  }
}
