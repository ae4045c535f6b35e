package io.actjs.engine.guard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that inspects the {@link CpuWatch}es of an engine. It starts with the first of
 * them.
 */
public final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long MAX_PERIOD_MS = 100;

  private final List<CpuWatch> watches = new CopyOnWriteArrayList<>();
  private final long periodNanos;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param limitMs the smallest limit that its watches have
   */
  public Watchdog(long limitMs) {
    long periodMs = Math.clamp(limitMs / 10, 1, MAX_PERIOD_MS);
    periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMs);
    thread = Thread.ofPlatform().daemon().name("actjs-watchdog").unstarted(this::run);
  }

  public void add(CpuWatch watch) {
    watches.add(watch);
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
    LockSupport.unpark(thread);
  }

  public void remove(CpuWatch watch) {
    watches.remove(watch);
  }

  private void run() {
    while (!closed) {
      long now = System.nanoTime();
      watches.forEach(watch -> inspect(watch, now));
      if (watches.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, periodNanos);
      }
    }
  }

  /**
   * Without this thread nothing stops an endless loop: it survives what goes wrong with one watch.
   */
  private static void inspect(CpuWatch watch, long now) {
    try {
      watch.inspect(now);
    } catch (RuntimeException | Error e) {
      LOG.error("a watch over a handler failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
