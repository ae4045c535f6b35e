package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemindersTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef BELL = new ActorRef("Bell", "b");

  private static final String BELL_SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Bell extends Actor<{ rung: string[] }> {
        state: { rung: string[] } = { rung: [] };
        @handler('at') at({ at, text }: any) { return this.actjs.scheduleAt(at, 'ring', text); }
        @handler('every') every({ ms, text }: any) { return this.actjs.scheduleEvery(ms, 'ring', text); }
        @handler('cancel') cancel({ id }: any) { this.actjs.cancel(id); }
        @handler('fail') fail({ at }: any) { this.actjs.scheduleAt(at, 'ring', 'never'); throw new Error('no'); }
        @handler('list') async list() { return (await this.actjs.reminders()).map(r => r.payload); }
        @handler('setAndList') async setAndList({ at }: any) {
          this.actjs.scheduleAt(at, 'ring', 'own');
          return (await this.actjs.reminders()).map(r => r.payload);
        }
        @handler('ring') ring(text: string) {
          this.state.rung.push(text + ' ' + this.actjs.self.version);
        }
        @handler('hold') hold() { let n = 0; for (let i = 0; i < 3e8; i++) n += i; return n; }
        @handler('rung') rung() { return this.state.rung; }
        @handler('bad') bad() { this.actjs.scheduleAt(this.actjs.now(), 'explode'); }
        @handler('explode') explode() { throw new Error('boom'); }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final ManualClock clock = new ManualClock(NOW);
  private TestRuntime runtime;

  @BeforeEach
  void start() {
    runtime = TestRuntime.start(disk, builder -> builder.clock(clock));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private void publish() {
    runtime.publish("Bell", "1.0.0", BELL_SOURCE);
  }

  private CompletableFuture<@Nullable String> call(String method, String args) {
    return runtime.runtime().call(BELL, method, args, CallOptions.DEFAULT);
  }

  private String at(long at, String text) {
    return runtime.call(BELL, "at", "{\"at\":%d,\"text\":\"%s\"}".formatted(at, text));
  }

  private String rung() {
    return runtime.call(BELL, "rung", "{}");
  }

  private void awaitRung(String expected) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!rung().equals(expected)) {
      assertTrue(System.nanoTime() < end, () -> "rung " + rung() + ", not " + expected);
      Thread.onSpinWait();
    }
  }

  private List<InboxMessage> pending() {
    return disk.later(BELL, 100);
  }

  @Test
  void scenario71ItFiresOnceAndNotEarly() {
    publish();
    at(NOW + 1_000, "one");
    clock.advance(999);
    at(NOW + 999, "probe");
    awaitRung("[\"probe 1.0.0\"]");
    assertEquals(1, pending().size(), "what is not due yet is still pending");
    clock.advance(1);
    awaitRung("[\"probe 1.0.0\",\"one 1.0.0\"]");
    assertEquals(List.of(), pending());
    clock.advance(86_400_000);
    at(NOW + 86_401_000, "last");
    awaitRung("[\"probe 1.0.0\",\"one 1.0.0\",\"last 1.0.0\"]");
  }

  @Test
  void scenario71LateOnesFireInOrderAfterARestartWithoutANewOne() {
    publish();
    at(NOW + 3_000, "three");
    at(NOW + 1_000, "one");
    at(NOW + 2_000, "two");
    runtime.close();
    clock.advance(60_000);
    start();
    awaitInbox();
    awaitRung("[\"one 1.0.0\",\"two 1.0.0\",\"three 1.0.0\"]");
    assertEquals(List.of(), pending());
  }

  /** Nothing touches the actor until its reminders have become messages by themselves. */
  private void awaitInbox() {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!pending().isEmpty()) {
      assertTrue(System.nanoTime() < end, "the reminders do not fire from boot on");
      Thread.onSpinWait();
    }
  }

  @Test
  void scenario71ManyFireOnceEach() {
    publish();
    StringBuilder expected = new StringBuilder("[");
    for (int i = 0; i < 700; i++) {
      at(NOW + 1_000 + i, "r" + i);
      expected.append(i == 0 ? "" : ",").append("\"r").append(i).append(" 1.0.0\"");
    }
    clock.advance(5_000);
    awaitRung(expected.append(']').toString());
  }

  @Test
  void aPeriodKeepsItsRhythmAndMissedOccurrencesCountOnce() {
    publish();
    runtime.call(BELL, "every", "{\"ms\":1000,\"text\":\"tick\"}");
    clock.advance(1_000);
    awaitRung("[\"tick 1.0.0\"]");
    clock.advance(5_500);
    awaitRung("[\"tick 1.0.0\",\"tick 1.0.0\"]");
    assertEquals(NOW + 7_000, pending().getFirst().dueAt());
    clock.advance(500);
    awaitRung("[\"tick 1.0.0\",\"tick 1.0.0\",\"tick 1.0.0\"]");
  }

  @Test
  void aCancelledOneNeverFires() {
    publish();
    String id = at(NOW + 1_000, "never");
    runtime.call(BELL, "cancel", "{\"id\":" + id + "}");
    runtime.call(BELL, "cancel", "{\"id\":\"unknown\"}");
    assertEquals(List.of(), pending());
    clock.advance(2_000);
    at(NOW + 2_000, "probe");
    awaitRung("[\"probe 1.0.0\"]");
  }

  @Test
  void aCancelledOneThatIsDueAlreadyIsDroppedAndNoOtherTurnIsLost() {
    publish();
    String id = at(NOW + 1_000, "never");
    var held = call("hold", "{}");
    var cancelled = call("cancel", "{\"id\":" + id + "}");
    clock.advance(1_000);
    long end = System.nanoTime() + 30_000_000_000L;
    while (!held.isDone() && runtime.runtime().inspect(BELL).mailbox() < 2) {
      assertTrue(System.nanoTime() < end, "it does not fire");
      Thread.onSpinWait();
    }
    var rung = call("rung", "{}");
    TestRuntime.get(cancelled);
    assertEquals("[]", TestRuntime.get(rung));
    at(NOW + 1_000, "probe");
    awaitRung("[\"probe 1.0.0\"]");
    assertEquals(List.of(), disk.pendingInbox(BELL, null, 10));
  }

  @Test
  void aFailedTurnSetsNothing() {
    publish();
    assertEquals(
        ProblemCode.HandlerError,
        assertThrows(ActjsException.class, () -> runtime.call(BELL, "fail", "{\"at\":" + NOW + "}"))
            .code());
    assertEquals(List.of(), pending());
  }

  @Test
  void theListHasWhatIsStoredAndWhatTheTurnItselfSets() {
    publish();
    at(NOW + 9_000, "far");
    at(NOW + 1_000, "near");
    assertEquals("[\"near\",\"far\"]", runtime.call(BELL, "list", "{}"));
    assertEquals(
        "[\"near\",\"own\",\"far\"]",
        runtime.call(BELL, "setAndList", "{\"at\":" + (NOW + 5_000) + "}"));
    assertEquals(3, runtime.runtime().maintenance().reminders(BELL, 100).size());
  }

  @Test
  void itRunsAsTheVersionThatWasPinnedWhenItWasSet() {
    publish();
    runtime.publish("Bell", "2.0.0", BELL_SOURCE);
    ActorRef other = new ActorRef("Bell", "pinned");
    Manifest pin = Manifest.of(Map.of("Bell", Version.parse("1.0.0")));
    disk.registry().saveManifest(pin, NOW);
    String args = "{\"at\":" + (NOW + 1_000) + ",\"text\":\"x\"}";
    TestRuntime.get(runtime.runtime().call(other, "at", args, CallOptions.pinned(pin)));
    assertEquals(pin.sha(), disk.later(other, 1).getFirst().manifest());
    at(NOW + 1_000, "y");
    clock.advance(1_000);
    awaitRung("[\"y 2.0.0\"]");
    long end = System.nanoTime() + 30_000_000_000L;
    while (!runtime.read(other).state().equals("{\"rung\":[\"x 1.0.0\"]}")) {
      assertTrue(System.nanoTime() < end, runtime.read(other)::state);
      Thread.onSpinWait();
    }
  }

  @Test
  void aDeletedActorHasNoReminders() {
    publish();
    at(NOW + 1_000, "never");
    runtime.delete(BELL);
    assertEquals(List.of(), pending());
    clock.advance(2_000);
    assertEquals(ProblemCode.Gone, assertThrows(ActjsException.class, this::rung).code());
  }

  @Test
  void aReminderThatAlwaysFailsBecomesADeadLetter() {
    publish();
    runtime.call(BELL, "bad", "{}");
    long end = System.nanoTime() + 30_000_000_000L;
    while (disk.deadLetters(BELL, 10).isEmpty()) {
      assertTrue(System.nanoTime() < end, "it is retried for ever");
      clock.advance(100);
      Thread.onSpinWait();
    }
    assertEquals("explode", disk.deadLetters(BELL, 10).getFirst().message().type());
  }
}
