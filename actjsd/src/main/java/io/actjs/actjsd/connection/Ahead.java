package io.actjs.actjsd.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * A byte of a connection that was read before anybody asked for it, to see whether the connection
 * has ended.
 */
final class Ahead {
  /** What reads the connection. */
  interface Source {
    int fill(ByteBuffer buffer) throws IOException;
  }

  private final Source source;
  private @Nullable ByteBuffer kept;

  Ahead(Source source) {
    this.source = source;
  }

  /** What the source would have answered. */
  synchronized int fill(ByteBuffer buffer) throws IOException {
    if (kept == null) {
      return source.fill(buffer);
    }
    if (BufferUtil.space(buffer) == 0) {
      return 0;
    }
    int first = BufferUtil.append(buffer, kept);
    kept = null;
    return first + Math.max(0, source.fill(buffer));
  }

  synchronized boolean isKept() {
    return kept != null;
  }

  /**
   * Looks for the end while nobody reads, and tells who wants to know.
   *
   * @param gone is run at the end; null when nobody wants to know
   * @return whether to look again when something comes
   */
  boolean look(@Nullable Runnable gone) {
    if (gone == null || isKept()) {
      return false;
    }
    int read = readOne();
    if (read < 0) {
      gone.run();
    }
    return read == 0;
  }

  /** Negative at the end, 0 when nothing has come, positive when a byte is kept. */
  private synchronized int readOne() {
    if (kept != null) {
      return 1;
    }
    ByteBuffer one = BufferUtil.allocate(1);
    int read = fillNow(one);
    if (read > 0) {
      kept = one;
    }
    return read;
  }

  private int fillNow(ByteBuffer buffer) {
    try {
      return source.fill(buffer);
    } catch (IOException e) {
      return -1;
    }
  }
}
