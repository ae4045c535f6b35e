package io.actjs.actjsd.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that is read on the selector's thread: whoever takes a frame or a request there
 * does not block ({@link OnVirtualThreads}).
 *
 * <p>The selector goes on watching a connection that nobody wants to read at the moment, and stops
 * only when something comes meanwhile. A client that waits for its answer sends nothing, so whoever
 * writes that answer and wants the next request has no selector to wake.
 */
final class SocketEndPoint extends SocketChannelEndPoint {
  private @Nullable Callback reader;
  private @Nullable Callback quick;

  /** Whether the selector watches for what comes. */
  private volatile boolean watched;

  SocketEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public void fillInterested(Callback callback) {
    super.fillInterested(nonBlocking(callback));
  }

  @Override
  protected void needsFillInterest() {
    if (!watched) {
      watched = true;
      super.needsFillInterest();
    }
  }

  @Override
  public @Nullable Runnable onSelected() {
    boolean wanted = isFillInterested();
    if (!wanted) {
      // Before the second look: whoever begins to want it either sees this or is seen there.
      watched = false;
    }
    Runnable task = super.onSelected();
    if (wanted || isFillInterested()) {
      watched = true;
      super.needsFillInterest();
    }
    return task;
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
