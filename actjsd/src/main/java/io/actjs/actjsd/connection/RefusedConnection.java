package io.actjs.actjsd.connection;

import io.actjs.wire.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A connection that is told why it is not taken, whatever it asks for, and closed. What it sends
 * meanwhile is thrown away for a moment: a client that is cut off while it sends sees a broken
 * connection, not the answer that says why.
 */
final class RefusedConnection extends AbstractConnection {
  private static final long GOODBYE_MS = 2_000;

  private final Problem problem;

  RefusedConnection(EndPoint endPoint, Executor executor, Problem problem) {
    super(endPoint, executor);
    this.problem = problem;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint().setIdleTimeout(GOODBYE_MS);
    getEndPoint()
        .write(
            Callback.from(
                () -> {
                  getEndPoint().shutdownOutput();
                  fillInterested();
                },
                failure -> close()),
            answer(problem));
  }

  @Override
  public void onFillable() {
    ByteBuffer buffer = BufferUtil.allocate(4096);
    try {
      int filled = getEndPoint().fill(buffer);
      while (filled > 0) {
        BufferUtil.clear(buffer);
        filled = getEndPoint().fill(buffer);
      }
      if (filled < 0) {
        close();
      } else {
        fillInterested();
      }
    } catch (IOException e) {
      close();
    }
  }

  /** Cuts a connection off, with an answer when nothing of another answer can have been sent. */
  static void refuse(EndPoint endPoint, Problem problem, boolean mayAnswer) {
    if (mayAnswer) {
      endPoint.write(Callback.from(endPoint::close, failure -> endPoint.close()), answer(problem));
    } else {
      endPoint.close();
    }
  }

  private static ByteBuffer answer(Problem problem) {
    byte[] body = problem.toJson().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
            .formatted(
                problem.code().httpStatus(),
                problem.code(),
                Problem.MEDIA_TYPE,
                body.length,
                problem.hasRetryAfter() ? "Retry-After: 1\r\n" : "");
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).flip();
  }
}
