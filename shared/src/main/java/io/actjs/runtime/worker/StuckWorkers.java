package io.actjs.runtime.worker;

import io.actjs.agent.Ticker;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TurnMark;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees workers whose step does not end although it is long past every limit: V8 does not stop all
 * that handlers do. Such a worker serves nobody; in a process of its own it is replaced. The ticker
 * calls {@link #advance}; any thread may ask.
 */
public final class StuckWorkers implements Ticker.Timed {
  private static final Logger LOG = LoggerFactory.getLogger(StuckWorkers.class);

  /** Limits are in CPU time, of which a busy machine gives a part. */
  private static final int TIMES_THE_LIMIT = 4;

  private final Collection<IsolateThread> threads;
  private final long limitMs;
  private final Function<TurnMark.Ran, String> naming;
  private final Set<IsolateThread> stuck = new HashSet<>();
  private volatile int count;

  /**
   * @param naming tells which actor and handler run
   */
  public StuckWorkers(Workers workers, EngineLimits limits, Function<TurnMark.Ran, String> naming) {
    this.threads = workers.threads();
    this.limitMs = TIMES_THE_LIMIT * (limits.handlerCpuMs() + limits.sliceMs());
    this.naming = naming;
  }

  @Override
  public void advance(long nowMs) {
    for (IsolateThread thread : threads) {
      boolean is = thread.stepMs() > limitMs;
      if (is && stuck.add(thread)) {
        LOG.error(
            "{} has been stuck for {} ms in {}",
            thread.name(),
            thread.stepMs(),
            naming.apply(thread.ran()));
      } else if (!is && stuck.remove(thread)) {
        LOG.info("{} goes on", thread.name());
      }
    }
    count = stuck.size();
  }

  /** Workers that are stuck. */
  public int count() {
    return count;
  }
}
