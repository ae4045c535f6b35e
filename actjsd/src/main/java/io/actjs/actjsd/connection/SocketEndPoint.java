package io.actjs.actjsd.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
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
 * writes that answer and wants the next request has no selector to wake. What comes nevertheless is
 * looked at if somebody wants to know when the client is gone: the end of the connection, or the
 * first byte of a request that it sends without waiting, which is kept for whoever reads next.
 */
final class SocketEndPoint extends SocketChannelEndPoint {
  private @Nullable Callback reader;
  private @Nullable Callback quick;

  /** Whether the selector watches for what comes. */
  private volatile boolean watched;

  private volatile @Nullable Runnable gone;

  /** A byte that nobody has asked for. Guarded by {@link #reading}. */
  private @Nullable ByteBuffer ahead;

  private final Object reading = new Object();

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

  /**
   * Who is told when the client closes the connection while nobody wants to read it.
   *
   * @param action must not block; null for nobody
   */
  void whenGone(@Nullable Runnable action) {
    gone = action;
    if (action != null) {
      needsFillInterest();
    }
  }

  /** Looks for the end; tells whether the selector is to go on watching. */
  private boolean lookAhead() {
    Runnable action = gone;
    if (action == null) {
      return false;
    }
    int read;
    synchronized (reading) {
      if (ahead != null) {
        return false;
      }
      ByteBuffer one = BufferUtil.allocate(1);
      read = fillNow(one);
      ahead = read > 0 ? one : null;
    }
    if (read < 0) {
      action.run();
    }
    return read == 0;
  }

  private int fillNow(ByteBuffer buffer) {
    try {
      return super.fill(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    synchronized (reading) {
      if (ahead == null) {
        return super.fill(buffer);
      }
      if (BufferUtil.space(buffer) == 0) {
        return 0;
      }
      int kept = BufferUtil.append(buffer, ahead);
      ahead = null;
      return kept + Math.max(0, super.fill(buffer));
    }
  }

  /** Whether somebody wants to read, and need not wait for the selector. */
  private boolean hasAhead() {
    synchronized (reading) {
      return ahead != null && isFillInterested();
    }
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
