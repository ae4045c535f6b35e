package io.actjs.actjsd.ws;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one connection has yet to send, in order. It counts every byte from {@link
 * #offer} until the socket took it, so a slow reader is seen, and what it is owed stays bounded:
 * who offers asks {@link #hasRoom} first where it can, and beyond {@link #HARD_LIMIT} the
 * connection ends.
 *
 * <p>Thread-safe; no method blocks.
 */
final class Outbox {
  /** Unsent bytes above which a connection gets no more changes and is not read from. */
  static final long BUDGET = 4L << 20;

  /** Unsent bytes at which a connection is drained. */
  static final long DRAINED = BUDGET / 4;

  /** Unsent bytes that no connection may have: a few of the largest snapshots. */
  static final long HARD_LIMIT = 256L << 20;

  private static final int CHUNK = 256 << 10;

  private final FrameWriter writer;
  private final FrameSink sink;
  private final Runnable onDrained;
  private final Runnable onOverflow;

  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

  /** Changes under the lock only, and so does what was sent. */
  private volatile long unsent;

  private volatile long sent;
  private boolean scheduled;
  private boolean closed;
  private boolean drainWanted;
  private @Nullable Runnable atEnd;

  /**
   * @param onDrained called after {@link #callWhenDrained}, on the thread of the writer or the
   *     socket
   * @param onOverflow called once, when the hard limit was passed or nothing can be written;
   *     nothing is sent any more
   */
  Outbox(FrameWriter writer, FrameSink sink, Runnable onDrained, Runnable onOverflow) {
    this.writer = writer;
    this.sink = sink;
    this.onDrained = onDrained;
    this.onOverflow = onOverflow;
  }

  /** Queues a frame; a frame for a connection that has ended is dropped. */
  void offer(byte[] utf8) {
    boolean overflow;
    synchronized (this) {
      if (closed || atEnd != null) {
        return;
      }
      unsent += utf8.length;
      overflow = unsent > HARD_LIMIT;
      if (overflow) {
        discard();
      } else {
        waiting.add(utf8);
        schedule();
      }
    }
    if (overflow) {
      onOverflow.run();
    }
  }

  boolean hasRoom() {
    return unsent <= BUDGET;
  }

  /** Bytes that the socket has taken so far. */
  long sent() {
    return sent;
  }

  /** Asks for one call of {@code onDrained} when, or because, few bytes are unsent. */
  synchronized void callWhenDrained() {
    if (!closed) {
      drainWanted = true;
      schedule();
    }
  }

  /** Takes no more frames; runs the action when those that it has are sent. */
  void end(Runnable action) {
    synchronized (this) {
      if (closed || atEnd != null) {
        return;
      }
      atEnd = action;
      schedule();
    }
  }

  /** Forgets all frames: the connection has ended. */
  synchronized void close() {
    discard();
  }

  /** The frames cannot be written: the connection ends. */
  void fail() {
    close();
    onOverflow.run();
  }

  private void discard() {
    closed = true;
    waiting.clear();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      writer.submit(this);
    }
  }

  /** Hands the next frames to the socket; called by the writer only. */
  void write() {
    List<byte[]> chunk = new ArrayList<>();
    int bytes = 0;
    synchronized (this) {
      while (!waiting.isEmpty() && bytes < CHUNK) {
        byte[] frame = waiting.remove();
        bytes += frame.length;
        chunk.add(frame);
      }
    }
    if (chunk.isEmpty()) {
      written(0);
      return;
    }
    int size = bytes;
    int last = chunk.size() - 1;
    for (int i = 0; i < last; i++) {
      sink.send(chunk.get(i), true, Callback.NOOP);
    }
    sink.send(chunk.get(last), false, Callback.from(() -> written(size), failure -> this.close()));
  }

  private void written(int bytes) {
    boolean drained = false;
    Runnable end = null;
    synchronized (this) {
      unsent -= bytes;
      sent += bytes;
      scheduled = false;
      if (closed) {
        return;
      }
      if (drainWanted && unsent <= DRAINED) {
        drainWanted = false;
        drained = true;
      }
      if (!waiting.isEmpty()) {
        schedule();
      } else if (atEnd != null) {
        end = atEnd;
        closed = true;
      }
    }
    if (drained) {
      onDrained.run();
    }
    if (end != null) {
      end.run();
    }
  }
}
