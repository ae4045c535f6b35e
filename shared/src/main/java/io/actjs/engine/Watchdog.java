package io.actjs.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One daemon thread that inspects the {@link CpuWatch}es of an engine. It starts with the first of
 * them.
 */
final class Watchdog implements AutoCloseable {
  private static final long MAX_PERIOD_MS = 100;

  private final List<CpuWatch> watches = new CopyOnWriteArrayList<>();
  private final long periodNanos;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param limitMs the smallest limit that its watches have
   */
  Watchdog(long limitMs) {
    long periodMs = Math.clamp(limitMs / 10, 1, MAX_PERIOD_MS);
    periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMs);
    thread = Thread.ofPlatform().daemon().name("actjs-watchdog").unstarted(this::run);
  }

  void add(CpuWatch watch) {
    watches.add(watch);
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
    LockSupport.unpark(thread);
  }

  void remove(CpuWatch watch) {
    watches.remove(watch);
  }

  private void run() {
    while (!closed) {
      long now = System.nanoTime();
      watches.forEach(watch -> watch.inspect(now));
      if (watches.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, periodNanos);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
