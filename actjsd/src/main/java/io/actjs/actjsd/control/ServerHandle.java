package io.actjs.actjsd.control;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The running server, for routes that are made before it is. Thread-safe. */
public final class ServerHandle {
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile @Nullable Runnable stop;
  private volatile IntSupplier connections = () -> 0;

  /**
   * @param end stops the server, and may wait until it has
   * @param open counts the open connections
   */
  public void attach(Runnable end, IntSupplier open) {
    connections = open;
    stop = end;
  }

  int connections() {
    return connections.getAsInt();
  }

  /** Whether the server can be stopped by now. */
  boolean isStarted() {
    return stop != null;
  }

  /**
   * Begins to stop the server, on a thread of its own: the end waits for requests, and so must not
   * be one. Idempotent.
   */
  void stop() {
    Runnable end = stop;
    if (end != null && stopping.compareAndSet(false, true)) {
      Thread.ofPlatform().name("actjsd-stop").start(end);
    }
  }
}
