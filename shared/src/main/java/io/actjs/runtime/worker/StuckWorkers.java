package io.actjs.runtime.worker;

import io.actjs.agent.Ticker;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TurnMark;
import java.util.BitSet;
import java.util.List;
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

  private final List<Worker> workers;
  private final long limitMs;
  private final Function<TurnMark.Ran, String> naming;
  private final BitSet stuck = new BitSet();
  private volatile int count;

  /**
   * @param naming tells which actor and handler run
   */
  public StuckWorkers(
      List<Worker> workers, EngineLimits limits, Function<TurnMark.Ran, String> naming) {
    this.workers = List.copyOf(workers);
    this.limitMs = TIMES_THE_LIMIT * (limits.handlerCpuMs() + limits.sliceMs());
    this.naming = naming;
  }

  @Override
  public void advance(long nowMs) {
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      boolean is = worker.stepMs() > limitMs;
      if (is && !stuck.get(i)) {
        LOG.error(
            "{} has been stuck for {} ms in {}",
            worker.name(),
            worker.stepMs(),
            naming.apply(worker.ran()));
      } else if (!is && stuck.get(i)) {
        LOG.info("{} goes on", worker.name());
      }
      stuck.set(i, is);
    }
    count = stuck.cardinality();
  }

  /** Workers that are stuck. */
  public int count() {
    return count;
  }
}
