package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for the sockets of all connections on the calling thread. */
public final class Poller implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final long MILLI_NANOS = 1_000_000L;

  /** For so long an answer may lie unread while a call is due soon. */
  private static final long NAP_NANOS = 50_000L;

  private static final long STALL_NANOS = 30_000_000_000L;

  /** Sends at given times. */
  interface Schedule {
    /** Sends what is due, and returns the nanoseconds until more is. */
    long sendDue() throws IOException;
  }

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
    pollUntil(done, () -> Long.MAX_VALUE);
  }

  /**
   * Serves the connections until {@code done} holds, and sends what falls due meanwhile.
   *
   * @param schedule is asked again after the time that it returns, some tens of microseconds late
   * @throws BenchFailure when nothing arrives for 30 seconds
   */
  void pollUntil(BooleanSupplier done, Schedule schedule) throws IOException {
    long lastSign = System.nanoTime();
    try {
      while (!done.getAsBoolean()) {
        int served = poll(schedule.sendDue());
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

  /** Waits for so long at most. A selector counts in milliseconds, so it does not wait for less. */
  private int poll(long nanos) throws IOException {
    if (nanos >= MILLI_NANOS) {
      return selector.select(Poller::serve, Math.min(POLL_MILLIS, nanos / MILLI_NANOS));
    }
    int served = selector.selectNow(Poller::serve);
    if (served == 0 && nanos > 0) {
      LockSupport.parkNanos(Math.min(nanos, NAP_NANOS));
    }
    return served;
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
