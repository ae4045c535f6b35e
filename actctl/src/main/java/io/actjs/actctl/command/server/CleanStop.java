package io.actjs.actctl.command.server;

import java.util.concurrent.CountDownLatch;

/**
 * Stops a server when the process is told to stop. SIGINT and SIGTERM begin the JVM's shutdown,
 * whose hook closes the server; the exit codes are the usual 130 and 143. A second signal ends the
 * process at once.
 */
public final class CleanStop {
  private final Thread hook;
  private final Runnable close;
  private boolean closed;

  private CleanStop(Runnable close) {
    this.close = close;
    this.hook = new Thread(this::closeOnce, "actctl-stop");
  }

  /**
   * @param close stops the server; called once, by the signal or by {@link #close}
   */
  public static CleanStop of(Runnable close) {
    CleanStop stop = new CleanStop(close);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    new StopSignals().install();
    return stop;
  }

  /** Waits for the end of the process. */
  void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Stops the server without a signal. */
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal came first: its hook closes the server, and the JVM waits for it.
      return;
    }
    closeOnce();
  }

  private synchronized void closeOnce() {
    if (!closed) {
      closed = true;
      close.run();
    }
  }
}
