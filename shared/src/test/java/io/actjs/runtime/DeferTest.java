package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code this.actjs.defer}, in the real engine. */
class DeferTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef GATE = new ActorRef("Gate", "g");
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Gate extends Actor<{ open: boolean; passed: string[]; tried: number }> {
        static retry = { attempts: 2, maxDelayMs: 1000 };
        state: { open: boolean; passed: string[]; tried: number } = { open: false, passed: [], tried: 0 };
        @handler('open') open() { this.state.open = true; }
        @handler('pass') pass({ who }: any) {
          this.state.tried++;
          if (!this.state.open) this.actjs.defer(1000);
          this.state.passed.push(who);
        }
        @handler('note') note({ who }: any) { this.state.passed.push(who); }
        @handler('fail') fail() { throw new Error('no'); }
        @handler('every') every() { this.actjs.scheduleEvery(60_000, 'pass', { who: 'bell' }); }
        @handler('get') get() { return this.state; }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final ManualClock clock = new ManualClock(NOW);
  private TestRuntime runtime;

  @BeforeEach
  void start() {
    runtime = TestRuntime.start(disk, builder -> builder.clock(clock));
    if (disk.head(GATE) == null) {
      runtime.publish("Gate", "1.0.0", SOURCE);
    }
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private String state() {
    return runtime.call(GATE, "get", "{}");
  }

  private void awaitPassed(String names, int tried) {
    String expected = "\"passed\":[%s],\"tried\":%d}".formatted(names, tried);
    Await.until(expected, () -> state().endsWith(expected));
  }

  private InboxMessage awaitPutOff(long dueAt) {
    Await.until(
        "put off until " + dueAt,
        () -> disk.later(GATE, 10).stream().anyMatch(message -> message.dueAt() == dueAt));
    return disk.later(GATE, 10).getFirst();
  }

  @Test
  void aMessageIsPutOffAsOftenAsItTakesAndKeepsNoneBack() {
    runtime.tell(GATE, "pass", "{\"who\":\"ann\"}");
    runtime.tell(GATE, "note", "{\"who\":\"bob\"}");
    for (int i = 1; i <= 5; i++) {
      InboxMessage later = awaitPutOff(clock.nowMs() + 1000);
      assertEquals(0, later.standing().attempts());
      clock.advance(1000);
    }
    awaitPutOff(clock.nowMs() + 1000);
    awaitPassed("\"bob\"", 0);
    runtime.call(GATE, "open", "{}");
    clock.advance(1000);
    awaitPassed("\"bob\",\"ann\"", 1);
    MessageStats stats = runtime.runtime().stats().messages();
    assertEquals(new MessageStats(0, 6, 0, 0, 0, 0), stats);
  }

  @Test
  void itIsPutOffAcrossARestart() {
    runtime.tell(GATE, "pass", "{\"who\":\"ann\"}");
    awaitPutOff(NOW + 1000);
    runtime.call(GATE, "open", "{}");
    runtime.close();
    start();
    awaitPassed("", 0);
    clock.advance(1000);
    awaitPassed("\"ann\"", 1);
  }

  @Test
  void anOccurrenceIsPutOffAndTheNextOneComesWhenItIsDue() {
    runtime.call(GATE, "every", "{}");
    clock.advance(60_000);
    InboxMessage later = awaitPutOff(NOW + 61_000);
    assertEquals(60_000, later.everyMs());
    runtime.call(GATE, "open", "{}");
    clock.advance(1000);
    awaitPassed("\"bell\"", 1);
    assertTrue(disk.later(GATE, 10).getFirst().dueAt() > NOW + 61_000);
    clock.advance(60_000);
    awaitPassed("\"bell\",\"bell\"", 2);
  }

  @Test
  void whoWaitsForAnAnswerIsToldThatACallCannotBePutOff() {
    runtime.call(GATE, "note", "{\"who\":\"bob\"}");
    ActjsException refused =
        assertThrows(ActjsException.class, () -> runtime.call(GATE, "pass", "{\"who\":\"ann\"}"));
    assertEquals(ProblemCode.HandlerError, refused.code());
    assertTrue(refused.detail().contains("defer"), refused.detail());
    awaitPassed("\"bob\"", 0);
  }
}
