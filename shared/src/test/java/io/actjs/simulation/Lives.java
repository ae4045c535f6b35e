package io.actjs.simulation;

import io.actjs.agent.ThreadEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Many simulations, on as many threads as there are cores. */
final class Lives {
  private static final int SHOWN_LINES = 60;

  private final Plant plant;
  private final AtomicLong next;
  private final long end;
  private final Map<String, Long> happened = new TreeMap<>();
  private @Nullable Broken broken;

  /** A promise that a seed has broken. */
  record Broken(long seed, Throwable what, String trace) {
    /** For people: what broke, how it came, and how to see it again. */
    AssertionError report() {
      return new AssertionError(
          "seed %d breaks a promise: %s%n%s%nagain: scripts/simulate --seed %d"
              .formatted(seed, what.getMessage(), trace, seed),
          what);
    }
  }

  private Lives(Plant plant, long from, long count) {
    this.plant = plant;
    this.next = new AtomicLong(from);
    this.end = from + count;
  }

  /**
   * Lives the seeds until one breaks a promise.
   *
   * @param happened gets how often what has happened in all of them
   * @return the lowest seed that was found to break one; null when none does
   */
  static @Nullable Broken of(long from, long count, Plant plant, Map<String, Long> happened) {
    Lives lives = new Lives(plant, from, count);
    try (LogWatch _ = LogWatch.open()) {
      lives.live();
    }
    happened.putAll(lives.happened);
    return lives.broken;
  }

  /** What the first of the seeds that breaks a promise has to say; null when none does. */
  static @Nullable String report(long from, long count) {
    Broken broken = of(from, count, Plant.NONE, new TreeMap<>());
    return broken == null ? null : broken.report().getMessage();
  }

  private void live() {
    List<Thread> threads = new ArrayList<>();
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      threads.add(Thread.ofPlatform().name("simulation-" + i).start(this::work));
    }
    for (Thread thread : threads) {
      ThreadEnd.await(thread);
    }
  }

  private void work() {
    try (IsolatePool isolates = new IsolatePool(plant.kernel())) {
      for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
        Broken found = live(seed, isolates, plant);
        if (found != null) {
          broken(found);
          return;
        }
      }
    }
  }

  private synchronized void broken(Broken found) {
    next.set(end);
    if (broken == null || broken.seed > found.seed) {
      broken = found;
    }
  }

  private @Nullable Broken live(long seed, IsolatePool isolates, Plant with) {
    Simulation life = new Simulation(seed, isolates, with);
    Broken found = live(seed, life, SHOWN_LINES);
    synchronized (this) {
      life.trace.happened().forEach((what, times) -> happened.merge(what, times, Long::sum));
    }
    return found;
  }

  /**
   * Lives one life.
   *
   * @param lines of its trace that are shown
   */
  static @Nullable Broken live(long seed, Simulation life, int lines) {
    try {
      life.run();
      return null;
    } catch (RuntimeException | AssertionError e) {
      return new Broken(seed, e, life.trace.last(lines));
    }
  }
}
