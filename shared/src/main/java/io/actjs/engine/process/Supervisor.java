package io.actjs.engine.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that inspects the worker processes of an engine, more often while one of them
 * has been at work for long. It starts with the first of them.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long CLOSE_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final List<WorkerProcess> processes = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closed;

  Supervisor() {
    thread = Thread.ofPlatform().daemon().name("actjs-supervisor").unstarted(this::run);
  }

  void add(WorkerProcess process) {
    processes.add(process);
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
    LockSupport.unpark(thread);
  }

  void remove(WorkerProcess process) {
    processes.remove(process);
  }

  private void run() {
    while (!closed) {
      boolean close = false;
      for (WorkerProcess process : processes) {
        close |= inspect(process);
      }
      if (processes.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, close ? CLOSE_PERIOD_NANOS : PERIOD_NANOS);
      }
    }
  }

  /** Whether to look again soon. */
  private static boolean inspect(WorkerProcess process) {
    try {
      return process.inspect(System.nanoTime());
    } catch (RuntimeException | Error e) {
      // Without this thread nothing ends a process that hangs.
      LOG.error("a worker process cannot be inspected", e);
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
