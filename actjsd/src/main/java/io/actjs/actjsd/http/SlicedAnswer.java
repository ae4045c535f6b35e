package io.actjs.actjsd.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Writes a large answer slice by slice, each when the one before it has left: the socket copies
 * what it is given out of the Java heap.
 */
final class SlicedAnswer extends IteratingCallback {
  private static final int SLICE = 64 << 10;

  private final ArrayDeque<ByteBuffer> slices = new ArrayDeque<>();
  private final Response response;
  private final Callback callback;
  private final long length;

  SlicedAnswer(Response response, JsonAnswer answer, Callback callback) {
    this.response = response;
    this.callback = callback;
    this.length = add(answer.head()) + add(answer.middle()) + add(answer.tail());
  }

  SlicedAnswer(Response response, byte[] answer, Callback callback) {
    this.response = response;
    this.callback = callback;
    this.length = add(answer);
  }

  private long add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  private long add(byte[] utf8) {
    for (int at = 0; at < utf8.length; at += SLICE) {
      slices.add(ByteBuffer.wrap(utf8, at, Math.min(SLICE, utf8.length - at)));
    }
    return utf8.length;
  }

  long length() {
    return length;
  }

  @Override
  protected Action process() {
    ByteBuffer next = slices.poll();
    if (next == null) {
      return Action.SUCCEEDED;
    }
    response.write(slices.isEmpty(), next, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    callback.failed(cause);
  }
}
