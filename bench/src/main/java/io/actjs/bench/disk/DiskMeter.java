package io.actjs.bench.disk;

import io.actjs.bench.work.BenchFailure;
import io.actjs.storage.sqlite.SqliteDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Measures what a process with a SQLite store asks of the disk. */
public final class DiskMeter {
  private static final String WRITTEN = "write_bytes: ";

  /** For so long a process that is done writes nothing. It tidies up after 200 ms. */
  private static final long QUIET_NANOS = 400_000_000L;

  private static final long LATEST_NANOS = 10_000_000_000L;

  private final Path io;
  private final Path log;
  private final Syncs syncs;

  /** Counts the syncs of a driver since it was opened. */
  public interface Syncs {
    long count() throws IOException;
  }

  /**
   * The meter of a process.
   *
   * @param data the directory of its store
   */
  public DiskMeter(long pid, Path data, Syncs syncs) {
    this.io = Path.of("/proc", Long.toString(pid), "io");
    this.log = data.resolve(SqliteDriver.FILE + "-wal");
    this.syncs = syncs;
  }

  /** Begins a span, which has to be closed. */
  public Span begin() throws IOException {
    return new Span();
  }

  private long bytes() throws IOException {
    for (String line : Files.readAllLines(io)) {
      if (line.startsWith(WRITTEN)) {
        return Long.parseLong(line.substring(WRITTEN.length()));
      }
    }
    throw new BenchFailure("no " + WRITTEN + "in " + io);
  }

  /** From its beginning until {@link #end}. */
  public final class Span implements AutoCloseable {
    private final PeakSize logSize = PeakSize.of(log);
    private final long syncsBefore = syncs.count();
    private final long bytesBefore = bytes();

    private Span() throws IOException {}

    /** Waits until the process writes nothing, and says what was asked of the disk. */
    public DiskUse end() throws IOException {
      long bytes = settledBytes();
      return new DiskUse(syncs.count() - syncsBefore, bytes - bytesBefore, logSize.bytes());
    }

    private long settledBytes() throws IOException {
      long latest = System.nanoTime() + LATEST_NANOS;
      long bytes = bytes();
      long now = bytes - 1;
      while (now != bytes && System.nanoTime() < latest) {
        now = bytes;
        LockSupport.parkNanos(QUIET_NANOS);
        bytes = bytes();
      }
      return bytes;
    }

    @Override
    public void close() {
      logSize.close();
    }
  }
}
