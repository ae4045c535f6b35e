package io.actjs.actjsd.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that is read on the selector's thread: whoever takes a frame or a request there
 * does not block ({@link OnVirtualThreads}).
 *
 * <p>The selector goes on watching a connection that nobody wants to read at the moment, and stops
 * only when something comes meanwhile. A client that waits for its answer sends nothing, so whoever
 * writes that answer and wants the next request has no selector to wake. What comes nevertheless is
 * looked at if somebody wants to know when the client is gone: the end of the connection, or the
 * first byte of a request that it sends without waiting, which is kept for whoever reads next. On a
 * connection with TLS that is for {@link TlsConnection} to see: bytes that come need not be of a
 * request there.
 */
final class SocketEndPoint extends SocketChannelEndPoint implements Watched {
  private final QuickReader quick = new QuickReader();
  private final Ahead ahead = new Ahead(this::fillFromSocket);

  /** Whether the selector watches for what comes. */
  private volatile boolean watched;

  private volatile @Nullable Runnable gone;

  /** Looks for the end in place of this; tells whether the selector is to go on watching. */
  private volatile @Nullable Lookout lookout;

  /** Looks for the end of what is read from the socket. */
  interface Lookout {
    boolean look();
  }

  SocketEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public void fillInterested(Callback callback) {
    super.fillInterested(quick.of(callback));
  }

  @Override
  protected void needsFillInterest() {
    if (hasAhead()) {
      getFillInterest().fillable();
    } else if (!watched) {
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
    if (wanted || isFillInterested() || lookAhead()) {
      watched = true;
      super.needsFillInterest();
    }
    return task;
  }

  @Override
  public void whenGone(@Nullable Runnable action) {
    gone = action;
    if (action != null) {
      needsFillInterest();
    }
  }

  /**
   * @param other looks at what comes while nobody wants to read it; null for nobody
   */
  void lookWith(@Nullable Lookout other) {
    lookout = other;
    if (other != null) {
      needsFillInterest();
    }
  }

  /** Looks for the end; tells whether the selector is to go on watching. */
  private boolean lookAhead() {
    Lookout other = lookout;
    return other == null ? ahead.look(gone) : other.look();
  }

  private int fillFromSocket(ByteBuffer buffer) throws IOException {
    return super.fill(buffer);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    return ahead.fill(buffer);
  }

  /** Whether somebody wants to read, and need not wait for the selector. */
  private boolean hasAhead() {
    return ahead.isKept() && isFillInterested();
  }
}
