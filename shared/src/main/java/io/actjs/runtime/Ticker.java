package io.actjs.runtime;

import io.actjs.model.Clock;
import io.actjs.storage.ThreadEnd;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread behind every timer: each tick it runs what the clock says is due. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /** Something that is due at some time. */
  interface Timed {
    void advance(long nowMs);
  }

  private final Thread thread;
  private volatile boolean stopping;

  Ticker(Clock clock, Timed... parts) {
    this.thread =
        Thread.ofPlatform()
            .name("actjs-ticker")
            .daemon()
            .unstarted(
                () -> {
                  while (!stopping) {
                    long now = clock.nowMs();
                    for (Timed part : parts) {
                      advance(part, now);
                    }
                    LockSupport.parkNanos(this, RuntimeContext.TICK_MS * 1_000_000);
                  }
                });
  }

  /** A bug in one part must not stop the timers of all the others. */
  private static void advance(Timed part, long nowMs) {
    try {
      part.advance(nowMs);
    } catch (RuntimeException e) {
      LOG.error("a timer failed", e);
    }
  }

  void start() {
    thread.start();
  }

  /** No part runs any more when it returns. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    ThreadEnd.await(thread);
  }
}
