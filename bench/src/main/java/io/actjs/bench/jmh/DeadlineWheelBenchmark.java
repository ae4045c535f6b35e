package io.actjs.bench.jmh;

import io.actjs.runtime.mailbox.DeadlineWheel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The deadline of a call that is answered in time, among those of all calls in flight. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeadlineWheelBenchmark {
  private static final long TICK_MS = 20;
  private static final long WAIT_MS = 30_000;
  private static final long NOW = 1_700_000_000_000L;

  /** Deadlines that are set and neither pass nor are cancelled. */
  @Param("10000")
  public int pending;

  private final DeadlineWheel wheel = new DeadlineWheel(TICK_MS, NOW);
  private final DeadlineWheel.Action action = () -> {};
  private long at = NOW;

  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int i = 0; i < pending; i++) {
      var unused = wheel.set(NOW + random.nextLong(WAIT_MS), action);
    }
  }

  @Benchmark
  public DeadlineWheel.Timer setAndCancel() {
    // From one bucket to the next, as time goes on.
    at = at - NOW > WAIT_MS ? NOW : at + 1;
    DeadlineWheel.Timer timer = wheel.set(at + WAIT_MS, action);
    timer.cancel();
    return timer;
  }
}
