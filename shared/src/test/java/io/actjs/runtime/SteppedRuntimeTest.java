package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.RegistryOptions;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.IsolatePool;
import io.actjs.testkit.SteppedRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteppedRuntimeTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef BELL = new ActorRef("Bell", "b");

  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      let inMemory = 0;
      export class Bell extends Actor<{ rung: number[] }> {
        static env = { TOKEN: 'secret?' };
        state: { rung: number[] } = { rung: [] };
        @handler('every') every({ ms }: any) { this.actjs.scheduleEvery(ms, 'ring'); }
        @handler('chain') chain({ ms }: any) { this.actjs.scheduleAt(this.actjs.now() + ms, 'link', { ms }); }
        @handler('link') link({ ms }: any) { this.ring(); this.chain({ ms }); }
        @handler('ring') ring() { this.state.rung.push(this.actjs.now()); }
        @handler('rung') rung() { return this.state.rung.map(at => at - 1_700_000_000_000); }
        @handler('chance') chance() { return [Math.random(), crypto.randomUUID(), Date.now()]; }
        @handler('count') count() { return ++inMemory; }
        @handler('shout') shout() { this.actjs.emit('shout', { loud: true }); }
        @handler('token') token() { return this.actjs.env.TOKEN; }
        @handler('ask') async ask() { return await this.actjs.call({ class: 'Bell', id: 'other' }, 'rung'); }
        @handler('echo') echo() { this.actjs.tell({ class: 'Bell', id: 'b' }, 'echo'); }
      }
      """;

  private static @Nullable IsolatePool pool;
  private static @Nullable PublishedClass bell;

  private SteppedRuntime runtime;

  @BeforeAll
  static void open() {
    pool = new IsolatePool();
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open();
        Engine engine = Engine.open(EngineLimits.DEFAULT)) {
      ClassRegistry registry =
          ClassRegistry.over(
              new MemoryDriver().registry(),
              compiler,
              engine,
              Clock.SYSTEM,
              RegistryOptions.DEFAULT);
      var unused = registry.publish(PublishRequest.of("Bell", "1.0.0", SOURCE).unchecked(), "test");
      bell = registry.get(new ClassRef("Bell", Version.parse("1.0.0")));
    }
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static SteppedRuntime start(long seed, Map<String, String> env) {
    return SteppedRuntime.start(pool, new SteppedRuntime.Beginning(NOW, seed, List.of(bell), env));
  }

  @BeforeEach
  void start() {
    runtime = start(1, Map.of());
  }

  @AfterEach
  void end() {
    runtime.close();
  }

  private static @Nullable String call(SteppedRuntime server, String method, String args) {
    CompletableFuture<@Nullable String> answer = begin(server, method, args);
    assertTrue(server.settle(() -> true));
    try {
      return answer.getNow("nothing");
    } catch (CompletionException e) {
      throw e.getCause() instanceof ActjsException known ? known : e;
    }
  }

  private static CompletableFuture<@Nullable String> begin(
      SteppedRuntime server, String method, String args) {
    return server.ask(it -> it.call(BELL, method, args, CallOptions.DEFAULT));
  }

  private @Nullable String call(String method) {
    return call(runtime, method, "{}");
  }

  @Test
  void timeStopsAtEachReminder() {
    call(runtime, "every", "{\"ms\":60000}");
    assertEquals(5, runtime.advance(300_000, () -> true));
    assertEquals("[60000,120000,180000,240000,300000]", call("rung"));
    assertEquals(NOW + 300_000, runtime.clock().nowMs());
  }

  @Test
  void aReminderThatAHandlerSetsOnTheWayFiresOnTheWay() {
    call(runtime, "chain", "{\"ms\":1000}");
    assertEquals(3, runtime.advance(3_500, () -> true));
    assertEquals("[1000,2000,3000]", call("rung"));
  }

  @Test
  void timeStandsStillWhenTooMuchComesDue() {
    call(runtime, "chain", "{\"ms\":1}");
    assertEquals(SteppedRuntime.MOST_FIRINGS, runtime.advance(86_400_000, () -> true));
  }

  @Test
  void whatIsStoredSurvivesACrashAndMemoryDoesNot() {
    call("ring");
    assertEquals("1", call("count"));
    assertEquals("2", call("count"));
    runtime.crash();
    assertEquals(
        ProblemCode.ShuttingDown, assertThrows(ActjsException.class, () -> call("rung")).code());
    runtime.restart();
    assertEquals("[0]", call("rung"));
    assertEquals("1", call("count"));
  }

  @Test
  void aCallThatACrashCutsIsAnswered() {
    CompletableFuture<@Nullable String> cut = begin(runtime, "rung", "{}");
    runtime.crash();
    assertThrows(CompletionException.class, cut::join);
  }

  @Test
  void theNextCommitFailsAndTheOneAfterItDoesNot() {
    runtime.failNext("commit", Fault.FAIL_BEFORE);
    assertThrows(ActjsException.class, () -> call("ring"));
    assertEquals("[]", call("rung"));
    call("ring");
    assertEquals("[0]", call("rung"));
  }

  @Test
  void aCrashInsideACommitLeavesWhatIsStored() {
    call("ring");
    runtime.failNext("commit", Fault.CRASH_AFTER);
    assertThrows(ActjsException.class, () -> call("ring"));
    assertThrows(ActjsException.class, () -> call("rung"));
    runtime.restart();
    assertEquals("[0,0]", call("rung"));
  }

  @Test
  void aReminderSurvivesStorageThatFails() {
    call(runtime, "chain", "{\"ms\":1000}");
    runtime.failNext("due", Fault.FAIL_BEFORE);
    assertEquals(1, runtime.advance(2_500, () -> true));
  }

  @Test
  void chanceAndTimeAreTheSameInEveryRun() {
    String first = call("chance");
    try (SteppedRuntime again = start(1, Map.of());
        SteppedRuntime other = start(2, Map.of())) {
      assertEquals(first, call(again, "chance", "{}"));
      assertTrue(first.endsWith(NOW + "]"), first);
      assertTrue(!first.equals(call(other, "chance", "{}")));
      assertEquals(runtime.mintId(), again.mintId());
      assertTrue(again.mintId().compareTo(runtime.mintId()) == 0);
    }
  }

  @Test
  void idsAscend() {
    String before = runtime.mintId();
    for (int i = 0; i < 1_000; i++) {
      String next = runtime.mintId();
      assertTrue(before.compareTo(next) < 0, before + " " + next);
      before = next;
    }
  }

  @Test
  void emittedMessagesAreToldWithoutASubscriber() {
    call("shout");
    assertEquals(
        List.of("shout {\"loud\":true}"),
        runtime.emitted(BELL).stream().map(SteppedRuntimeTest::text).toList());
  }

  private static String text(Emitted message) {
    return message.type() + " " + message.data();
  }

  @Test
  void valuesFromOutsideAreRead() {
    assertNull(call("token"));
    try (SteppedRuntime other = start(1, Map.of("TOKEN", "very secret"))) {
      assertEquals("\"very secret\"", call(other, "token", "{}"));
    }
    assertThrows(ActjsException.class, () -> start(1, Map.of("TOKEN", "short")));
  }

  @Test
  void actorsCallEachOther() {
    assertEquals("[]", call("ask"));
  }

  @Test
  void whatNeverEndsIsLeft() {
    var unused = begin(runtime, "echo", "{}");
    int[] left = {10_000};
    assertTrue(!runtime.settle(() -> left[0]-- > 0));
  }
}
