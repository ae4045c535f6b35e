package io.actjs.simulation;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.agent.Ticker;
import io.actjs.model.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/**
 * The threads of one process, on the simulation's thread: the seed decides which agent or task does
 * its next piece of work. How often each is picked is drawn for each process, so that the disk is
 * slow in one, the workers in another.
 */
final class SeededScheduler implements Scheduler {
  /** Far more work than ending any agent takes. */
  private static final int ENDLESS = 100_000;

  private static final int[] WEIGHTS = {1, 4, 16};

  private final RandomGenerator random;
  private final Clock clock;
  private final List<Doer> doers = new ArrayList<>();

  SeededScheduler(RandomGenerator random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** What has a thread, or several, in production. */
  interface Doer {
    /** Does something of what is ready; false when nothing was. */
    boolean act();
  }

  private record Weighted(Doer doer, int weight) implements Doer {
    @Override
    public boolean act() {
      return doer.act();
    }
  }

  private void add(Doer doer) {
    doers.add(new Weighted(doer, WEIGHTS[random.nextInt(WEIGHTS.length)]));
  }

  /** Lets one of them do something; false when none had anything to do. */
  boolean step() {
    List<Doer> left = new ArrayList<>(doers);
    while (!left.isEmpty()) {
      if (left.remove(pick(left)).act()) {
        return true;
      }
    }
    return false;
  }

  private int pick(List<Doer> among) {
    int sum = 0;
    for (Doer doer : among) {
      sum += ((Weighted) doer).weight;
    }
    int at = random.nextInt(sum);
    for (int i = 0; ; i++) {
      at -= ((Weighted) among.get(i)).weight;
      if (at < 0) {
        return i;
      }
    }
  }

  /** Ticks once whenever the clock has moved. */
  private final class Ticking implements Doer {
    private final Agent ticker;
    private long last;

    Ticking(Agent ticker) {
      this.ticker = ticker;
    }

    @Override
    public boolean act() {
      if (ticker.isDone() || clock.nowMs() == last) {
        return false;
      }
      last = clock.nowMs();
      var unused = ticker.doWork();
      return true;
    }
  }

  /** One thread: what runs in the middle of its work is somebody else's. */
  private final class Working implements Doer, Running {
    private final Agent agent;
    private boolean busy;

    Working(Agent agent) {
      this.agent = agent;
    }

    @Override
    public boolean act() {
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

    @Override
    public void help() {
      if (random.nextBoolean()) {
        var unused = act();
      }
    }

    @Override
    public void awaitEnd() {
      for (int i = 0; !agent.isDone(); i++) {
        if (i == ENDLESS) {
          throw new Violation(agent.name() + " does not end");
        }
        var unused = act();
      }
    }

    @Override
    public void awaitEnd(Duration atMost) {
      awaitEnd();
    }
  }

  @Override
  public Running start(Agent agent) {
    agent.onStart();
    Working working = new Working(agent);
    add(agent instanceof Ticker ? new Ticking(agent) : working);
    return working;
  }

  @Override
  public ExecutorService pool(String name, int threads) {
    SeededPool pool = new SeededPool(random, threads);
    add(pool);
    return pool;
  }
}
