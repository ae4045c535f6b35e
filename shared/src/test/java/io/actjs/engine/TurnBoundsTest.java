package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a turn answers, sends and logs is bounded in the kernel, before Java sees any of it. */
class TurnBoundsTest {
  private static final String TALKER =
      """
      return class Talker extends Actor {
        state = { n: 0 };
        static _handlers = {
          text({ chars }) { this.state.n++; return 'x'.repeat(chars); },
          list({ chars }) {
            this.state.n++;
            const s = 'x'.repeat(1000000);
            return Array(chars / 1000000).fill(s);
          },
          shown() { return this.state; },
          grow({ chars }) { this.state.text = 'x'.repeat(chars); },
          growMore({ chars }) { this.state.more = 'x'.repeat(chars); },
          log({ times, chars }) {
            const s = 'y'.repeat(chars);
            for (let i = 0; i < times; i++) this.actjs.log.info(s);
          },
          logFail({ times }) {
            for (let i = 0; i < times; i++) this.actjs.log.info('a line of the turn that fails');
            throw new Error('no');
          },
          async args({ chars, calls }) {
            const s = 'x'.repeat(chars);
            const p = [];
            for (let i = 0; i < calls; i++) p.push(this.actjs.call({ class: 'Sink', id: 's' + i }, 'take', s));
            await Promise.all(p);
          },
          tell({ chars }) { this.actjs.tell({ class: 'Sink', id: 's' }, 'take', 'x'.repeat(chars)); },
        };
      }
      """;

  private KernelStage stage;
  private LiveActor actor;

  @BeforeEach
  void open() {
    stage = new KernelStage();
    actor = stage.create(TALKER);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private Outcome.TurnFailed fails(String method, String args, ProblemCode code) {
    Outcome.TurnFailed failed =
        KernelStage.only(Outcome.TurnFailed.class, actor.step(method, args));
    assertEquals(code, failed.code(), failed.message());
    return failed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "list"})
  void fault1_aResultOf200MegabytesNeverLeavesTheKernel(String method) {
    Outcome.TurnFailed failed = fails(method, "{\"chars\":200000000}", ProblemCode.ResultTooLarge);
    assertTrue(failed.message().contains("4194304"), failed.message());
    assertEquals("{\"n\":0}", actor.state());
  }

  @Test
  void aResultOfTheLimitLeaves() {
    int most = EngineLimits.DEFAULT.resultChars() - 2;
    Outcome.TurnDone done =
        KernelStage.only(Outcome.TurnDone.class, actor.step("text", "{\"chars\":" + most + "}"));
    assertEquals(most + 2, done.result().length());
    fails("text", "{\"chars\":" + (most + 1) + "}", ProblemCode.ResultTooLarge);
  }

  @Test
  void fault1_theStateAsAResultIsBoundedLikeAnyOther() {
    actor.call("grow", "{\"chars\":3000000}");
    actor.call("growMore", "{\"chars\":3000000}");
    fails("shown", "{}", ProblemCode.ResultTooLarge);
  }

  @Test
  void fault4_argumentsBetweenActorsAreBoundedOneByOneAndInAll() {
    fails("args", "{\"chars\":3000000,\"calls\":150}", ProblemCode.PayloadTooLarge);
    fails("tell", "{\"chars\":3000000}", ProblemCode.PayloadTooLarge);
    List<Outcome> outcomes = actor.step("args", "{\"chars\":1000000,\"calls\":150}");
    long sent = outcomes.stream().filter(Outcome.CallOut.class::isInstance).count();
    assertEquals(4, sent);
    Outcome.TurnFailed failed = assertInstanceOf(Outcome.TurnFailed.class, outcomes.getLast());
    assertEquals(ProblemCode.OutboxFull, failed.code());
  }

  @Test
  void fault5_linesAboveTheLimitOfATurnAreDroppedAndCounted() {
    List<Outcome> outcomes = actor.step("log", "{\"times\":70000,\"chars\":8000}");
    List<Outcome.Log> lines =
        outcomes.stream()
            .filter(Outcome.Log.class::isInstance)
            .map(Outcome.Log.class::cast)
            .toList();
    int kept = EngineLimits.DEFAULT.logChars() / 8032;
    assertEquals(kept + 1, lines.size());
    assertEquals("warn", lines.getLast().level());
    int dropped = 70_000 - kept;
    assertTrue(
        lines.getLast().message().startsWith(dropped + " log lines (" + dropped * 8000L + " char"),
        lines.getLast().message());
    assertInstanceOf(Outcome.TurnDone.class, outcomes.getLast());
    // The next turn may log again.
    assertEquals(3, actor.step("log", "{\"times\":2,\"chars\":10}").size());
  }

  @Test
  void fault5_aFailedTurnsLinesAreCountedToo() {
    List<Outcome> outcomes = actor.step("logFail", "{\"times\":10000}");
    assertEquals(
        1,
        outcomes.stream()
            .filter(it -> it instanceof Outcome.Log log && log.message().contains("dropped"))
            .count());
  }

  @Test
  void aTurnForWhoseAnswerThereIsNoMemoryIsUndone() {
    Frame frame = stage.isolate.newFrame();
    frame.room(100_000);
    frame.call(actor.host, 1_000, "text", "{\"chars\":99000}", KernelStage.NOW);
    frame.call(actor.host, 1_001, "text", "{\"chars\":99000}", KernelStage.NOW);
    frame.call(actor.host, 1_002, "text", "{\"chars\":9000}", KernelStage.NOW);
    List<Outcome> outcomes = stage.isolate.step(frame);
    assertInstanceOf(Outcome.TurnDone.class, outcomes.get(0));
    Outcome.TurnFailed failed = assertInstanceOf(Outcome.TurnFailed.class, outcomes.get(1));
    assertEquals(ProblemCode.CapacityExhausted, failed.code());
    assertInstanceOf(Outcome.TurnDone.class, outcomes.get(2));
    assertEquals("{\"n\":2}", actor.state());
  }

  @Test
  void aStateForWhichThereIsNoMemoryIsRefused() {
    actor.step("grow", "{\"chars\":50000}");
    Frame frame = stage.isolate.newFrame();
    frame.room(40_000);
    frame.state(actor.host, 7);
    assertEquals(List.of(new Outcome.StateRefused(actor.host, 7)), stage.isolate.step(frame));
  }
}
