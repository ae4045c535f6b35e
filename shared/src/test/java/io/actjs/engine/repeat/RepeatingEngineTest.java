package io.actjs.engine.repeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.repeat.Difference.Cause;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What turns depend on beside state and arguments, as a server over such an engine finds it. */
class RepeatingEngineTest {
  private static final String CLASS =
      """
      import { Actor, handler } from 'actjs';
      let seen = 0;
      export class Thing extends Actor<any> {
        state: any = { n: 0 };
        private kept = 0;
        @handler('pure') pure(by: number) { this.state.n += by; return this.state.n; }
        @handler('time') time() { this.state.at = this.actjs.now(); return this.state.at; }
        @handler('clock') clock() { this.state.at = new Date().getFullYear(); }
        @handler('chance') chance() { return crypto.randomUUID(); }
        @handler('module') module() { seen++; return seen; }
        @handler('field') field() { this.kept++; this.state.n = this.kept; }
        @handler('id') id() { this.state.reminder = this.actjs.scheduleAt(this.actjs.now() + 1e6, 'pure', 1); }
        @handler('fails') fails() { if (Math.random() >= 0) { throw new Error('' + seen++); } }
        @handler('calls') async calls(to: string) {
          const n = await this.actjs.call({ class: 'Thing', id: to }, 'pure', 2);
          this.state.n = n;
          return n;
        }
        @handler('rolls') async rolls(to: string) {
          await this.actjs.call({ class: 'Thing', id: to }, 'pure', Math.random());
        }
        @handler('counts') async *counts() { for (let i = 0; i < 3; i++) { yield i + seen++; } }
        @handler('late') late() { return ++this.state.n > 2 ? Math.random() : 0; }
      }
      """;

  private static final ActorRef THING = new ActorRef("Thing", "a");

  private final BlockingQueue<Difference> found = new LinkedBlockingQueue<>();
  private TestRuntime runtime;

  private void start(boolean every) {
    runtime =
        TestRuntime.start(
            new MemoryDriver(),
            builder ->
                builder.engine(
                    new RepeatingEngine(
                        Engine.open(EngineLimits.DEFAULT),
                        EngineLimits.DEFAULT,
                        every,
                        found::add)));
    runtime.publish("Thing", "1.0.0", CLASS);
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private String call(String method, String args) {
    return TestRuntime.get(runtime.runtime().call(THING, method, args, CallOptions.DEFAULT));
  }

  private Difference next() throws InterruptedException {
    Difference difference = found.poll(60, TimeUnit.SECONDS);
    assertTrue(difference != null, "nothing was found");
    return difference;
  }

  @Test
  void whatDependsOnStateAndArgumentsAloneIsNotTold() throws Exception {
    start(false);
    assertEquals("3", call("pure", "3"));
    call("time", "null");
    call("id", "null");
    assertEquals("2", call("calls", "\"b\""));
    // Turns are repeated in their order: whatever those before have found has come by then.
    call("chance", "null");
    assertEquals("chance", next().method());
  }

  @Test
  void eachCauseIsToldApartWithWhatDiffers() throws Exception {
    start(false);
    call("clock", "null");
    Difference clock = next();
    assertEquals(
        List.of("clock", Cause.CLOCK, "change"),
        List.of(clock.method(), clock.cause(), clock.where()));
    assertFalse(clock.first().equals(clock.second()), clock.first());

    call("module", "null");
    assertEquals(new Difference(clock.ref(), "module", Cause.MEMORY, "result", "2", "1"), next());
    call("field", "null");
    Difference field = next();
    assertEquals(
        List.of("field", Cause.MEMORY, "change"),
        List.of(field.method(), field.cause(), field.where()));

    call("rolls", "\"b\"");
    Difference rolls = next();
    assertEquals(
        List.of("rolls", Cause.CHANCE, "calls"),
        List.of(rolls.method(), rolls.cause(), rolls.where()));
    assertTrue(rolls.first().startsWith("Thing/b.pure(0."), rolls.first());
  }

  @Test
  void aTurnThatFailsIsRepeatedToo() throws Exception {
    start(false);
    var unused = assertThrows(ActjsException.class, () -> call("fails", "null"));
    assertEquals("end", next().where());
  }

  @Test
  void valuesThatAreYieldedAreCompared() throws Exception {
    start(false);
    call("counts", "null");
    Difference values = next();
    assertEquals(Cause.MEMORY, values.cause());
  }

  @Test
  void theFirstCallOfAHandlerAloneIsRepeated() throws Exception {
    start(false);
    for (int i = 0; i < 3; i++) {
      call("late", "null");
    }
    call("chance", "null");
    assertEquals("chance", next().method());
  }

  @Test
  void everyCallIsRepeatedWhenThatIsWanted() throws Exception {
    start(true);
    for (int i = 0; i < 5; i++) {
      call("late", "null");
    }
    call("chance", "null");
    assertEquals("late", next().method());
    assertEquals("chance", next().method(), "each difference is told once");
  }

  @Test
  void nothingThatARepetitionDoesReachesTheActors() throws Exception {
    start(false);
    call("module", "null");
    call("calls", "\"b\"");
    call("chance", "null");
    assertEquals("module", next().method());
    assertEquals("chance", next().method());
    assertEquals("2", call("module", "null"));
    assertEquals("{\"n\":2}", runtime.read(new ActorRef("Thing", "b")).state());
  }
}
