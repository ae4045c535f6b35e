package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.EngineLimits;
import io.actjs.engine.process.ProcessEngine;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss of a worker's process fails the turn that did it, and no other. */
class LostWorkerTest {
  private static final ActorRef INNOCENT = new ActorRef("Victim", "innocent");
  private static final ActorRef CULPRIT = new ActorRef("Victim", "culprit");
  private static final ActorRef CALLER = new ActorRef("Victim", "caller");
  private static final EngineLimits LIMITS =
      new EngineLimits(200, 64L << 20, 1 << 20, 1 << 20, 10, 20);

  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Victim extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add(): number { return ++this.state.n; }
        @handler('get') get(): number { return this.state.n; }
        @handler('hang') hang(): void {
          this.state.n = 99;
          const a: number[] = [];
          a[4e9] = 1;
          a.join();
        }
        /** Calls the first, which calls the next, the last of which does it. */
        @handler('relay') async relay(args: { path: string[]; method: string }): Promise<unknown> {
          const [id, ...path] = args.path;
          const last = path.length === 0;
          return this.actjs.call(
            { class: 'Victim', id }, last ? args.method : 'relay', last ? {} : { ...args, path });
        }
        @handler('wait') async wait(): Promise<number> {
          return await this.actjs.call({ class: 'Victim', id: 'slow' }, 'never');
        }
        @handler('never') async never(): Promise<void> { await new Promise(() => {}); }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private ProcessEngine engine;
  private TestRuntime runtime;
  private long threads;

  @BeforeEach
  void open() {
    start(RuntimeLimits.DEFAULT);
    runtime.publish("Victim", "1.0.0", SOURCE);
  }

