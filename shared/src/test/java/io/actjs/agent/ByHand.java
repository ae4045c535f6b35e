package io.actjs.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A scheduler without threads: agents and tasks run when the test says so, on its own thread. */
public final class ByHand implements Scheduler {
  private static final int MOST_ROUNDS = 20_000;

  private final List<Agent> agents = new ArrayList<>();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  /**
   * Does all that is ready, and what becomes ready by it.
   *
   * @throws IllegalStateException when that has no end
   */
  public void run() {
    boolean busy = true;
    for (int rounds = 0; busy; rounds++) {
      if (rounds == MOST_ROUNDS) {
        throw new IllegalStateException("this does not come to rest");
      }
      busy = false;
      for (Agent agent : agents) {
        busy |= !agent.isDone() && agent.doWork() > 0;
      }
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
        busy = true;
      }
    }
  }

  /** Lets one agent, or the oldest task, do what is ready. */
  public void step(Random random) {
    int next = random.nextInt(agents.size() + 1);
    if (next < agents.size()) {
      var unused = agents.get(next).doWork();
    } else if (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Tasks that have not run. */
  public int tasks() {
    return tasks.size();
  }

  @Override
  public Running start(Agent agent) {
    agent.onStart();
    agents.add(agent);
    return new Started();
  }

  @Override
  public ExecutorService pool(String name, int threads) {
    return new Pool();
  }

  private final class Started implements Running {
    @Override
    public void help() {
      // It does its work when the test says so.
    }

    @Override
    public void awaitEnd() {
      run();
    }

    @Override
    public void awaitEnd(Duration atMost) {
      run();
    }
  }

  private final class Pool extends AbstractExecutorService {
    private boolean shutdown;

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
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return shutdown;
    }

    @Override
    public boolean isTerminated() {
      return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
