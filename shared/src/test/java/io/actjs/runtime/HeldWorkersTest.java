package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.EngineLimits;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A turn that takes long holds up its own actor, and no other. */
class HeldWorkersTest {
  /** CPU time that a turn may take: much longer than it takes to see that it takes long. */
  private static final long LIMIT_MS = 3_000;

  private static final EngineLimits LIMITS =
      new EngineLimits(LIMIT_MS, 64L << 20, 1 << 20, 1 << 20, 10, 20);

  private static final String BUSY =
      """
      import { Actor, handler } from 'actjs';
      export class Busy extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add(): number { return ++this.state.n; }
        @handler('get') get(): number { return this.state.n; }
        @handler('spin') spin(): void { this.state.n = 99; for (;;); }
        @handler('work') work({ ms }: { ms: number }): number {
          for (const end = Date.now() + ms; Date.now() < end; );
          return ++this.state.n;
        }
        @handler('workThenCall') async workThenCall({ ms, id }: { ms: number; id: string }): Promise<number> {
          for (const end = Date.now() + ms; Date.now() < end; );
          const added = await this.actjs.call<number>({ class: 'Calm', id }, 'add');
          this.state.n += added;
          return added;
        }
      }
      """;

  private static final String CALM =
      """
      import { Actor, handler } from 'actjs';
      export class Calm extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add(): number { return ++this.state.n; }
        @handler('get') get(): number { return this.state.n; }
        @handler('callBusy') async callBusy({ ms }: { ms: number }): Promise<number> {
          this.state.n++;
          return await this.actjs.call<number>({ class: 'Busy', id: 'callee' }, 'work', { ms });
        }
      }
      """;

  private static final ActorRef CALM_ONE = new ActorRef("Calm", "one");
  private static final ActorRef CALM_TWO = new ActorRef("Calm", "two");
  private static final ActorRef BUSY_ONE = new ActorRef("Busy", "one");

  private final MemoryDriver disk = new MemoryDriver();
  private TestRuntime runtime;

  @BeforeEach
  void open() {
    runtime =
        TestRuntime.start(disk, builder -> builder.engineLimits(LIMITS).workers(1).drainMs(500));
    runtime.publish("Busy", "1.0.0", BUSY);
    runtime.publish("Calm", "1.0.0", CALM);
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  private CompletableFuture<String> call(ActorRef actor, String method, String args) {
    return runtime
        .runtime()
        .call(actor, method, args, CallOptions.DEFAULT)
        .orTimeout(15, TimeUnit.SECONDS);
  }

  /** A call that has its worker held when this returns. */
  private CompletableFuture<String> hold(ActorRef actor, String method, String args) {
    long before = runtime.runtime().handOvers();
    CompletableFuture<String> held = call(actor, method, args);
    Await.until(
        "a thread that holds another",
        () -> runtime.runtime().handOvers() > before || held.isDone());
    assertFalse(held.isDone(), "it was over before it was seen");
    return held;
  }

  @Test
  void othersAreAnsweredWhileATurnHoldsTheirWorker() {
    assertEquals("1", runtime.call(CALM_ONE, "add", "{}"));
    assertEquals("1", runtime.call(BUSY_ONE, "add", "{}"));
    CompletableFuture<String> spinning = hold(BUSY_ONE, "spin", "{}");
    for (int i = 2; i <= 10; i++) {
      assertEquals(String.valueOf(i), runtime.call(CALM_ONE, "add", "{}"));
      assertEquals(String.valueOf(i - 1), runtime.call(CALM_TWO, "add", "{}"));
    }
    assertFalse(spinning.isDone(), "others are answered meanwhile");
    assertEquals(
        ProblemCode.HandlerTimeout,
        assertThrows(ActjsException.class, () -> TestRuntime.get(spinning)).code());
    assertEquals("1", runtime.call(BUSY_ONE, "get", "{}"));
    assertEquals("10", runtime.call(CALM_ONE, "get", "{}"));
  }

  @Test
  void theTurnThatTakesLongIsStoredAndAnswered() {
    CompletableFuture<String> working = hold(BUSY_ONE, "work", "{\"ms\":1500}");
    CompletableFuture<String> behind = call(BUSY_ONE, "add", "{}");
    assertEquals("1", runtime.call(CALM_ONE, "add", "{}"));
    assertEquals("1", TestRuntime.get(working));
    assertEquals("2", TestRuntime.get(behind));
    assertEquals("3", runtime.call(BUSY_ONE, "add", "{}"));
  }

  @Test
  void whatTheKernelHasBehindTheTurnRunsOnceElsewhere() {
    runtime.call(BUSY_ONE, "add", "{}");
    List<CompletableFuture<String>> others = new ArrayList<>();
    CompletableFuture<String> working = null;
    for (int i = 0; i < 40; i++) {
      others.add(call(CALM_ONE, "add", "{}"));
      others.add(call(CALM_TWO, "add", "{}"));
      if (i == 10) {
        working = call(BUSY_ONE, "work", "{\"ms\":2000}");
      }
    }
    CompletableFuture<?>[] all = others.toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).join();
    assertFalse(working.isDone(), "others are answered meanwhile");
    assertEquals("2", TestRuntime.get(working));
    assertEquals("40", runtime.call(CALM_ONE, "get", "{}"));
    assertEquals("40", runtime.call(CALM_TWO, "get", "{}"));
  }