  private void start(RuntimeLimits limits) {
    engine = ProcessEngine.open(LIMITS);
    runtime =
        TestRuntime.start(
            disk,
            builder -> builder.engine(engine).engineLimits(LIMITS).limits(limits).drainMs(500));
    threads = workers();
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("actjs-worker"))
        .count();
  }

  private CompletableFuture<String> call(ActorRef actor, String method) {
    return runtime.runtime().call(actor, method, "{}", CallOptions.DEFAULT);
  }

  private static ProblemCode failure(CompletableFuture<String> call) {
    return assertThrows(ActjsException.class, () -> TestRuntime.get(call)).code();
  }

  @Test
  void onlyTheCallThatDidItFails() {
    assertEquals("1", runtime.call(CULPRIT, "add", "{}"));
    List<CompletableFuture<String>> others = new ArrayList<>();
    CompletableFuture<String> hang = null;
    for (int i = 0; i < 30; i++) {
      others.add(call(INNOCENT, "add"));
      others.add(call(CULPRIT, "add"));
      if (i == 10) {
        hang = call(CULPRIT, "hang");
      }
    }

    assertEquals(ProblemCode.WorkerLost, failure(hang));
    for (CompletableFuture<String> other : others) {
      assertTrue(Integer.parseInt(TestRuntime.get(other)) > 0);
    }
    assertEquals("30", runtime.call(INNOCENT, "get", "{}"));
    assertEquals("31", runtime.call(CULPRIT, "get", "{}"));
    // One for slow classes, and one to hand over to.
    Await.until("threads that were held to end", () -> workers() <= threads + 2);
    assertEquals(1L, engine.losses().byReason().get("silent"));
  }

  @Test
  void aMessageThatDidItIsTriedAgainAndBecomesADeadLetter() {
    runtime.close();
    start(new RuntimeLimits(1024, 1000, 100_000, 300_000, 30_000, 2, 1, 0));
    var unused = runtime.tell(CULPRIT, "hang", "{}");
    Await.until("the dead letter", () -> !disk.deadLetters(CULPRIT, 10).isEmpty());

    assertEquals(2, disk.deadLetters(CULPRIT, 10).getFirst().attempts());
    assertEquals(2L, engine.losses().byReason().get("silent"));

    assertEquals("1", runtime.call(INNOCENT, "add", "{}"));
    assertEquals("1", runtime.call(CULPRIT, "add", "{}"));
  }

  private static String relay(String method, String... path) {
    return "{\"path\":[\"%s\"],\"method\":\"%s\"}".formatted(String.join("\",\"", path), method);
  }

  private CompletableFuture<String> relayed(ActorRef caller, String method, String... path) {
    return runtime.runtime().call(caller, "relay", relay(method, path), CallOptions.DEFAULT);
  }

  /** Its first calls go through the server, and permit those that follow. */
  private void warmUp(String... path) {
    for (int i = 0; i < 3; i++) {
      assertEquals("0", TestRuntime.get(relayed(CALLER, "get", path)));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aCallThatDidItFailsEveryTurnThatWaitsForIt(boolean inIsolate) {
    String[] path = {"between", "culprit"};
    if (inIsolate) {
      warmUp(path);
    }
    List<CompletableFuture<String>> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(call(INNOCENT, "add"));
    }
    CompletableFuture<String> culprit = relayed(CALLER, "hang", path);
    for (int i = 0; i < 10; i++) {
      others.add(call(INNOCENT, "add"));
    }

    assertEquals(ProblemCode.WorkerLost, failure(culprit));
    others.forEach(TestRuntime::get);
    assertEquals("20", runtime.call(INNOCENT, "get", "{}"));
    assertEquals(1L, engine.losses().byReason().get("silent"));
    assertEquals("0", TestRuntime.get(relayed(CALLER, "get", path)));
  }

  @Test
  void aMessageWhoseCallsDidItIsTheOneThatIsCounted() {
    runtime.close();
    start(new RuntimeLimits(1024, 1000, 100_000, 300_000, 30_000, 2, 1, 0));
    warmUp("culprit");
    for (int i = 0; i < 20; i++) {
      if (i == 10) {
        var culprit = runtime.tell(CALLER, "relay", relay("hang", "culprit"));
        assertNotNull(culprit);
      }
      var unused = runtime.tell(INNOCENT, "add", "{}");
      unused = runtime.tell(CALLER, "add", "{}");
    }
    Await.until("the dead letter", () -> !disk.deadLetters(CALLER, 10).isEmpty());

    assertEquals(2, disk.deadLetters(CALLER, 10).getFirst().attempts());
    assertEquals(2L, engine.losses().byReason().get("silent"));
    Await.until("the others", () -> runtime.call(INNOCENT, "get", "{}").equals("20"));
    Await.until("the caller's", () -> runtime.call(CALLER, "get", "{}").equals("20"));
    assertEquals(1, disk.deadLetters(CALLER, 10).size());
    assertEquals(List.of(), disk.deadLetters(INNOCENT, 10));
    assertEquals(List.of(), disk.deadLetters(CULPRIT, 10));
  }

  @Test
  void aTurnThatAwaitedWhenAnotherOneDidItMayBeSentAgain() {
    CompletableFuture<String> waiting = call(INNOCENT, "wait");
    Await.until("the call in the call", () -> runtime.runtime().active().containsValue(2L));
    assertEquals(ProblemCode.WorkerLost, failure(call(CULPRIT, "hang")));
    assertEquals(ProblemCode.Fenced, failure(waiting));
    assertEquals("1", runtime.call(INNOCENT, "add", "{}"));
  }

  @Test
  void aClassThatHangsWhenItIsLoadedIsNotPublished() {
    String hanging =
        SOURCE.replace("export class", "const a = []; a[4e9] = 1; a.join();\nexport class");
    ActjsException refused =
        assertThrows(ActjsException.class, () -> runtime.publish("Victim", "1.0.1", hanging));
    assertEquals(ProblemCode.WorkerLost, refused.code());
    assertEquals("1", runtime.call(INNOCENT, "add", "{}"));
  }
}
