package io.actjs.engine.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * The CPU limit of one thread's stretches of work. A stretch that exceeds it is stopped by the
 * given action, once, and only while it runs: {@link #begin} and {@link #end} take the same lock as
 * the action, so a late stop cannot hit the next stretch.
 *
 * <p>The limit counts CPU time from the first {@link #inspect} of a stretch, and is not exceeded by
 * more than the time between two inspections. A stretch that waits instead of working is stopped
 * after {@value #WALL_FACTOR} times the limit.
 */
public final class CpuWatch {
  private static final int WALL_FACTOR = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long threadId = Thread.currentThread().threadId();
  private final long usualNanos;
  private final Runnable stop;

  private long limitNanos;

  private long stretch;
  private boolean running;
  private boolean stopped;
  private boolean suspended;

  private long seenStretch;
  private long cpuWhenSeen;
  private long nanosWhenSeen;

  /** Watches the calling thread. */
  public CpuWatch(long limitMs, Runnable stop) {
    this.usualNanos = TimeUnit.MILLISECONDS.toNanos(limitMs);
    this.stop = stop;
  }

  public void begin() {
    begin(usualNanos);
  }

  /** Begins a stretch with a limit of its own. */
  public void beginWithin(long limitMs) {
    begin(TimeUnit.MILLISECONDS.toNanos(limitMs));
  }

  private synchronized void begin(long nanos) {
    limitNanos = nanos;
    stretch++;
    running = true;
    stopped = false;
  }

  /** Ends the stretch; tells whether it was stopped. */
  public synchronized boolean end() {
    running = false;
    return stopped;
  }

  /** Stops counting until {@link #resume}: a debugger holds the stretch. */
  public synchronized void suspend() {
    suspended = true;
  }

  /** Counts from the beginning again. */
  public synchronized void resume() {
    suspended = false;
    seenStretch = stretch - 1;
  }

  /** CPU time of the thread. */
  public long threadNanos() {
    return THREADS.getThreadCpuTime(threadId);
  }

  /** Called again and again by the watchdog. */
  public synchronized void inspect(long nowNanos) {
    if (!running || suspended) {
      return;
    }
    long cpu = threadNanos();
    if (seenStretch != stretch) {
      seenStretch = stretch;
      cpuWhenSeen = cpu;
      nanosWhenSeen = nowNanos;
    } else if (cpu - cpuWhenSeen >= limitNanos
        || nowNanos - nanosWhenSeen >= WALL_FACTOR * limitNanos) {
      stopped = true;
      stop.run();
      // Once more after as long again: what a callback of V8 ran may have been ended in place of
      // the code around it.
      cpuWhenSeen = cpu;
      nanosWhenSeen = nowNanos;
    }
  }
}
