package io.actjs.bench.disk;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The largest size that a file has had: a thread looks at it fifty times per second. */
final class PeakSize implements AutoCloseable {
  private static final long EVERY_NANOS = 20_000_000L;

  private final File file;
  private final Thread looking;
  private volatile boolean closed;
  private volatile long largest;

  private PeakSize(Path path) {
    file = path.toFile();
    largest = file.length();
    looking = Thread.ofPlatform().name("peak-size").daemon().unstarted(this::look);
  }

  static PeakSize of(Path path) {
    PeakSize peak = new PeakSize(path);
    peak.looking.start();
    return peak;
  }

  private void look() {
    while (!closed) {
      largest = Math.max(largest, file.length());
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  /** Bytes; 0 when the file was never there. */
  long bytes() {
    return Math.max(largest, file.length());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(looking);
  }
}
