package io.actjs.testkit;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.agent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The threads of one runtime, all of them on the thread that calls {@link #settle}, in a fixed
 * order: what happens is the same in every run. Confined to that thread.
 */
final class SteppedScheduler implements Scheduler {
  /** Far more work than ending any agent takes. */
  private static final int ENDLESS = 100_000;

  private final List<BooleanSupplier> doers = new ArrayList<>();
  private final List<Agent> tickers = new ArrayList<>();

  /**
   * Lets everything happen that can happen without time passing.
   *
   * @param mayGoOn is asked again and again
   * @return whether nothing is left to do; false when it might go on and may not
   */
  boolean settle(BooleanSupplier mayGoOn) {
    boolean did;
    do {
      if (!work(mayGoOn)) {
        return false;
      }
      tickers.forEach(ticker -> ticker.doWork());
      did = pass();
    } while (did);
    return true;
  }

  private boolean work(BooleanSupplier mayGoOn) {
    while (mayGoOn.getAsBoolean()) {
      if (!pass()) {
        return true;
      }
    }
    return false;
  }

  /** Lets each do something; false when none had anything to do. */
  private boolean pass() {
    boolean did = false;
    for (BooleanSupplier doer : List.copyOf(doers)) {
      did |= doer.getAsBoolean();
    }
    return did;
  }

  @Override
  public Running start(Agent agent) {
    agent.onStart();
    Working working = new Working(agent);
    if (agent instanceof Ticker) {
      tickers.add(agent);
    } else {
      doers.add(working::act);
    }
    return working;
  }

  @Override
  public ExecutorService pool(String name, int threads) {
    Tasks tasks = new Tasks();
    doers.add(tasks::act);
    return tasks;
  }

  /** An agent; what runs in the middle of its work is somebody else's. */
  private static final class Working implements Running {
    private final Agent agent;
    private boolean busy;

    Working(Agent agent) {
      this.agent = agent;
    }

    boolean act() {
      if (busy || agent.isDone()) {
        return false;
      }
      busy = true;
      try {
        return agent.doWork() > 0;
      } finally {
        busy = false;
      }
    }

    /** It works when it is its turn. */
    @Override
    public void help() {}

    @Override
    public void awaitEnd() {
      for (int i = 0; !agent.isDone(); i++) {
        if (i == ENDLESS) {
          throw new IllegalStateException(agent.name() + " does not end");
        }
        var unused = act();
      }
    }

    @Override
    public void awaitEnd(Duration atMost) {
      awaitEnd();
    }
  }

  /** Tasks, first come first served. */
  private static final class Tasks extends AbstractExecutorService {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean shutdown;

    boolean act() {
      Runnable task = tasks.poll();
      if (task == null) {
        return false;
      }
      task.run();
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
}
