package io.actjs.engine.process;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one worker process ready that nobody uses, so that whoever needs one need not wait for its
 * start. Thread-safe.
 */
final class Spares implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
  private static final int KEPT = 1;

  /** Memory with which a process that was used does not come back. */
  private static final long MOST_BYTES = 320L << 20;

  private final Start start;
  private final Set<WorkerProcess> lent = new HashSet<>();
  private final ArrayDeque<WorkerProcess> ready = new ArrayDeque<>();
  private int starting;
  private @Nullable IOException failure;
  private boolean closed;

  /** Starts a process and waits until it has an isolate. */
  interface Start {
    WorkerProcess start() throws IOException;
  }

  Spares(Start start) {
    this.start = start;
    synchronized (this) {
      startOne();
    }
  }

  /**
   * Takes one.
   *
   * @param replace whether to start another in its place now, because it will be in use for long
   * @throws ActjsException {@code WorkerLost} when none starts
   */
  synchronized WorkerProcess take(boolean replace) {
    WorkerProcess taken = await();
    lent.add(taken);
    if (replace) {
      refill();
    }
    return taken;
  }

  private WorkerProcess await() {
    failure = null;
    WorkerProcess next = poll();
    while (next == null) {
      requireOpen();
      if (failure != null) {
        throw new ActjsException(
            ProblemCode.WorkerLost, "a worker process does not start", failure);
      }
      if (starting == 0) {
        startOne();
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ActjsException(
            ProblemCode.ShuttingDown, "interrupted while a worker process starts", e);
      }
      next = poll();
    }
    return next;
  }

  /** One that is ready and lives. */
  private @Nullable WorkerProcess poll() {
    WorkerProcess next = ready.poll();
    while (next != null && !next.lives()) {
      next.close();
      next = ready.poll();
    }
    return next;
  }

  private void requireOpen() {
    if (closed) {
      throw new ActjsException(ProblemCode.ShuttingDown, "the engine is closed");
    }
  }

  private void refill() {
    if (!closed && ready.size() + starting < KEPT) {
      startOne();
    }
  }

  private void startOne() {
    starting++;
    Thread.ofPlatform().daemon().name("actjs-spare").start(this::startNow);
  }

  private void startNow() {
    WorkerProcess started = null;
    IOException failed = null;
    try {
      started = start.start();
    } catch (IOException e) {
      LOG.error("a worker process does not start", e);
      failed = e;
    } finally {
      started(started, failed);
    }
  }

  private synchronized void started(@Nullable WorkerProcess process, @Nullable IOException failed) {
    starting--;
    failure = failed;
    if (process != null && closed) {
      process.close();
    } else if (process != null) {
      ready.add(process);
    }
    notifyAll();
  }

  /** Takes back one that may be used again, with a new isolate, if one is wanted. */
  void giveBack(WorkerProcess process) {
    boolean useful = isWanted() && process.lives() && renewed(process);
    synchronized (this) {
      lent.remove(process);
      if (useful && !closed && ready.size() < KEPT) {
        ready.add(process);
        notifyAll();
      } else {
        process.close();
      }
      refill();
    }
  }

  private synchronized boolean isWanted() {
    return !closed && ready.size() < KEPT;
  }

  private static boolean renewed(WorkerProcess process) {
    try {
      var unused = process.ask(request -> request.begin(Op.RENEW), 0, Wire::number);
      return process.residentBytes() < MOST_BYTES;
    } catch (ActjsException | IllegalStateException e) {
      LOG.debug("a worker process is of no more use", e);
      return false;
    }
  }

  /** Ends all, those in use as well. */
  @Override
  public synchronized void close() {
    closed = true;
    ready.forEach(WorkerProcess::close);
    ready.clear();
    lent.forEach(WorkerProcess::close);
    lent.clear();
    notifyAll();
  }
}
