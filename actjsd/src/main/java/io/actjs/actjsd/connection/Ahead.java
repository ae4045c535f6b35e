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

  /** Looks: negative at the end, 0 when nothing has come, positive when a byte is kept. */
  synchronized int look() {
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
