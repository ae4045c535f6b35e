package io.actjs.actjsd.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection whose WebSocket frames are read on the selector's thread: whoever takes them
 * does not block. Requests of HTTP are read on a thread of their own.
 */
final class SocketEndPoint extends SocketChannelEndPoint {
  private @Nullable Callback reader;
  private @Nullable Callback quick;

  SocketEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public void fillInterested(Callback callback) {
    super.fillInterested(
        getConnection() instanceof WebSocketConnection ? nonBlocking(callback) : callback);
  }

  /** A connection asks with the same callback again and again. */
  @SuppressWarnings("ReferenceEquality") // The very same one.
  private Callback nonBlocking(Callback callback) {
    Callback present = quick;
    if (present == null || reader != callback) {
      present = new NonBlocking(callback);
      reader = callback;
      quick = present;
    }
    return present;
  }

  private static final class NonBlocking extends Callback.Nested {
    NonBlocking(Callback callback) {
      super(callback);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
