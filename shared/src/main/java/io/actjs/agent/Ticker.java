package io.actjs.agent;

import io.actjs.model.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent behind every timer: each tick it runs everything that is due. */
public final class Ticker implements Agent {
  /** Milliseconds from one tick to the next. */
  public static final long TICK_MS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /** Something that is due at some time. */
  public interface Timed {
    /** Runs everything that is due; never blocks. */
    void advance(long nowMs);
  }

  private final Clock clock;
  private final List<Timed> parts;
  private volatile boolean stopping;
  private volatile @Nullable Thread parked;

  public Ticker(Clock clock, List<Timed> parts) {
    this.clock = clock;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return "actjs-ticker";
  }

  @Override
  public int doWork() {
    long now = clock.nowMs();
    for (Timed part : parts) {
      advance(part, now);
    }
    return 0;
  }

  /** A bug in one part must not stop the timers of all the others. */
  private static void advance(Timed part, long nowMs) {
    try {
      part.advance(nowMs);
    } catch (RuntimeException | Error e) {
      LOG.error("a timer failed", e);
    }
  }

  @Override
  public void idle() {
    parked = Thread.currentThread();
    if (!stopping) {
      LockSupport.parkNanos(this, TICK_MS * 1_000_000);
    }
  }

  /** Ends the agent after the tick that runs. */
  public void stop() {
    stopping = true;
    LockSupport.unpark(parked);
  }

  @Override
  public boolean isDone() {
    return stopping;
  }
}
