package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.BooleanSupplier;

/** Waits for the sockets of all connections on the calling thread. */
public final class Poller implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final long STALL_NANOS = 30_000_000_000L;

  private final Selector selector;

  public Poller() throws IOException {
    selector = Selector.open();
  }

  void add(Connection connection) throws IOException {
    connection.register(selector);
  }

  /**
   * Serves the connections until {@code done} holds.
   *
   * @throws BenchFailure when nothing arrives for 30 seconds
   */
  public void pollUntil(BooleanSupplier done) throws IOException {
    long lastSign = System.nanoTime();
    try {
      while (!done.getAsBoolean()) {
        int served = selector.select(Poller::serve, POLL_MILLIS);
        if (served > 0) {
          lastSign = System.nanoTime();
        } else if (System.nanoTime() - lastSign > STALL_NANOS) {
          throw new BenchFailure("the server sent nothing for 30 s while answers were due");
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void serve(SelectionKey key) {
    try {
      ((Connection) key.attachment()).ready(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
