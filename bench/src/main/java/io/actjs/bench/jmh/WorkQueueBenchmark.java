package io.actjs.bench.jmh;

import io.actjs.agent.WorkQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An item into the queue between two agents and out of it, while nobody is parked. On one thread:
 * the queue has no bound, so producers of their own would only fill the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WorkQueueBenchmark {
  private final WorkQueue<Object> queue = new WorkQueue<>();
  private final Object item = new Object();

  @Benchmark
  public @Nullable Object offerAndPoll() {
    queue.offer(item);
    return queue.poll();
  }
}
