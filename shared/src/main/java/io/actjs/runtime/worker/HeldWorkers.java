package io.actjs.runtime.worker;

import io.actjs.agent.Ticker;
import io.actjs.engine.TurnMark;
import io.actjs.model.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps turns that take long from holding up the actors of others, in two ways. A worker that one
 * turn has held for {@value #HELD_MS} ms is {@linkplain Workers#relieve relieved} of it; and
 * classes that hold workers much, see {@link SlowClasses}, are kept {@linkplain Workers#separate
 * apart}. It looks at what runs with each tick, so turns of less than two ticks are not seen at
 * all.
 */
public final class HeldWorkers implements Ticker.Timed {
  private static final long HELD_MS = 100;

  /** CPU time that the turn has taken then at least: on a busy machine all turns take long. */
  private static final long WORKED_MS = 50;

  private final Workers workers;
  private final Clock clock;
  private final Consumer<String> relocation;
  private final SlowClasses slow = new SlowClasses();
  private final Map<IsolateThread, Seen> seen = new HashMap<>();
  private Set<String> separate = Set.of();

  /** A turn that was seen in a step. */
  private static final class Seen {
    final long since;
    final TurnMark.Ran ran;
    final long firstMs;
    final long firstCpuNanos;
    long lastCpuNanos;

    Seen(long since, TurnMark.Ran ran, long nowMs, long cpuNanos) {
      this.since = since;
      this.ran = ran;
      this.firstMs = nowMs;
      this.firstCpuNanos = cpuNanos;
      this.lastCpuNanos = cpuNanos;
    }
  }

  /**
   * @param relocation has the actors of a class that are in memory leave and come back
   */
  public HeldWorkers(Workers workers, Clock clock, Consumer<String> relocation) {
    this.workers = workers;
    this.clock = clock;
    this.relocation = relocation;
  }

  @Override
  public void advance(long nowMs) {
    long now = clock.steadyMs();
    slow.advance(now);
    seen.keySet().retainAll(workers.threads());
    int busy = 0;
    for (IsolateThread thread : workers.threads()) {
      busy += thread.stepMs() >= HELD_MS ? 1 : 0;
    }
    for (IsolateThread thread : workers.threads()) {
      look(thread, now, busy);
    }
    if (!slow.names().equals(separate)) {
      separate();
    }
  }

  private void look(IsolateThread thread, long now, int busy) {
    long since = thread.stepSince();
    if (since == 0) {
      seen.remove(thread);
      return;
    }
    TurnMark.Ran ran = thread.ran();
    Seen before = seen.get(thread);
    if (before == null || before.since != since || !before.ran.equals(ran)) {
      seen.put(thread, new Seen(since, ran, now, thread.cpuNanos()));
    } else if (ran.host() != 0) {
      goesOn(thread, before, now, busy);
    }
  }

  private void goesOn(IsolateThread thread, Seen turn, long now, int busy) {
    long cpu = thread.cpuNanos();
    String className = thread.classOf(turn.ran.host());
    if (className != null) {
      slow.held(className, TimeUnit.NANOSECONDS.toMillis(cpu - turn.lastCpuNanos));
      turn.lastCpuNanos = cpu;
    }
    long wall = now - turn.firstMs;
    long worked = TimeUnit.NANOSECONDS.toMillis(cpu - turn.firstCpuNanos);
    if (wall >= HELD_MS && worked >= WORKED_MS) {
      workers.relieve(thread, turn.since, busy);
    }
  }

  private void separate() {
    Set<String> before = separate;
    Set<String> now = slow.names();
    separate = now;
    workers.separate(
        now, () -> now.stream().filter(name -> !before.contains(name)).forEach(relocation));
  }
}
