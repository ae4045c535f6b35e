package io.actjs.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Endless loops of every form are stopped, and the other actors of the isolate go on.
 *
 * <p>{@code scripts/fuzz-watchdog --programs 10000} runs many more; {@code --seed N} says where to
 * begin. The same by hand: the system properties {@code actjs.watchdog.programs} and {@code
 * actjs.watchdog.seed}.
 */
class WatchdogFuzzTest {
  private static final int PROGRAMS = 24;

  /** Long enough for V8 to compile the loop with its last compiler, which drops checks. */
  private static final long CPU_MS = 250;

  /** An isolate that takes longer for a loop is lost. */
  private static final long PATIENCE_S = 30;

  private static final EngineLimits LIMITS =
      new EngineLimits(CPU_MS, 64L << 20, 1 << 20, 1 << 20, 10, 50);

  private static final List<String> LOST_THEIR_CHECK =
      List.of(
          "for (;;) new Array(1000).fill(0)",
          "for (let k = 0; ; k++) { const g = new Array(50); g[0] = k; }",
          "for (;;) a.push(new Array(100))",
          "for (;;) new Array(7)",
          "for (let k = 0; ; k++) { const g = new Array(3); g[k & 1] = k; s += g.length; }");

  @Test
  void fault22_everyEndlessLoopIsStopped() {
    long first = Long.getLong("actjs.watchdog.seed", 1);
    int programs = Integer.getInteger("actjs.watchdog.programs", PROGRAMS);
    Stream<String> known = LOST_THEIR_CHECK.stream().map(LoopProgram::bare);
    Stream<String> random =
        Stream.iterate(first, seed -> seed + 1)
            .limit(programs)
            .map(seed -> LoopProgram.random(new Random(seed)) + " // seed " + seed);
    try (Subject subject = new Subject()) {
      Stream.concat(known, random).forEach(subject::mustStop);
    }
  }

  /** An isolate on a thread of its own, with an actor that loops and one that does not. */
  private static final class Subject implements AutoCloseable {
    private final IsolateThread thread = new IsolateThread();
    private @Nullable KernelStage stage;
    private KernelStage.@Nullable LiveActor innocent;
    private int added;

    Subject() {
      thread.run(this::open);
    }

    private void open() {
      KernelStage opened = new KernelStage(LIMITS);
      stage = opened;
      added = 0;
      innocent =
          opened.create(
              """
              return class extends Actor {
                state = { n: 0 };
                static _handlers = { add() { return ++this.state.n; } };
              }
              """);
    }

    private KernelStage stage() {
      return requireNonNull(stage);
    }

    void mustStop(String program) {
      try {
        thread.run(() -> stop(program));
      } catch (StillRunning e) {
        throw new AssertionError("not stopped: " + program, e);
      }
    }

    private void stop(String program) {
      KernelStage.LiveActor actor =
          stage()
              .create(
                  """
                  return class extends Actor {
                    state = { touched: 0 };
                    static _handlers = { async run() {
                      %s
                    } };
                  }
                  """
                      .formatted(program));
      List<Outcome> outcomes = actor.step("run", "{}");
      Outcome.TurnFailed failed =
          outcomes.stream()
              .filter(Outcome.TurnFailed.class::isInstance)
              .map(Outcome.TurnFailed.class::cast)
              .findFirst()
              .orElseThrow(() -> new AssertionError(program + "\n" + outcomes));
      assertTrue(
          failed.code() == ProblemCode.HandlerTimeout || failed.code() == ProblemCode.HeapExhausted,
          () -> program + "\n" + failed);
      if (failed.code() == ProblemCode.HeapExhausted
          && stage().isolate.heapUsed() > LIMITS.heapBytes() / 10 * 8) {
        // What the worker does: see HeapRelief.
        stage().close();
        open();
      }
      assertEquals(String.valueOf(++added), requireNonNull(innocent).call("add").result(), program);
      stage().isolate.unload(actor.key);
    }

    @Override
    public void close() {
      thread.run(() -> stage().close());
    }
  }

  private static final class StillRunning extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A daemon thread, so that a loop that nothing stops cannot hold up the tests. */
  private static final class IsolateThread {
    private final ExecutorService executor =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("watchdog-fuzz").factory());

    void run(Runnable work) {
      try {
        executor.submit(work).get(PATIENCE_S, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new StillRunning();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case AssertionError failed -> throw failed;
          default -> throw new AssertionError(e.getCause());
        }
      }
    }
  }
}
