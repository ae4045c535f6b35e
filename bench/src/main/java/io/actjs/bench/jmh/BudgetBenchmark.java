package io.actjs.bench.jmh;

import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A charge that is taken and given back, on one thread and on two that share the budget. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BudgetBenchmark {
  private final Budget budget = Budget.root("server", 1L << 30);

  @Benchmark
  @Threads(1)
  public long chargeAndClose() {
    return once();
  }

  @Benchmark
  @Threads(2)
  public long sharedByTwo() {
    return once();
  }

  private long once() {
    try (Charge charge = budget.tryCharge(200)) {
      return charge == null ? 0 : charge.bytes();
    }
  }
}
