package io.actjs.engine.process;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that one request to a worker process may take. It counts from the first {@link #inspect}
 * of the request: CPU time of the thread that works, which a busy machine does not change, and time
 * in which that thread does nothing at all. Where the system tells neither, all time counts,
 * {@value #WALL_FACTOR} times.
 */
final class RequestWatch {
  private static final int WALL_FACTOR = 10;

  private long request;
  private boolean waiting;
  private long limitNanos;

  private long seenRequest;
  private long nanosWhenSeen;
  private long cpuWhenSeen;
  private long lastCpu;
  private long idleSince;

  /** A request is sent that may take so long. */
  synchronized void begin(long limitMs) {
    request++;
    waiting = true;
    limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMs);
  }

  /** The answer is there. */
  synchronized void end() {
    waiting = false;
  }

  /** Whether a request is under way that was so at the last inspection. */
  synchronized boolean isLong() {
    return waiting && seenRequest == request;
  }

  /** Runs the action if the request has used up its time; it is still under way then. */
  synchronized void inspect(long nowNanos, Vitals.@Nullable Seen thread, Runnable expired) {
    if (!waiting) {
      return;
    }
    long cpu = thread == null ? 0 : thread.cpuNanos();
    if (seenRequest != request) {
      seenRequest = request;
      nanosWhenSeen = nowNanos;
      cpuWhenSeen = cpu;
      lastCpu = cpu;
      idleSince = nowNanos;
      return;
    }
    if (thread != null && (thread.runs() || cpu != lastCpu)) {
      lastCpu = cpu;
      idleSince = nowNanos;
    }
    boolean isOver =
        thread == null
            ? nowNanos - nanosWhenSeen >= WALL_FACTOR * limitNanos
            : cpu - cpuWhenSeen >= limitNanos || nowNanos - idleSince >= limitNanos;
    if (isOver) {
      expired.run();
    }
  }
}
