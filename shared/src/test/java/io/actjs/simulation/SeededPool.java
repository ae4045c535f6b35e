package io.actjs.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A pool of threads: of the oldest tasks, as many as it has threads, the seed picks the next. */
final class SeededPool extends AbstractExecutorService implements SeededScheduler.Doer {
  private final RandomGenerator random;
  private final int threads;
  private final List<Runnable> tasks = new ArrayList<>();
  private boolean shutdown;

  SeededPool(RandomGenerator random, int threads) {
    this.random = random;
    this.threads = threads;
  }

  @Override
  public boolean act() {
    if (tasks.isEmpty()) {
      return false;
    }
    tasks.remove(random.nextInt(Math.min(threads, tasks.size()))).run();
    return true;
  }

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("the pool is shut down");
    }
    tasks.add(task);
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = List.copyOf(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && tasks.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    while (act()) {
      // Until nothing is left.
    }
    return isTerminated();
  }
}