  @Test
  void theTurnThatTakesLongMayCallThoseWhoWentOn() {
    runtime.call(CALM_ONE, "add", "{}");
    CompletableFuture<String> working =
        hold(BUSY_ONE, "workThenCall", "{\"ms\":1000,\"id\":\"one\"}");
    assertEquals("2", runtime.call(CALM_ONE, "add", "{}"));
    assertEquals("3", TestRuntime.get(working));
    assertEquals("3", runtime.call(BUSY_ONE, "get", "{}"));
    assertEquals("3", runtime.call(CALM_ONE, "get", "{}"));
  }

  @Test
  void whoAwaitsTheTurnThatTakesLongGetsItsAnswer() {
    // The first is through the server, and permits the second to stay in the isolate.
    for (int i = 1; i <= 4; i++) {
      CompletableFuture<String> waiting = call(CALM_ONE, "callBusy", "{\"ms\":600}");
      assertEquals(String.valueOf(i), TestRuntime.get(waiting));
    }
    assertEquals("4", runtime.call(CALM_ONE, "get", "{}"));
    assertEquals("4", runtime.call(new ActorRef("Busy", "callee"), "get", "{}"));
  }

  @Test
  void aClassThatHoldsWorkersMuchGetsWorkersOfItsOwn() {
    runtime.call(CALM_ONE, "add", "{}");
    Await.until(
        "it is slow",
        () -> {
          runtime.call(BUSY_ONE, "work", "{\"ms\":400}");
          return runtime.runtime().slowClasses().contains("Busy");
        });
    int worked = Integer.parseInt(runtime.call(BUSY_ONE, "add", "{}"));

    CompletableFuture<String> working = call(BUSY_ONE, "work", "{\"ms\":1500}");
    for (int i = 2; i < 20; i++) {
      assertEquals(String.valueOf(i), runtime.call(CALM_ONE, "add", "{}"));
    }
    assertFalse(working.isDone());
    assertEquals(worked + 1, Integer.parseInt(TestRuntime.get(working)));
    assertEquals("19", runtime.call(CALM_ONE, "get", "{}"));
  }

  @Test
  void aClassWithAnIsolateOfItsOwnHoldsUpNobodyAtAll() {
    runtime.publish(
        "Alone",
        "1.0.0",
        BUSY.replace("class Busy", "class Alone")
            .replace("state =", "static isolation = 'own' as const; state ="));
    ActorRef alone = new ActorRef("Alone", "a");
    runtime.call(CALM_ONE, "add", "{}");
    assertEquals("1", runtime.call(alone, "add", "{}"));

    CompletableFuture<String> working = call(alone, "work", "{\"ms\":1500}");
    for (int i = 2; i < 20; i++) {
      assertEquals(String.valueOf(i), runtime.call(CALM_ONE, "add", "{}"));
    }
    assertFalse(working.isDone());
    assertEquals("2", TestRuntime.get(working));
    assertEquals(
        "20", runtime.call(alone, "workThenCall", "{\"ms\":1,\"id\":\"one\"}"), "they call others");
    assertEquals("22", runtime.call(alone, "get", "{}"));
  }

  @Test
  void anIsolationThatThereIsNotIsRefused() {
    ActjsException refused =
        assertThrows(
            ActjsException.class,
            () ->
                runtime.publish(
                    "Wrong",
                    "1.0.0",
                    BUSY.replace("class Busy", "class Wrong")
                        .replace("state =", "static isolation: any = 'process'; state =")));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    assertTrue(
        refused.detail().contains("static isolation is 'shared' or 'own'"), refused.detail());
  }

  @Test
  void threadsThatWereHeldEnd() {
    List<CompletableFuture<String>> held = new ArrayList<>();
    held.add(hold(BUSY_ONE, "work", "{\"ms\":400}"));
    held.forEach(TestRuntime::get);
    Await.until("only those are left that are of use", () -> workers() <= 4);
    for (int i = 2; i < 6; i++) {
      assertEquals(String.valueOf(i), runtime.call(BUSY_ONE, "work", "{\"ms\":300}"));
    }
    Await.until("only those are left that are of use", () -> workers() <= 4);
    assertTrue(runtime.runtime().handOvers() >= 1);
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("actjs-worker"))
        .count();
  }
}
